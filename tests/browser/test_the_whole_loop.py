"""The whole loop: with and without scripts, in both languages, on both databases; by keyboard."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.loop import Story, tell
from tests.browser.reading import opened
from tests.browser.somebody import Somebody, SomebodyWithoutAMouse

PAIRS = [
    ("sqlite", "scripts", "id"),
    ("sqlite", "no-scripts", "en"),
    ("postgres", "scripts", "en"),
    ("postgres", "no-scripts", "id"),
]
"""Each database with and without scripts and in both languages, each language with both."""


@pytest.mark.parametrize(("database_kind", "scripts", "language"), PAIRS)
async def test_a_citizens_words_become_part_of_what_an_office_promises(
    browser: Browser, forum: str, language: str, scripts: str
):
    run = scripts == "scripts"
    async with opened(browser, forum, language=language, java_script_enabled=run) as hands:
        _context, page, troubles = hands
        await tell(Story(Somebody(page, language)))
    assert not troubles


async def test_the_whole_of_it_can_be_done_without_a_mouse(browser: Browser, forum: str):
    async with opened(browser, forum) as (_context, page, troubles):
        await tell(Story(SomebodyWithoutAMouse(page, "id")))
    assert not troubles

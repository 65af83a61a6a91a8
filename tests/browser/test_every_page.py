"""Every page of the demonstration, as everybody sees it: all eyes, all windows, both tongues."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from forum.core.i18n import LANGUAGES
from tests.browser.reading import UNDER_AXE, obstacles_on, opened, speak, too_small, too_wide
from tests.browser.sights import CAST, VISITOR, Found, Sight, walker
from tests.english import english_left
from tests.pages import loose_ends

PARTS = 8
"""The pages are dealt out to so many tests, so that several workers have something to do."""

PHONE, DESK = 390, 1280
Looks = tuple[tuple[Literal["light", "dark"], int], ...]
LOOKS: tuple[Looks, ...] = (
    (("light", DESK), ("dark", PHONE)),
    (("dark", DESK), ("light", PHONE)),
    (("light", PHONE), ("dark", DESK)),
    (("dark", PHONE), ("light", DESK)),
)
"""Light and window of a page in Indonesian, then in English: every page is seen in both of each."""

UNLINKED = {
    *(
        "sign-in-code",
        "session-news",
        "session-short",
        "poll-certificate",
        "manifest",
        "receipt-promise",
        "me-erased",
    ),
    *("desk-consultation-late", "desk-consultation-promise", "desk-reconsultation"),
    *("desk-appeal", "desk-review"),
}
"""What only an act leads to, or a script, the head of a page, a form, a letter that nobody has got
yet, or a phase in which nothing is on day zero; and what only leads on to a page."""

parts = pytest.mark.parametrize("part", range(PARTS))


def test_every_link_leads_somewhere_and_every_page_is_linked(sights: Found):
    assert not sights.broken
    assert set(sights.unseen) <= UNLINKED


def test_an_indonesian_page_says_nothing_in_english_and_its_parts_find_one_another(
    forum_to_read: str, sights: Found
):
    """The whole of HTML is checked by `make pages`; here are the faults that it found most."""
    found = []
    for who, mine in _by_person(sights.sights):
        with walker(forum_to_read, who) as client:
            for sight in mine:
                html = client.get(sight.path).text
                wrong = [*english_left(html), *loose_ends(html)]
                found += [f"{_name(sight, 'id')}: {text}" for text in wrong]
    assert not found, "\n".join(found)


@parts
async def test_no_page_has_an_obstacle_or_trouble_behind_it(
    browser: Browser, forum_to_read: str, sights: Found, part
):
    """axe, by WCAG 2.2 A and AA and what it calls good practice; and a window of 320 pixels."""
    found = []
    for who, mine in _by_person(sights.sights[part::PARTS]):
        async with opened(browser, forum_to_read, who, **UNDER_AXE) as hands:
            context, page, troubles = hands
            for sight in mine:
                found += await _obstacles(context, page, forum_to_read, sight, LOOKS[part % 4])
        found += troubles
    assert not found, "\n".join(found)


async def _obstacles(
    context: BrowserContext, page: Page, forum: str, sight: Sight, looks: Looks
) -> list[str]:
    found = []
    for language, (light, width) in zip(LANGUAGES, looks, strict=True):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.emulate_media(color_scheme=light)
        await _open(context, page, forum, sight, language)
        name = f"{_name(sight, language)}, {light}, {width}"
        found += [f"{name}: {obstacle}" for obstacle in await obstacles_on(page)]
        found += [f"{name}: too small to press: {one}" for one in await too_small(page)]
        if wide := await too_wide(page):
            found.append(f"{name} is wider than the window: {wide}")
        if (told := await page.evaluate("document.documentElement.lang")) != language:
            found.append(f"{name} says that it speaks {told}")
    return found


async def _open(
    context: BrowserContext, page: Page, forum: str, sight: Sight, language: str
) -> None:
    await speak(context, forum, language)
    answer = await page.goto(sight.path)
    assert answer is not None
    assert answer.status == sight.status, _name(sight, language)


def _name(sight: Sight, language: str) -> str:
    return f"{sight.path} ({sight.who or 'visitor'}, {language})"


def _by_person(sights: list[Sight]) -> list[tuple[str, list[Sight]]]:
    return [
        (who, mine)
        for who in (VISITOR, *CAST)
        if (mine := [sight for sight in sights if sight.who == who])
    ]

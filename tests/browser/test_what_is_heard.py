"""What a screen reader says when a page opens: where the focus is, and what stands there."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page

from tests.browser.reading import opened
from tests.browser.somebody import Somebody

CLAUSE = "/consultations/ktp-el-2026/clauses/3.1"
SAYS = {
    "id": "Tulislah juga kapan loket tutup, supaya orang tidak datang sia-sia.",
    "en": "Please write when the counter closes, so that nobody comes in vain.",
}
TOO_LONG = "terlalu panjang, " * 700 + "selesai"


@pytest.mark.parametrize(("language", "scripts"), [("id", "scripts"), ("en", "no-scripts")])
async def test_a_comment_that_was_sent_and_one_that_was_refused_are_heard(
    browser: Browser, forum_of_its_own: str, language: str, scripts: str
):
    run = scripts == "scripts"
    hands = opened(browser, forum_of_its_own, "sari", language, java_script_enabled=run)
    async with hands as (_context, page, troubles):
        sari = Somebody(page, language)
        await sari.goes_to(CLAUSE)
        await sari.writes("What should change, and why?", TOO_LONG)
        await sari.presses("Send")
        role, words = await heard(page)
        assert role == "alert"
        assert sari.word("Some answers need another look.") in words
        assert "1907" in words, "How much too long it is"

        await sari.writes("What should change, and why?", SAYS[language])
        await sari.presses("Send")
        role, words = await heard(page)
        assert role == "status"
        assert sari.word("Your comment is public.") in words
    assert not troubles


async def heard(page: Page) -> tuple[str, str]:
    """Return role and words of what has the focus, as a screen reader gets them from Chromium."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Accessibility.enable")
    nodes = (await devtools.send("Accessibility.getFullAXTree"))["nodes"]
    by_id = {one["nodeId"]: one for one in nodes}
    focused = [one for one in nodes if _has(one, "focused") and _role(one) != "RootWebArea"]
    assert focused, "Nothing on the page has the focus."
    return _role(focused[-1]), " ".join(_words(focused[-1], by_id))


def _has(node: dict, name: str) -> bool:
    return any(
        one["name"] == name and one["value"].get("value") for one in node.get("properties", [])
    )


def _role(node: dict) -> str:
    return str(node.get("role", {}).get("value", ""))


def _words(node: dict, by_id: dict) -> list[str]:
    own = [node["name"]["value"]] if _role(node) == "StaticText" else []
    below = (by_id[one] for one in node.get("childIds", []) if one in by_id)
    return own + [word for child in below for word in _words(child, by_id)]

"""A newcomer comes in by a letter, makes it safer, and comes in again with a code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
from playwright.async_api import Browser, expect

from tests.browser.reading import UNDER_AXE, obstacles_on, opened
from tests.browser.somebody import Somebody

ADDRESS = "wening@warga.example"
NAME = "Wening Pratiwi"
NEXT_CODE = timedelta(seconds=30)
"""A code works once, and those of a telephone that goes a little fast work too."""


async def test_somebody_new_comes_in_by_a_letter_and_later_with_a_code(
    browser: Browser, forum: str
):
    async with opened(browser, forum, **UNDER_AXE) as (_context, page, troubles):
        wening = Somebody(page, "id")
        await _follow_the_letter(wening)
        await wening.writes("Your name", NAME)
        await wening.presses("Sign in")
        await wening.reads_in_the_head(NAME)

        await wening.goes_to("/me/second-factor")
        await wening.presses("Set it up")
        assert not await obstacles_on(page)
        telephone = pyotp.TOTP((await page.locator("main code").inner_text()).replace(" ", ""))
        await wening.writes("Code", telephone.now())
        await wening.presses("Turn it on")
        await wening.reads(wening.word("It works."))
        await wening.presses("Sign out")

        await wening.goes_to("/demo")
        await wening.presses("Go to the next event")
        await _follow_the_letter(wening)
        await wening.presses("Sign in")
        await wening.reads(wening.word("The code from your telephone"))
        assert not await obstacles_on(page)
        await wening.writes("Code", "000000")
        await wening.presses("Continue")
        await expect(page.get_by_role("alert")).to_be_focused()
        assert not await obstacles_on(page)
        await wening.writes("Code", telephone.at(datetime.now(UTC) + NEXT_CODE))
        await wening.presses("Continue")
        await wening.reads_in_the_head(NAME)
    assert not troubles


async def _follow_the_letter(newcomer: Somebody) -> None:
    """Ask for a link, wait for the letter, and press the link in it."""
    links = newcomer.page.locator(".letter").filter(has_text=ADDRESS).get_by_role("link")
    links = links.filter(has_text="/sign-in/link/")
    await newcomer.goes_to("/demo/mail")
    before = await links.count()
    await newcomer.goes_to("/sign-in")
    await newcomer.page.locator("#f-email").fill(ADDRESS)
    await newcomer.presses("Send me a link")
    await newcomer.reads(newcomer.word("If the address is right, a letter is on its way"))
    for _look in range(100):
        await newcomer.goes_to("/demo/mail")
        if await links.count() > before:
            async with newcomer.page.expect_navigation():
                await links.first.click()
            return
    raise AssertionError("The letter does not come.")

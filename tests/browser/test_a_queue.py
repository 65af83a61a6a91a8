"""Maya decides twenty cases without touching a mouse, and without a reload between them."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.reading import opened

QUEUE = "/desk/moderation"
WAITING = 20


class Keyboard:
    """A page of which every key that is pressed is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    async def press(self, key: str) -> None:
        self.pressed += 1
        await self.page.keyboard.press(key)

    async def write(self, words: str) -> None:
        await self.page.keyboard.type(words)


async def cases(page: Page) -> list[str]:
    found: list[str] = await page.locator("[data-case]").evaluate_all(
        "all => all.map(one => one.dataset.case)"
    )
    return found


async def has_gone(page: Page, ref: str) -> None:
    await expect(page.locator(f'[data-case="{ref}"]')).to_have_count(0)


async def test_twenty_cases_are_decided_by_twenty_nine_keys_at_most(
    browser: Browser, forum_of_its_own: str
):
    async with opened(browser, forum_of_its_own, "maya") as (_context, page, troubles):
        await page.goto(forum_of_its_own + QUEUE)
        await expect(page.locator("[data-hint]")).to_be_visible()
        refs = await cases(page)
        assert len(refs) >= WAITING
        keys = Keyboard(page)
        await page.evaluate("window.sameDocument = true")

        await keys.press("j")
        for _ in range(WAITING - 2):
            ref = await page.evaluate("document.activeElement.dataset.case")
            await keys.press("k")
            await has_gone(page, ref)
        assert await page.evaluate("window.sameDocument")

        expected = 1 + (WAITING - 2)
        for letter, measure in (("h", "hide"), ("h", "hide")):
            ref = await page.evaluate(
                "(document.activeElement.closest('[data-case]') ?? "
                "document.querySelector('[data-case]')).dataset.case"
            )
            await keys.press(letter)
            await page.wait_for_url(f"**/desk/comments/{ref}?measure={measure}")
            expected += 2
            if not await page.locator("[name=rule]:checked").count():
                await expect(page.locator("[name=rule]").first).to_be_focused()
                for key in ("Space", "Tab", "Tab"):
                    await keys.press(key)
                expected += 3
            await expect(page.locator("[name=reason]")).to_be_focused()
            await keys.write("Tidak ada hubungannya dengan rancangan.")
            await keys.press("Control+Enter")
            await page.wait_for_url(f"**{QUEUE}")
            await has_gone(page, ref)

        assert keys.pressed == expected <= 29
        assert not troubles


async def test_touching_the_form_of_a_case_says_who_is_at_it(
    browser: Browser, forum_of_its_own: str
):
    async with opened(browser, forum_of_its_own, "maya", "en") as (_context, page, troubles):
        await page.goto(forum_of_its_own + QUEUE)
        [ref, *_others] = await cases(page)
        await page.goto(f"{forum_of_its_own}/desk/comments/{ref}")
        await page.reload()
        await expect(page.get_by_text("You are at it until")).to_have_count(0)
        async with page.expect_response("**/claim"):
            await page.locator("[name=reason]").fill("Iklan.")
        await page.reload()
        await expect(page.get_by_text("You are at it until")).to_be_visible()
        assert not troubles


async def test_whoever_does_without_the_keys_decides_nothing_by_accident(
    browser: Browser, forum_of_its_own: str
):
    async with opened(browser, forum_of_its_own, "maya") as (_context, page, troubles):
        await page.goto(forum_of_its_own + QUEUE)
        before = await cases(page)
        await page.locator("[data-hint] input").check()
        await page.locator("h1").click()
        await page.keyboard.press("k")
        await page.keyboard.press("h")
        await page.reload()
        assert await cases(page) == before
        await expect(page.locator("[data-hint] input")).to_be_checked()
        assert not troubles


async def test_without_a_script_the_queue_is_forms_and_links(
    browser: Browser, forum_of_its_own: str
):
    async with opened(browser, forum_of_its_own, "maya", java_script_enabled=False) as (
        _,
        page,
        troubles,
    ):
        await page.goto(forum_of_its_own + QUEUE)
        await expect(page.locator("[data-hint]")).to_be_hidden()
        [ref, *_others] = await cases(page)
        button = page.locator(f'[data-case="{ref}"] form button')
        await button.focus()
        await page.keyboard.press("Enter")
        await has_gone(page, ref)
        assert not troubles


pytestmark = pytest.mark.browser

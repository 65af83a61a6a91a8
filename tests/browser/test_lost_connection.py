"""A connection that goes while somebody writes, and a page that is loaded anew: no word is lost."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.reading import UNDER_AXE, obstacles_on, opened

CLAUSE = "/consultations/ktp-el-2026/clauses/3.1"
WORDS = "Tulislah di bukti pengambilan, kapan kartunya jadi."


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_sari_loses_the_connection_and_none_of_her_words(browser: Browser, forum: str):
    async with opened(browser, forum, "sari", **UNDER_AXE) as (context, page, troubles):
        await page.goto(CLAUSE)
        field = page.locator("#write textarea")
        told = page.locator("keep-words")
        await field.fill(WORDS)

        await context.set_offline(True)
        await expect(told).to_have_text("Sambungan terputus. Tulisan Anda tetap di halaman ini.")
        assert not await obstacles_on(page)
        await page.locator("#write").get_by_role("button", name="Kirim").click()
        await expect(told).to_contain_text("belum ada yang terkirim")
        await expect(field).to_have_value(WORDS)

        await context.set_offline(False)
        await expect(told).to_contain_text("Tersambung lagi.")
        await page.locator("#write").get_by_role("button", name="Kirim").click()
        await page.wait_for_url("**/comments/*")
        await expect(page.locator("main")).to_contain_text(WORDS)

        await page.goto(CLAUSE)
        await expect(field).to_have_value("")
        await expect(told).to_have_text("")
    assert not troubles


async def test_what_sari_was_writing_is_there_when_the_page_is_loaded_anew(
    browser: Browser, forum_to_read: str
):
    async with opened(browser, forum_to_read, "sari") as (_context, page, _troubles):
        await page.goto(CLAUSE)
        field = page.locator("#write textarea")
        told = page.locator("keep-words")
        await field.press_sequentially(WORDS)

        await page.goto("/rules")
        await page.goto(CLAUSE)
        await expect(field).to_have_value(WORDS)
        await expect(told).to_have_text("Yang sedang Anda tulis di sini sudah kembali ke formulir.")
        await field.press("End")
        await field.press_sequentially(" Ya")
        await expect(told).to_have_text("")

        await field.fill("")
        await page.reload()
        await expect(field).to_have_value("")


async def test_whoever_comes_after_sari_at_the_same_computer_finds_none_of_her_words(
    browser: Browser, forum_to_read: str
):
    async with opened(browser, forum_to_read, "sari") as (_context, page, _troubles):
        await page.goto(CLAUSE)
        field = page.locator("#write textarea")
        await field.press_sequentially(WORDS)
        await page.goto("/me")
        await page.get_by_role("button", name="Keluar").click()

        await page.goto(CLAUSE)
        await expect(field).to_have_value("")

"""Sari rewrites a clause and reads it before it is sent; Omar takes her words over."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.loop import NAMES
from tests.browser.reading import UNDER_AXE, obstacles_on, opened
from tests.browser.somebody import Somebody

CONSULTATION = "/consultations/ktp-el-2026"
WORDS = "1 hari; paling lama 4 hari kerja sejak berkas dinyatakan lengkap"
WHY = "Empat hari adil bagi semua."
RUNS = [("sqlite", "scripts", "id"), ("sqlite", "no-scripts", "en")]


@pytest.mark.parametrize(("database_kind", "scripts", "language"), RUNS)
async def test_words_are_proposed_read_as_a_redline_and_taken_over(
    browser: Browser, forum: str, language: str, scripts: str
):
    run = scripts == "scripts"
    async with opened(
        browser, forum, "sari", language, java_script_enabled=run, **UNDER_AXE
    ) as hands:
        _context, page, troubles = hands
        sari = Somebody(page, language)
        await sari.goes_to(f"{CONSULTATION}/clauses/3.1")
        await sari.follows("Propose other words for this clause")
        if language != "id":
            await sari.follows("Propose words for the original")
        await sari.writes("Why?", WHY)
        await sari.writes("How the clause should read", WORDS)
        if not run:
            await sari.presses("Show how it will be read")
        drawn = page.locator("#as-read .proposed")
        await expect(drawn.first.locator("ins")).to_have_text("4")
        await expect(drawn.first.locator("del")).to_have_text("5")
        await sari.reads("Joko Prasetyo", "Suparman")
        await expect(drawn).to_have_count(3)
        if run:
            assert await obstacles_on(page) == []
        await sari.presses("Send the proposal")

        await sari.reads(sari.word("Your proposal is public."), WHY)
        await expect(page.locator(".voice-big > .proposed ins")).to_have_text("4")
        await expect(page.locator("#touching .proposed")).to_have_count(2)
        if run:
            assert await obstacles_on(page) == []
        ref = page.url.rpartition("/")[2]

        await sari.goes_to("/demo")
        await sari.presses("Be this person", NAMES["omar"])
        omar = Somebody(page, language)
        await omar.goes_to(f"/desk{CONSULTATION}/responses?label=3.1&pick={ref}")
        await omar.presses("Put these words into the next version", ref)
        await omar.reads(omar.word("These words stand in the next version."))
        await expect(page.get_by_label(omar.word("Decision"))).to_have_value("accepted")
        await omar.goes_to(f"/desk{CONSULTATION}/next")
        await expect(page.locator(".nextlist ins").filter(has_text="4").first).to_be_visible()
    assert not troubles

"""A form that was refused: what is wrong and where, what was typed, and no obstacle in the way."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.reading import UNDER_AXE, obstacles_on, opened

KTP = "consultations/ktp-el-2026"
TOO_LONG = "terlalu panjang, " * 700 + "selesai"
FORMS = [
    pytest.param("sari", f"/{KTP}/clauses/3.1", "text", TOO_LONG, id="a comment"),
    pytest.param("", "/sign-in", "email", "bukan-alamat", id="an address"),
    pytest.param("omar", f"/desk/{KTP}/pause", "reason", "", id="a reason"),
    pytest.param("omar", "/desk/people", "email", "bukan-alamat", id="a role"),
]


@pytest.mark.parametrize(("who", "path", "name", "typed"), FORMS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_what_is_wrong_is_said_where_it_is_wrong(
    browser: Browser, forum_to_read: str, who: str, path: str, name: str, typed: str, scheme: str
):
    async with opened(browser, forum_to_read, who, color_scheme=scheme, **UNDER_AXE) as hands:
        _context, page, _troubles = hands
        await page.goto(path)
        form = page.locator(f"main form:has(#f-{name})")
        await form.locator(f"#f-{name}").fill(typed)
        async with page.expect_navigation():
            await form.locator("button").last.click()

        summary = page.get_by_role("alert")
        await expect(summary).to_be_focused()
        field = page.locator(f"#f-{name}")
        assert await summary.locator(f'a[href="#f-{name}"]').inner_text() in (
            await page.locator(f"#f-{name}-error").inner_text()
        )
        await expect(field).to_have_attribute("aria-invalid", "true")
        await expect(field).to_have_value(typed)
        assert not await obstacles_on(page)

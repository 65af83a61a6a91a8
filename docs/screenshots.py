"""Take the pictures in docs/screenshots/ from the demonstration on day zero."""

from __future__ import annotations

import asyncio
import shutil
import struct
import tempfile
import zlib
from pathlib import Path

from playwright.async_api import async_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.demonstration import Filled, served
from tests.browser.reading import opened

HERE = Path(__file__).with_name("screenshots")
PAGES = {  # who looks, at what
    "home": ("", "/"),
    "consultation": ("", "/consultations/ktp-el-2026"),
    "clause": ("budi", "/consultations/ktp-el-2026/clauses/3.1"),
    "compare": ("", "/standards/ktp-el-baru/compare/1..2"),
    "service": ("", "/services/kartu-keluarga-baru"),
    "agency": ("", "/agencies/disdukcapil"),
    "record": ("", "/record"),
    "journey": ("", "/consultations/kartu-keluarga-2026/responses"),
    "summary": ("", "/consultations/kartu-keluarga-2026/summary"),
    "desk": ("omar", "/desk/consultations/ktp-el-2026/responses"),
}
JOURNEY = "Sari Wulandari"
"""Whose contribution is followed, from what was answered to its own page."""
ANSWERED = "Kalau data sudah di SIAK"
"""What somebody said, whose answer lies open where there is room for it beside the list."""
WINDOWS = {1280: 1100, 390: 1100}
DESK_ALONE = 1088
DARK = ("consultation", "clause")


async def take(forum: str, name: str, width: int, scheme: str) -> None:
    """Take one picture, as tall as the window."""
    who, path = PAGES[name]
    window = {"width": width, "height": WINDOWS[width]}
    chromium = shutil.which("chromium") or "chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        async with opened(browser, forum, who, viewport=window, color_scheme=scheme) as hands:
            _context, page, _troubles = hands
            await page.goto(path)
            if name == "journey":
                await page.get_by_role("link", name=JOURNEY).first.click()
                await page.wait_for_url("**/comments/*")
            if name == "desk" and width > DESK_ALONE:
                await page.get_by_role("link", name=ANSWERED).click()
                await page.get_by_role("combobox").last.select_option(index=2)
            await page.evaluate("document.fonts.ready")
            picture = await page.screenshot(animations="disabled")
        await browser.close()
    (HERE / f"{name}-{width}-{scheme}.png").write_bytes(packed(picture))


def packed(png: bytes) -> bytes:
    """Return the same picture, packed as tightly as can be: browsers pack in a hurry."""
    kept, data, at = [], b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IDAT":
            data += body
        else:
            kept.append((kind, body))
        at += length + 12
    kept.insert(-1, (b"IDAT", zlib.compress(zlib.decompress(data), 9)))
    return png[:8] + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in kept
    )


async def take_all(forum: str) -> None:
    """Take every page at both widths in the light, and a few in the dark."""
    for name in PAGES:
        for width in WINDOWS:
            await take(forum, name, width, "light")
    for name in DARK:
        await take(forum, name, 1280, "dark")


def main() -> None:
    """Fill a demonstration of its own, and take the pictures."""
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, Filled(Path(folder)).held() as filled:
        copy = Path(folder) / "copy"
        with filled.copied(copy) as database_url, served(copy, database_url) as forum:
            asyncio.run(take_all(forum))


if __name__ == "__main__":
    main()

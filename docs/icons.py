"""Draw the icons of the forum and its card: what a link looks like where it is passed on.

Both come from the mark in `static/favicon.svg` and from the fonts and colours of the pages. The
card has no words, so it serves every forum and every language: a promise, a number struck out, and
the better one inserted.
"""

from __future__ import annotations

import asyncio
import shutil
import struct
from base64 import b64encode
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from docs.screenshots import packed
from tests.browser.conftest import ARGUMENTS

STATIC = Path(__file__).resolve().parents[1] / "static"
ICONS = {"favicon": 32, "apple-touch-icon": 180, "icon-192": 192, "icon-512": 512}
MARK = """<path d="M3 9.5h22" stroke-width="2.6" stroke-linecap="square"/>
  <path d="M7.5 24 14 14l6.5 10" stroke-width="3.2"/>"""
GROUND, PAPER, PALE, NILA, WASH = (
    "#eff1f6",
    "#ffffff",
    "#d5d9e2",
    "#32319a",
    "#e8eafb",
)


def icon(side: int) -> str:
    """Return the mark; on a telephone it lies on paper, with room at its edges."""
    if side == ICONS["favicon"]:
        return f'<svg viewBox="0 0 28 28" fill="none" stroke="{NILA}">{MARK}</svg>'
    return f"""<svg viewBox="-9 -10 46 46" fill="none" stroke="{NILA}">
  <rect x="-9" y="-10" width="46" height="46" fill="{PAPER}" stroke="none"/>{MARK}</svg>"""


def card() -> str:
    """Return the card: a sheet of paper on the table, and what people did to it."""
    bars = "".join(
        f'<rect x="{x}" y="{y}" width="{width}" height="16" fill="{PALE}"/>'
        for x, y, width in (
            *((130, 150, 620), (130, 210, 500)),
            *((130, 356, 210), (672, 356, 330)),
            *((130, 500, 560), (130, 560, 400)),
        )
    )
    return f"""<svg viewBox="0 0 1200 630" font-family="Card" font-size="150">
  <rect width="1200" height="630" fill="{GROUND}"/>
  <rect x="60" y="60" width="1080" height="640" fill="{PAPER}" stroke="{PALE}" stroke-width="2"/>
  <rect x="60" y="290" width="8" height="160" fill="{NILA}"/>{bars}
  <text x="372" y="412" fill="#6a7080">14</text>
  <rect x="364" y="360" width="172" height="9" fill="#6a7080"/>
  <rect x="552" y="296" width="92" height="134" fill="{WASH}"/>
  <text x="561" y="412" fill="{NILA}">5</text>
  <rect x="552" y="426" width="92" height="10" fill="{NILA}"/>
  <g fill="none" stroke="{NILA}" transform="translate(965 92) scale(4.6)">{MARK}</g></svg>"""


async def drawn(
    browser: Browser, svg: str, width: int, height: int, *, bare: bool = False
) -> bytes:
    """Return a drawing as a PNG of this many pixels; `bare` lets what lies behind it through."""
    page = await browser.new_page(viewport={"width": width, "height": height})
    font = b64encode((STATIC / "fonts" / "source-serif-4-latin-400-normal.woff2").read_bytes())
    face = f"@font-face {{ font-family: Card; src: url(data:font/woff2;base64,{font.decode()}) }}"
    plain = "body { margin: 0 } svg { display: block }"
    await page.set_content(f"<style>{face} {plain}</style>{svg}")
    await page.evaluate("document.fonts.ready")
    picture = await page.screenshot(omit_background=bare)
    await page.close()
    return packed(picture)


def in_an_ico(png: bytes, side: int) -> bytes:
    """Return the picture in the wrapping that older browsers ask for."""
    head = struct.pack("<3H", 0, 1, 1)
    return head + struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(png), 22) + png


async def draw() -> None:
    """Write them all."""
    chromium = shutil.which("chromium") or "chromium"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, side in ICONS.items():
            png = await drawn(browser, icon(side), side, side, bare=name == "favicon")
            if name == "favicon":
                (STATIC / "favicon.ico").write_bytes(in_an_ico(png, side))
            else:
                (STATIC / f"{name}.png").write_bytes(png)
        (STATIC / "card.png").write_bytes(await drawn(browser, card(), 1200, 630))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(draw())

"""axe over every page: both languages, light and dark, narrow and wide."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import groupby, product

from playwright.async_api import Browser, async_playwright

from bench.pages.tools import chromium
from forum.core.i18n import LANGUAGES
from tests.browser.reading import UNDER_AXE, obstacles_on, opened, too_small, too_wide
from tests.browser.sights import Sight

NARROW, WIDE = 390, 1280
LOOKS = {
    LANGUAGES[0]: (("light", NARROW), ("dark", WIDE)),
    LANGUAGES[1]: (("dark", NARROW), ("light", WIDE)),
}
SHARE = 40
"""So many pages of one person are looked at in one go."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


async def judge(forum: str, sights: Sequence[Sight]) -> int:
    """Print what is in somebody's way, each kind once with a page; return how many times."""
    found: list[tuple[str, str]] = []
    shares = asyncio.Queue[tuple[str, str, list[Sight]]]()
    for (who, mine), language in product(_by_person(sights), LANGUAGES):
        for begin in range(0, len(mine), SHARE):
            shares.put_nowait((who, language, mine[begin : begin + SHARE]))
    async with _browser() as browser, asyncio.TaskGroup() as workers:
        for _worker in range(os.cpu_count() or 1):
            workers.create_task(_work(browser, forum, shares, found))
    counted = Counter(obstacle for _where, obstacle in found)
    for obstacle, times in counted.most_common():
        where = next(where for where, other in found if other == obstacle)
        print(f"  {times} times: {obstacle}\n    {where}")
    looks = sum(len(looks) for looks in LOOKS.values())
    print(f"axe: {len(sights)} pages, {looks} looks at each, {len(found)} violations")
    return len(found)


async def _work(
    browser: Browser,
    forum: str,
    shares: asyncio.Queue[tuple[str, str, list[Sight]]],
    found: list[tuple[str, str]],
) -> None:
    while not shares.empty():
        who, language, mine = shares.get_nowait()
        async with opened(browser, forum, who, language, **UNDER_AXE) as (_context, page, troubles):
            for sight in mine:
                await page.goto(sight.path)
                for light, width in LOOKS[language]:
                    await page.set_viewport_size({"width": width, "height": 900})
                    await page.emulate_media(color_scheme=light)
                    where = f"{sight.path} ({who or 'visitor'}, {language}, {light}, {width})"
                    found += [(where, obstacle) for obstacle in await obstacles_on(page)]
                    found += [
                        (where, f"Too small to press: {one}") for one in await too_small(page)
                    ]
                if wide := await too_wide(page):
                    found.append((f"{sight.path} ({who}, {language})", f"Too wide: {wide}"))
            found += [(trouble, "Trouble behind a page") for trouble in troubles]


def _by_person(sights: Sequence[Sight]) -> list[tuple[str, list[Sight]]]:
    return [(who, list(mine)) for who, mine in groupby(sights, key=lambda sight: sight.who)]


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        await browser.close()

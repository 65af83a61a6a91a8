"""The short ways through the forum without a mouse; the long one is told in test_the_whole_loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, expect

from tests.browser.reading import opened
from tests.browser.somebody import SomebodyWithoutAMouse

KTP = "/consultations/ktp-el-2026"
CLAUSE = f"{KTP}/clauses/3.1"
SENTENCE = "paling lama 5 hari kerja sejak berkas dinyatakan lengkap"
SAYS = "Sebaiknya dihitung sejak loket menerima berkas, bukan sejak diperiksa."
REPLIES = "Saya setuju, di pulau kami juga begitu."


async def speaks_about_one_sentence(sari: SomebodyWithoutAMouse) -> None:
    await sari.goes_to(CLAUSE)
    await sari.ticks("A comment")
    await sari.picks("Which words?", SENTENCE)
    await sari.writes("What should change, and why?", SAYS)
    await sari.presses("Send")
    await sari.reads(sari.word("Your comment is public."), SAYS, SENTENCE)


async def replies(budi: SomebodyWithoutAMouse) -> None:
    await budi.goes_to(f"{KTP}/contributions")
    await budi._go(budi.page.locator("main article.voice a:has(time)").first)
    await budi.opens("Reply")
    await budi.writes("Your reply", REPLIES)
    await budi.presses("Send")
    await budi.reads(budi.word("Your reply is public."), REPLIES)


async def follows_and_stops(sari: SomebodyWithoutAMouse) -> None:
    await sari.goes_to("/services/ktp-el-baru")
    name = await sari.page.locator("h1").inner_text()
    await sari.presses("Follow", name)
    await sari.presses("Following: stop", name)
    follow = sari.page.get_by_role("button", name=sari.word("Follow"))
    await expect(follow.first).to_be_visible()


async def seeks_and_finds(rina: SomebodyWithoutAMouse) -> None:
    await rina.goes_to("/")
    field = rina.page.locator("main input[type=search]")
    await rina._write(field, "fotokopi")
    await rina._go(rina.page.locator("main .search button"))
    await rina.reads("fotokopi")
    await expect(rina.page.locator("main .hit").first).to_be_visible()


Way = Callable[[SomebodyWithoutAMouse], Awaitable[None]]
WAYS: dict[str, tuple[Way, ...]] = {
    "sari": (speaks_about_one_sentence, follows_and_stops),
    "budi": (replies,),
    "": (seeks_and_finds,),
}


async def test_what_citizens_do_most_needs_no_mouse(browser: Browser, forum_of_its_own: str):
    for who, ways in WAYS.items():
        async with opened(browser, forum_of_its_own, who) as (_context, page, troubles):
            for way in ways:
                await way(SomebodyWithoutAMouse(page, "id"))
        assert not troubles


PAGES = [
    pytest.param("", "/", id="home"),
    pytest.param("sari", CLAUSE, id="a clause"),
    pytest.param("sari", "/sessions/KTP482", id="a session"),
    pytest.param("omar", "/desk/consultations/ktp-el-2026/responses", id="the desk"),
]
WALKED = """() => {
  const one = document.activeElement
  if (!one || one === document.body) return null
  const all = [...document.querySelectorAll("*")]
  const box = one.getBoundingClientRect()
  const style = getComputedStyle(one)
  return {
    place: all.indexOf(one),
    name: `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}`,
    shows: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  }
}"""


@pytest.mark.parametrize(("who", "path"), PAGES)
async def test_tab_walks_down_the_page_and_out_of_it_and_always_shows_where_it_is(
    browser: Browser, forum_to_read: str, who: str, path: str
):
    async with opened(browser, forum_to_read, who) as (_context, page, _troubles):
        await page.goto(path)
        last = -1
        for _step in range(600):
            await page.keyboard.press("Tab")
            now = await page.evaluate(WALKED)
            if now is None:
                break
            assert now["place"] > last, f"Tab goes back up, to {now['name']}"
            assert now["shows"], f"Nothing shows that this has the focus: {now['name']}"
            assert now["seen"], f"What has the focus is out of sight: {now['name']}"
            last = now["place"]
        else:
            raise AssertionError("Tab does not come to an end.")
        assert last > 0


@pytest.mark.parametrize(("who", "path"), PAGES)
async def test_the_first_step_offers_to_skip_what_is_on_every_page(
    browser: Browser, forum_to_read: str, who: str, path: str
):
    async with opened(browser, forum_to_read, who) as (_context, page, _troubles):
        await page.goto(path)
        await page.keyboard.press("Tab")
        skip = page.locator(".skip")
        await expect(skip).to_be_focused()
        await expect(skip).to_be_in_viewport()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('main') !== null")

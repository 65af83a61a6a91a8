"""A browser in somebody's hands, and what goes wrong in it behind the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.sights import FROM_OURSELVES, address_of

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
UNDER_AXE = {"reduced_motion": "reduce"}
"""How a page is opened for axe, which waits for no colour to change."""


@asynccontextmanager
async def opened(
    browser: Browser, forum: str, who: str = "", language: str = "id", **more: Any
) -> AsyncIterator[tuple[BrowserContext, Page, list[str]]]:
    """Give a page in the hands of this person, and the list to which its troubles are added."""
    context = await browser.new_context(base_url=forum, locale=language, **more)
    context.set_default_timeout(15_000)
    await speak(context, forum, language)
    if who:
        form = {"email": address_of(who)}
        await context.request.post("/demo/sign-in", form=form, headers=FROM_OURSELVES)
    page = await context.new_page()
    troubles: list[str] = []
    listen(page, troubles)
    yield context, page, troubles
    await context.close()


async def speak(context: BrowserContext, forum: str, language: str) -> None:
    """Choose a language, as its button in the head of every page does."""
    await context.add_cookies([{"name": "language", "value": language, "url": forum}])


GIVEN_UP = "net::ERR_ABORTED"
"""The reader went on before it was there."""


def listen(page: Page, troubles: list[str]) -> None:
    """Note what the console says, a script that fails and a request that is not answered.

    That a page itself says no is no trouble: tests look at that by what the page says.
    """

    def said(message: ConsoleMessage) -> None:
        of_the_page = message.text.startswith("Failed to load resource") and (
            message.location.get("url") == page.url
        )
        if message.type in ("error", "warning") and not of_the_page:
            troubles.append(f"{page.url}: {message.text}")

    def failed(request: Request) -> None:
        if request.failure == GIVEN_UP:
            return
        troubles.append(f"{page.url}: {request.url}: {request.failure}")

    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("requestfailed", failed)


async def obstacles_on(page: Page) -> list[str]:
    """Return what axe finds on the page that is open, by WCAG 2.2 A and AA and good practice."""
    only = {"type": "tag", "values": STANDARDS}
    rules = {"target-size": {"enabled": True}}
    options = {"resultTypes": ["violations"], "runOnly": only, "rules": rules}
    axe = Axe("") if await page.evaluate("'axe' in window") else Axe()
    results = await axe.run(page, options=options)
    return [
        f"{violation['id']}: {violation['help']}: "
        + " | ".join(node["html"][:160] for node in violation["nodes"][:4])
        for violation in results.response["violations"]
    ]


TO_PRESS = "a[href], button, input:not([type=hidden]), select, textarea, summary"
SMALL = """(list) => [...document.querySelectorAll(list)].filter((one) => {
  const thing = one.matches("[type=radio], [type=checkbox]") && one.closest("label") || one
  const { width, height } = thing.getBoundingClientRect()
  const words = (some) => some.textContent.replace(/[\\s.,;:()]/g, "")
  const style = getComputedStyle(one)
  const in_text = style.display === "inline" && words(one) !== words(one.parentElement)
  const unseen = !width || !height || style.visibility !== "visible" || one.closest(".vh, .skip")
  return !in_text && !unseen && Math.min(width, height) < 23.9
}).map((one) => {
  const { width, height } = one.getBoundingClientRect()
  const named = (some) => `${some.tagName}.${some.className}`
  const words = one.textContent.trim().slice(0, 30)
  const size = `${Math.round(width)} by ${height.toFixed(1)}`
  return `${named(one.parentElement)} > ${named(one)} “${words}” ${size}`
})"""


async def too_small(page: Page) -> list[str]:
    """Return what can be pressed and is smaller than 24 by 24 pixels (WCAG 2.5.8).

    Links within a sentence may be as high as the line.
    """
    return [str(one) for one in await page.evaluate(SMALL, TO_PRESS)]


SMALLEST = 320
WIDER = """(most) => {
  const page = document.documentElement
  if (page.scrollWidth <= most) return ""
  const all = [...document.querySelectorAll("body *")]
  const wide = all.filter((one) => one.getBoundingClientRect().right > most + 1)
  return page.scrollWidth + ": " + wide.slice(0, 5).map((one) => {
    const words = one.textContent.trim().slice(0, 30)
    return `${one.tagName.toLowerCase()}.${one.className} “${words}”`
  }).join(", ")
}"""


async def too_wide(page: Page) -> str:
    """Make the window that of a small telephone, and return what does not fit into it."""
    await page.set_viewport_size({"width": SMALLEST, "height": 640})
    return str(await page.evaluate(WIDER, SMALLEST))

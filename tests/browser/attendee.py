"""Somebody who takes part in a session: with a script, so that the page goes on, or without."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from tests.browser.somebody import Somebody

PACE = "(pause) => performance.now() - (window.pressed ?? -pause) > pause"
NERVOUS = 720
"""Milliseconds in which a second press on the chair's button is taken for a slip."""


class Attendee(Somebody):
    """Without a script: each press is a page, and what others did is seen by looking again."""

    async def looks_again(self) -> None:
        await self.follows("Refresh")

    async def chooses(self, label: str) -> None:
        """Mark one answer of a form."""
        await self._tick(self._labelled(label))

    async def shows_what_is_new(self) -> None:
        """Nothing waits where the page was drawn a moment ago."""

    async def reads_above(self, sentence: str, seconds: float = 5) -> None:
        """Read it in the bar above the page, which says how the connection stands."""
        connection = self.page.locator("[data-connection]").first
        await expect(connection).to_have_text(self.word(sentence), timeout=1_000 * seconds)


class Wall(Attendee):
    """The screen of the hall: nobody presses anything on it, it looks again by itself."""

    async def looks_again(self) -> None:
        await self.page.reload()


class LiveAttendee(Attendee):
    """With a script: whatever is pressed, the page stays."""

    async def looks_again(self) -> None:
        """Nobody needs to."""

    async def presses(self, button: str, about: str = "", within: Locator | None = None) -> None:
        await self._use(self._named("button", button, about, within))

    async def shows_what_is_new(self) -> None:
        """Press "2 new: show" above the queue, if it was read while it grew."""
        for new in await self.page.locator(".show-new:visible").all():
            await new.click()


class Chair(LiveAttendee):
    """With a script, and not faster than the run sheet allows."""

    async def presses(self, button: str, about: str = "", within: Locator | None = None) -> None:
        there = self._named("button", button, about, within)
        nervous = await there.get_attribute("data-key")
        if nervous:
            await self.page.wait_for_function(PACE, arg=NERVOUS)
        await self._use(there)
        if nervous:
            await self.page.evaluate("window.pressed = performance.now()")

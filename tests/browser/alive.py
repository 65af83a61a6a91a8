"""What only a page that goes on by itself can do: chapters of the evening that need a script."""

from __future__ import annotations

import re
from itertools import pairwise

from playwright.async_api import Locator, expect

from forum.access.policy import ROLE_WORDS, Role
from tests.browser.attendee import Attendee
from tests.browser.evening import (
    ROOM,
    RUN_SHEET,
    STRAW,
    Evening,
    option,
    place,
    reads_that_it_is_stored,
    the_vote_closes,
    too_late,
)
from tests.browser.loop import HIDDEN_BECAUSE, NAMES, rule
from tests.browser.reading import obstacles_on, too_wide
from tests.browser.telephone import Telephone

OMAR_SAYS = "Hari Sabtu loket buka juga."
OMAR_ASKS_AGAIN = "Apakah loket buka di hari libur?"
BUDI_ASKS = "Bagaimana dengan warga pulau?"
PAUSE = 3_900
"""Milliseconds that a screen reader is left in peace, and a little less than the page means to."""

EAR = """() => {
  window.heard = []
  const ear = new MutationObserver(() => window.heard.push([performance.now(), place.textContent]))
  const place = document.querySelector("[data-aloud]")
  ear.observe(place, { childList: true, characterData: true, subtree: true })
}"""
EYE = """() => {
  window.moving = []
  const look = () => window.moving.push(document.getAnimations().length)
  const eye = new MutationObserver(() => requestAnimationFrame(look))
  const all = { attributes: true, childList: true, subtree: true }
  eye.observe(document.querySelector("live-room"), all)
}"""


async def in_one_moment(one: Attendee, *presses: Locator) -> None:
    """Press one after the other before any answer can come."""
    things = [await thing.element_handle() for thing in presses]
    await one.page.evaluate("(things) => things.forEach((one) => one.click())", things)


def option_button(one: Attendee, answer: str) -> Locator:
    """Return the button with which this is answered in one tap."""
    return one.page.get_by_role("button", name=re.compile(f"^{option(one, answer)}"))


async def people_listen_and_watch(evening: Evening) -> None:
    """Sari has a screen reader, and whoever looks at the wall cannot bear what moves."""
    await evening.sari.page.evaluate(EAR)
    await evening.wall.page.evaluate(EYE)


async def nobody_is_in_the_way(evening: Evening) -> None:
    """axe finds nothing in the room, on the wall and on the run sheet, in the middle of a poll.

    Nothing is wider than a small telephone either.
    """
    found = []
    for one in (evening.sari, evening.wall, evening.maya):
        found += [f"{one.page.url}: {obstacle}" for obstacle in await obstacles_on(one.page)]
        window = one.page.viewport_size
        if wide := await too_wide(one.page):
            found.append(f"{one.page.url} is wider than the window: {wide}")
        if window is not None:
            await one.page.set_viewport_size(window)
    assert not found, "\n".join(found)


async def many_votes_arrive(evening: Evening) -> None:
    """The numbers change on every page; of two answers tapped in one moment the last one counts."""
    sari, budi, omar = evening.sari, evening.budi, evening.omar
    for number in range(10):
        pressed = option_button(budi, ("Agree", "Unsure")[number % 2])
        await pressed.click()
        await expect(pressed).to_have_attribute("aria-pressed", "true")
    taps = [option_button(budi, answer) for answer in ("Disagree", "Unsure", "Agree")]
    await in_one_moment(budi, *taps)
    await expect(taps[-1]).to_have_attribute("aria-pressed", "true")
    await omar.writes("Ask a question", OMAR_SAYS)
    await omar.presses("Send as a remark")
    await evening.maya.presses(evening.maya.word("%(num)s min", num=1))
    await evening.maya.presses("Stop the clock")
    await evening.rina.reads(OMAR_SAYS)
    await sari.reads(place(sari, 1, "by the time it came"))


async def a_remark_is_hidden(evening: Evening) -> None:
    """Maya hides it from another window; Omar is told as long as it is, and reads why."""
    maya, omar, rina = evening.maya, evening.omar, evening.rina
    told = omar.page.locator("[data-hidden]")
    await _hides_what_omar_said(maya)
    await expect(told).to_contain_text(omar.word("A moderator has hidden something you wrote."))
    await expect(told).to_be_visible()
    await rina.does_not_read(OMAR_SAYS)
    await maya.presses("Show", NAMES["omar"])
    await rina.reads(OMAR_SAYS)
    await expect(told).to_be_hidden()
    await _hides_what_omar_said(maya)
    await rina.does_not_read(OMAR_SAYS)
    await expect(told).to_be_visible()
    await omar.follows("Load the page anew to read why.")
    await omar.reads(omar.word("A moderator hid it: %(reason)s", reason=HIDDEN_BECAUSE))
    await omar.reads_above("Connected")
    await expect(told).to_be_hidden()


async def _hides_what_omar_said(maya: Attendee) -> None:
    window = Attendee(await maya.page.context.new_page(), maya.language)
    await window.goes_to(RUN_SHEET)
    await window.follows("Hide or mute", NAMES["omar"])
    await window.ticks(rule(1, window.language))
    await window.writes("Reason for the author", HIDDEN_BECAUSE)
    await window.presses("Hide it")
    await window.page.close()


async def the_line_is_lost_and_mended(evening: Evening, telephone: Telephone) -> None:
    """Sari reads what she cannot know just now; her vote waits, and then it counts, once."""
    sari, budi, wall = evening.sari, evening.budi, evening.wall
    telephone.cut()
    await sari.page.context.set_offline(True)
    await sari.reads_above("Connection lost, connecting again")
    await sari.presses(option(sari, "Unsure"))
    await budi.writes("Ask a question", BUDI_ASKS)
    await budi.presses("Send question")
    await budi.reads(BUDI_ASKS)
    await sari.reads(sari.word("Not sent yet: there is no connection. What you wrote stays here."))
    await sari.does_not_read(BUDI_ASKS)
    telephone.mend()
    await sari.page.context.set_offline(False)
    await sari.reads_above("Connected")
    await reads_that_it_is_stored(sari, "Unsure")
    await sari.shows_what_is_new()
    await sari.reads(BUDI_ASKS)
    await wall.reads(wall.word("%(cast)s answered.", cast=2))


async def no_socket_gets_through(evening: Evening, telephone: Telephone) -> None:
    """Budi's vote goes as any form would, though the page was drawn anew while it waited."""
    budi, omar = evening.budi, evening.omar
    telephone.cut()
    await budi.reads_above("Connection lost, connecting again")
    await budi.presses(option(budi, "Disagree"))
    await omar.writes("Ask a question", OMAR_ASKS_AGAIN)
    await omar.presses("Send question")
    await omar.presses("Withdraw", within=omar.about(OMAR_ASKS_AGAIN))
    await omar.does_not_read(OMAR_ASKS_AGAIN)
    telephone.let_pages_through()
    await expect(budi.page).to_have_url(re.compile("/polls/"), timeout=30_000)
    await reads_that_it_is_stored(budi, "Disagree")
    telephone.mend()
    await budi.goes_to(ROOM)
    await budi.reads_above("Connected")


async def somebody_thinks_again(evening: Evening) -> None:
    """Sari chooses something else before her vote is answered: it stays chosen, not yet sent."""
    sari = evening.sari
    agree = sari.page.get_by_label(option(sari, "Agree"), exact=True)
    await sari.chooses(option(sari, "Disagree"))
    await sari.presses("Check my vote")
    sends = sari.page.get_by_role("button", name=sari.word("Yes, send my vote"))
    await in_one_moment(sari, sends, agree)
    await reads_that_it_is_stored(sari, "Disagree")
    await expect(agree).to_be_checked()
    await sari.presses("Check my vote")
    await sari.presses("Yes, send my vote")
    await reads_that_it_is_stored(sari, "Agree")


async def a_vote_comes_too_late(evening: Evening, telephone: Telephone) -> None:
    """The line is lost while she votes, and the poll is closed before it is mended.

    The longer it was lost, the longer a page waits before it tries again.
    """
    sari = evening.sari
    telephone.cut()
    await sari.reads_above("Connection lost, connecting again")
    await sari.chooses(option(sari, "Disagree"))
    await sari.presses("Check my vote")
    await sari.presses("Yes, send my vote")
    await the_vote_closes(evening)
    telephone.mend()
    await sari.reads_above("Connected", seconds=20)
    await sari.reads(*too_late(sari, "Your last vote was counted."))


async def somebody_signs_out_elsewhere(evening: Evening) -> None:
    """Budi signs out in another window; the room, which is still open, says so at once."""
    budi = evening.budi
    window = Attendee(await budi.page.context.new_page(), budi.language)
    await window.goes_to("/me")
    await window.presses("Sign out")
    await budi.reads_above("Signed out. Open this page again to go on")
    await budi.goes_to(ROOM)
    await budi.reads_above("Connected")
    await budi.reads(budi.word("Sign in"))


async def the_chair_loses_the_role(evening: Evening) -> None:
    """Omar, who owns the consultation, takes her roles away while she has the run sheet open."""
    omar, maya = evening.omar, evening.maya
    await maya.goes_to(RUN_SHEET)
    await maya.reads_above("Connected")
    await omar.goes_to("/desk/people")
    for role in (Role.MODERATOR, Role.CHAIR):
        await Attendee.presses(omar, "Take away", f"{omar.word(ROLE_WORDS[role])}, {NAMES['maya']}")
    await maya.reads_above("Signed out, or without the role. Open this page again")


async def what_was_heard_and_seen(evening: Evening) -> None:
    """Sentences, politely, with time to listen to each; nothing on the wall moved but the numbers.

    Neither page was loaded anew, or it would remember nothing.
    """
    await expect(evening.sari.page.locator("[data-aloud]")).to_have_attribute("role", "status")
    await expect(evening.sari.page.locator("[role=alert], [aria-live=assertive]")).to_have_count(0)
    heard = await evening.sari.page.evaluate("window.heard")
    times = [at for at, _words in heard]
    assert all(later - earlier > PAUSE for earlier, later in pairwise(times)), heard
    assert all(words.endswith((".", "?")) for _at, words in heard), heard
    answered = evening.sari.word("%(cast)s answered.", cast="").strip()
    assert not any(answered in words or "%" in words for _at, words in heard), heard
    counts = [rf"\d+ {option(evening.sari, one)}" for one in ("Agree", "Disagree", "Unsure")]
    assert not any(re.search("|".join(counts), words, re.I) for _at, words in heard), heard
    asked = STRAW.question[evening.sari.language]
    assert any(asked in words for _at, words in heard), heard
    moving = await evening.wall.page.evaluate("window.moving")
    assert moving
    assert not any(moving)

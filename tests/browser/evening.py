"""The evening of a session, chapter by chapter, as five people and the wall of the hall live it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from playwright.async_api import expect

from forum.accounts.models import Person
from forum.accounts.queries import actor_for
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.database.config import open_database
from forum.demo.play import BEGINNING, set_clock
from forum.sessions.rules import STEP_WORDS, Step
from forum.voting.plans import PollPlan
from tests.browser.attendee import Attendee
from tests.browser.loop import NAMES
from tests.browser.sights import address_of
from tests.meeting import agenda_for, announced_session, formal_vote, straw_poll

CODE = "SRE248"
ROOM, RUN_SHEET = f"/sessions/{CODE}", f"/desk/sessions/{CODE}"
STRAW = straw_poll()
VOTE = formal_vote(
    question={
        "id": "Apakah forum mengusulkan paling lama 5 hari kerja?",
        "en": "Does the forum propose at most 5 working days?",
    }
)
OMAR_ASKS = "Siapa yang menunggu paling lama di loket?"
SARI_ASKS = "Dihitung sejak kapan lima hari itu?"
RECEIPT = re.compile(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}")
OUTCOME = "Paling lama 5 hari kerja sejak berkas lengkap."


@dataclass(frozen=True)
class Evening:
    """Who came. Rina reads from home and has not signed in; the wall is nobody."""

    sari: Attendee
    budi: Attendee
    maya: Attendee
    omar: Attendee
    rina: Attendee
    wall: Attendee

    @property
    def everybody(self) -> list[Attendee]:
        return [self.sari, self.budi, self.omar, self.rina, self.wall]


async def plan_the_evening(database_url: str) -> None:
    """Announce, in Omar's name, a session about one clause, with every step there is."""
    async with open_database(database_url):
        before = clock.ahead()
        set_clock(BEGINNING)
        omar = await actor_for(await Person.get(email=address_of("omar")))
        consultation = await find_consultation("ktp-el-2026")
        item = (await agenda_for(consultation))[1]
        agenda = (replace(item, straw=STRAW, vote=VOTE),)
        await announced_session(omar, consultation, code=CODE, agenda=agenda)
        clock.set_ahead(before)


async def the_doors_open(evening: Evening) -> None:
    maya, wall = evening.maya, evening.wall
    await maya.goes_to(RUN_SHEET)
    await maya.presses("Take the chair")
    await maya.reads(maya.word("%(name)s holds the chair.", name=NAMES["maya"]))
    await maya.presses("Open the doors")
    await maya.reads(maya.word("Begin the session"))
    await wall.goes_to(f"{ROOM}/screen")
    await wall.reads(
        wall.word("Join from your telephone now: open the address below and check in."),
        f"{CODE[:3]} {CODE[3:]}",
    )


async def people_come_in(evening: Evening) -> None:
    """By the code as it is typed, or by the short address on the wall."""
    sari, rina, maya = evening.sari, evening.rina, evening.maya
    await sari.goes_to("/sessions")
    await sari.writes("Code of a session", f"{CODE[:3]} {CODE[3:]}".lower())
    await sari.presses("Join")
    await evening.budi.goes_to(f"/s/{CODE}")
    await evening.omar.goes_to(f"/s/{CODE.lower()}")
    for one, where in (
        (sari, "In the hall"),
        (evening.budi, "Somewhere else"),
        (evening.omar, "In the hall"),
    ):
        await one.reads(one.word("The doors are open"))
        await one.chooses(where)
        await one.chooses("Yes")
        await one.presses("Check in")
        await one.reads(one.word("You are checked in. Change what you said"))
    await rina.goes_to(ROOM)
    await rina.reads(
        rina.word(
            "You can read everything here. To vote, ask or speak, sign in; then you come back here."
        )
    )
    await maya.looks_again()
    await maya.reads(f"3 {maya.word('checked in')}")
    await maya.does_not_read(f"0 {maya.word('of them in the hall')}")


async def the_clause_is_read_out(evening: Evening) -> None:
    maya = evening.maya
    await maya.presses("Begin the session")
    title = {"id": "Jangka waktu", "en": "Time limit"}[maya.language]
    await maya.presses(maya.word("Next item: %(item)s", item=f"3.1, {title}"))
    for one in evening.everybody:
        await one.looks_again()
        await one.reads(one.word("The clause is read out"))


async def questions_are_asked(evening: Evening) -> None:
    """Omar was first, but Sari's question is supported; the page says that this is why."""
    sari, budi, omar, maya = evening.sari, evening.budi, evening.omar, evening.maya
    await goes_on(maya, Step.QUESTIONS)
    for one, text in ((omar, OMAR_ASKS), (sari, SARI_ASKS)):
        await one.looks_again()
        await one.writes("Ask a question", text)
        await one.presses("Send question")
        await one.reads(text, one.word("that is you"))
    await sari.reads(place(sari, 2, "by the time it came"))
    await budi.looks_again()
    await budi.shows_what_is_new()
    await budi.presses("Support", NAMES["sari"])
    await budi.reads(f"1 {budi.word('support')}")
    await sari.looks_again()
    await sari.reads(place(sari, 1, "by support"))

    await maya.looks_again()
    await maya.presses("Give the floor", NAMES["sari"])
    await maya.reads(maya.word("Thank the speaker"))
    await evening.wall.looks_again()
    await evening.wall.reads(evening.wall.word("Has the floor:"), NAMES["sari"])
    await maya.presses("Thank the speaker")
    await maya.reads(maya.word("Nobody has the floor."))
    await maya.presses("Answered", NAMES["omar"])
    await maya.does_not_read(OMAR_ASKS)


async def hands_are_raised(evening: Evening) -> None:
    """Sari was quicker, but Budi has not spoken yet."""
    sari, budi, maya = evening.sari, evening.budi, evening.maya
    await goes_on(maya, Step.SPEAKERS)
    for one, stance in ((sari, "For it"), (budi, "Against it")):
        await one.looks_again()
        await one.reads(one.word("Raise your hand below if you want to speak."))
        await one.chooses(stance)
        await one.presses("Raise my hand")
        await one.reads(one.word("that is you"))
    await budi.reads(place(budi, 1, "speaks for the first time"))
    await sari.looks_again()
    await sari.reads(place(sari, 2, "by the time it came"))
    await maya.looks_again()
    await maya.presses("Give the floor", NAMES["budi"])
    for one in evening.everybody:
        await one.looks_again()
        await one.reads(NAMES["budi"])
    await maya.presses("Thank the speaker")


async def the_mood_is_taken(evening: Evening) -> None:
    """One tap is a vote in a straw poll, and the wall counts along."""
    sari, budi, maya, wall = evening.sari, evening.budi, evening.maya, evening.wall
    await goes_on(maya, Step.STRAW)
    await maya.presses("Open the straw poll")
    await maya.reads(maya.word("Close the straw poll"))
    await reads_question(evening, STRAW)
    for number, (one, answer) in enumerate(((sari, "Agree"), (budi, "Disagree")), 1):
        await one.presses(option(one, answer))
        await reads_that_it_is_stored(one, answer)
        await wall.looks_again()
        await wall.reads(wall.word("%(cast)s answered.", cast=number))
    await wall.reads("50%")
    await evening.rina.reads(evening.rina.word("Sign in to vote"))


async def the_mood_is_known(evening: Evening) -> None:
    await evening.maya.presses("Close the straw poll")
    for one in evening.everybody[:-1]:
        await one.looks_again()
        await one.reads(one.word("The straw poll is closed"))
    await evening.wall.looks_again()
    await evening.wall.reads(evening.wall.word("Straw poll, closed"))


async def a_formal_vote_is_confirmed(evening: Evening) -> None:
    """Whoever votes reads it once more before it counts; whoever chairs does not vote."""
    maya, wall = evening.maya, evening.wall
    await goes_on(maya, Step.VOTE)
    await maya.presses("Open the formal vote")
    await maya.reads(maya.word("Close the formal vote"))
    await reads_question(evening, VOTE)
    room = Attendee(await maya.page.context.new_page(), maya.language)
    await room.goes_to(ROOM)
    await room.reads(room.word("Whoever chairs does not vote."))
    await room.does_not_read(room.word("Check my vote"))
    await room.page.close()
    for number, one in enumerate((evening.sari, evening.budi), 1):
        await one.chooses(option(one, "Agree"))
        await one.presses("Check my vote")
        await one.reads(option(one, "Agree"))
        await one.presses("Yes, send my vote")
        await reads_that_it_is_stored(one, "Agree")
        await wall.looks_again()
        await wall.reads(wall.word("%(cast)s of %(num)s answered.", cast=number, num=3))
    await wall.does_not_read("100%")


async def a_vote_comes_too_late(evening: Evening) -> None:
    """Omar has the form before him when the poll is closed."""
    omar = evening.omar
    await omar.chooses(option(omar, "Disagree"))
    await the_vote_closes(evening)
    await omar.presses("Check my vote")
    await omar.reads(*too_late(omar, "Your vote came too late to be counted."))
    await omar.goes_to(ROOM)


async def the_vote_closes(evening: Evening) -> None:
    await evening.maya.presses("Close the formal vote")
    await evening.maya.reads(evening.maya.word("Carried."))


async def the_vote_is_counted(evening: Evening) -> None:
    sari, wall = evening.sari, evening.wall
    await wall.looks_again()
    await wall.reads(wall.word("Formal vote, closed"), "100%", wall.word("Carried."))
    await sari.looks_again()
    await sari.reads(sari.word("The formal vote is closed"), sari.word("Carried."))


async def everybody_goes_home(evening: Evening) -> None:
    """The outcome stands on the wall, the minutes tell those who were there what they may do."""
    sari, maya, wall = evening.sari, evening.maya, evening.wall
    await goes_on(maya, Step.OUTCOME)
    await maya.writes("The outcome in one sentence", OUTCOME)
    await maya.presses("Record the outcome")
    await wall.looks_again()
    await wall.reads(OUTCOME)
    await maya.presses("End the session")
    for one in evening.everybody:
        await one.looks_again()
        await one.reads(one.word("The session has ended"))
    await maya.follows("Go to the minutes")
    await Attendee.presses(maya, "Open them for correction")
    await sari.looks_again()
    await sari.follows("Read the minutes")
    await sari.reads(OUTCOME, NAMES["sari"], VOTE.question[sari.language])


async def a_citizen_finds_the_own_vote(evening: Evening) -> None:
    """By the receipt, in the list of all votes, and in the public record."""
    sari = evening.sari
    await sari.goes_to(ROOM)
    results = sari.page.locator(".result").filter(has_text=VOTE.question[sari.language])
    await sari.follows("How it was counted", within=results)
    await reads_that_it_is_stored(sari, "Agree")
    await sari.reads(sari.word("Your own line in the file of ballots:"))
    receipt = sari.page.locator("[data-receipt]").get_by_role("link")
    await sari.follows(await receipt.inner_text())
    await sari.reads(sari.word("A vote was stored and stands in the public record."))


async def goes_on(maya: Attendee, step: Step) -> None:
    """Press the one button, which says to which step it goes."""
    await maya.presses(maya.word("Go on: %(step)s", step=maya.word(STEP_WORDS[step])))


async def reads_question(evening: Evening, poll: PollPlan) -> None:
    for one in evening.everybody:
        await one.looks_again()
        await one.reads(poll.question[one.language])


async def reads_that_it_is_stored(one: Attendee, answer: str) -> None:
    """With the receipt, by which the vote can be found again."""
    await one.reads(f"{one.word('Your vote is stored:')} {option(one, answer)}")
    await expect(one.page.locator("[data-receipt] code")).to_have_text(RECEIPT)


def option(one: Attendee, answer: str) -> str:
    """Return an answer of the polls in the language of whoever reads it."""
    words = [option["words"] for option in STRAW.options]
    return next(known[one.language] for known in words if known["en"] == answer)


def too_late(one: Attendee, counted: str) -> list[str]:
    """Return what somebody reads whose vote came after the end, before and after the hour."""
    sentence = f"This poll closed at %(hour)s. {counted}"
    return one.word(sentence).split("%(hour)s")


def place(one: Attendee, number: int, why: str) -> str:
    """Return the sentence that says where one stands in the queue, and why."""
    told = one.word("You are number {n} in the queue").replace("{n}", str(number))
    return f"{told}: {one.word(why)}"

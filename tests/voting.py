"""Polls for tests, built through actions: planned, opened, voted in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from tortoise.connection import get_connection

from forum.access.policy import Actor, Role
from forum.catalogue.models import Agency
from forum.consultations.models import Consultation
from forum.core.ids import new_ref
from forum.voting.actions import open_poll, plan_poll
from forum.voting.ballot_box import Cast, Vote, ballot_box
from forum.voting.models import Poll
from forum.voting.plans import Option, PollPlan, consent_options, stance_options
from forum.voting.rules import Electorate, Kind, Majority, Method, Results, Secrecy
from tests.people import person
from tests.world import open_consultation

QUESTION = {"id": "Apakah 5 hari kerja cukup?", "en": "Are 5 working days enough?"}
A_SESSION = "sess222222"
MADE = ("session_ref", "item_ref", "lineage", "rehearsal")

STRAW = PollPlan(question=QUESTION, options=stance_options())
FORMAL = replace(STRAW, kind=Kind.FORMAL, majority=Majority.SIMPLE)
SECRET = replace(STRAW, secrecy=Secrecy.SECRET, results=Results.AT_CLOSE)
CONSENT = PollPlan(
    question=QUESTION,
    options=consent_options(),
    kind=Kind.FORMAL,
    method=Method.CONSENT,
    majority=Majority.CONSENSUS,
)
DAYS = tuple(Option(words={"id": f"{n} hari", "en": f"{n} days"}, stance="") for n in (3, 5, 7))


async def chair(agency: Agency, name: str = "Wati Kartika") -> Actor:
    """Somebody who may run polls and annul them."""
    return await person(name, agency, Role.CHAIR)


async def opened(
    official: Actor, agency: Agency | Consultation, plan: PollPlan = STRAW, **more: Any
) -> Poll:
    """A poll that is open: outside sessions unless `session_ref` is given, then for `entitled`."""
    within = agency
    if isinstance(agency, Agency):
        within = await open_consultation(official, agency)
    made = {name: more.pop(name) for name in MADE if name in more}
    planned = await plan_poll(official, within.slug, plan, **made)
    return await open_poll(official, planned.ref, **more)


async def opened_to(
    official: Actor, agency: Agency, *people: Actor, plan: PollPlan = STRAW, **more: Any
) -> Poll:
    """A poll of a session in which only these people may vote."""
    plan = replace(plan, electorate=Electorate.PRESENT)
    ids = [one.person_id for one in people]
    return await opened(official, agency, plan, session_ref=A_SESSION, entitled=ids, **more)


def vote(who: Actor, poll: Poll, marks: str = "0", *, once: str = "", reason: str = "") -> Vote:
    """A form that is sent once, unless `once` says that it is sent again."""
    return Vote(who, poll.ref, marks, once or new_ref(), reason)


async def cast(who: Actor, poll: Poll, marks: str = "0", **more: str) -> Cast:
    """Vote, and wait until it is stored."""
    return await ballot_box().drop(vote(who, poll, marks, **more))


async def citizens(number: int) -> list[Actor]:
    """So many people with accounts."""
    return [await person(f"Warga{one} Contoh") for one in range(number)]


async def recounted(poll: Poll) -> Counter[str]:
    """Count the ballots themselves."""
    rows = await get_connection("default").execute_query_dict(
        f"SELECT marks FROM ballot WHERE poll_id = {poll.id}"  # noqa: S608 - our own number
    )
    return Counter(row["marks"] for row in rows)

"""A session in progress with an open poll and a hundred people in it, built before any server."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import OPERATOR, Actor
from forum.accounts.actions import begin_sign_in
from forum.accounts.models import Person
from forum.catalogue.actions import add_agency
from forum.database.config import open_database
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from tests.meeting import chair_of, floor, live_session, press_to
from tests.people import OFFICIAL, person
from tests.world import open_consultation


@dataclass(frozen=True)
class Evening:
    """What the voters need to know: where to go, on what to vote, and each one's cookie."""

    address: str
    poll: str
    people: tuple[int, ...]
    tokens: tuple[str, ...]


async def begin_evening(url: str, *, voters: int = 100) -> Evening:
    """Fill an empty, migrated database through the actions."""
    async with open_database(url):
        agency = await add_agency(
            OPERATOR,
            "disdukcapil",
            name={"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
            government={"id": "Kabupaten Contoh", "en": "Regency of Contoh"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )
        omar = await person("Omar Siregar", agency, *OFFICIAL)
        wati = await chair_of(agency)
        consultation = await open_consultation(omar, agency)
        citizens = [await person(f"Warga{number}") for number in range(voters)]
        session = await live_session(omar, wati, consultation, citizens)
        await press_to(wati, session, Press.OPEN_POLL, Step.STRAW)
        poll = (await floor(session)).poll
        assert poll is not None
        tokens = [
            await begin_sign_in(Actor(), await Person.get(id=one.person_id)) for one in citizens
        ]
    return Evening(
        f"/sessions/{session.code}/live",
        poll.ref,
        tuple(one.person_id or 0 for one in citizens),
        tuple(tokens),
    )

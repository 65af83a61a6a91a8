"""A session in progress with an open poll and a hundred people in it, built before any server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from forum.access.policy import OPERATOR, Actor
from forum.accounts.actions import begin_sign_in
from forum.accounts.models import Person
from forum.catalogue.actions import add_agency
from forum.consultations.queries import find_consultation
from forum.database.config import open_database
from forum.drafts.queries import clauses_of
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from tests.ledger.book import Book
from tests.ledger.client import Citizen
from tests.ledger.proxy import BadLine
from tests.ledger.server import Server, Servers
from tests.ledger.voter import Voter
from tests.ledger.wires import cut_wires
from tests.ledger.world import World
from tests.meeting import chair_of, floor, live_session, press_to
from tests.people import OFFICIAL, person
from tests.world import open_consultation


@dataclass(frozen=True)
class Evening:
    """What the voters need to know: where to go, on what to vote, and each one's cookie."""

    address: str
    poll: str
    commenting: World
    people: tuple[int, ...]
    tokens: tuple[str, ...]


async def begin_evening(url: str, *, voters: int = 100, writers: int = 20) -> Evening:
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
        others = [await person(f"Penulis{number}") for number in range(writers)]
        clauses = await clauses_of((await find_consultation(consultation.slug)).version)
        commenting = World(
            consultation.slug, tuple(one.label for one in clauses), await _signed_in(others)
        )
        tokens = await _signed_in(citizens)
    return Evening(
        f"/sessions/{session.code}/live",
        poll.ref,
        commenting,
        tuple(one.person_id or 0 for one in citizens),
        tokens,
    )


async def _signed_in(people: Sequence[Actor]) -> tuple[str, ...]:
    return tuple(
        [await begin_sign_in(Actor(), await Person.get(id=one.person_id)) for one in people]
    )


@dataclass(frozen=True)
class Drilled:
    """Where the books lie, how the servers ended, and what numbers somebody missed."""

    voting: Path
    writing: Path
    exit_codes: list[int]
    gaps: list[str]
    wires_cut: int


async def drill_evening(
    evening: Evening, machines: Sequence[Server], folder: Path, kills: int, seed: int, url: str = ""
) -> Drilled:
    """Let everybody vote, speak and write, and kill one server after another.

    Where several share the PostgreSQL at `url`, the wires between them are cut each time as well.
    """
    servers, over = Servers(machines), asyncio.Event()
    chance = Random(seed)  # noqa: S311 - the same moments each time
    voting, writing = folder / "voting", folder / "writing"
    voting.mkdir()
    writing.mkdir()
    wires = 0
    async with AsyncExitStack() as stack:
        stack.push_async_callback(servers.stop)
        await asyncio.gather(*(servers.start(server) for server in machines))
        lines = {}
        for number, server in enumerate(machines):
            line = await stack.enter_async_context(BadLine(server.port, seed + number))
            lines[server.address] = line.port
        voters = [
            Voter(
                number,
                token,
                evening.address,
                evening.poll,
                lines,
                servers,
                stack.enter_context(Book(voting / f"{number}.book")),
            )
            for number, token in enumerate(evening.tokens)
        ]
        world = evening.commenting
        writers = [
            Citizen(
                number,
                token,
                world.addresses(),
                servers,
                stack.enter_context(Book(writing / f"{number}.book")),
            )
            for number, token in enumerate(world.tokens)
        ]
        async with asyncio.TaskGroup() as tasks:
            for act in (*(one.act for one in voters), *(one.write_one for one in writers)):
                tasks.create_task(_until(over, act))
            for life in range(kills):
                await _work_a_while(voters, chance)
                wires += await cut_wires(url) if url else 0
                server = machines[life % len(machines)]
                await servers.kill(server)
                await servers.start(server)
            await _work_a_while(voters, chance)
            over.set()
        await asyncio.gather(*(one.leave() for one in (*voters, *writers)))
        exit_codes = await servers.stop()
    gaps = [gap for one in voters for gap in one.room.gaps]
    return Drilled(voting, writing, exit_codes, gaps, wires)


LEAST_A_LIFE = 200
"""So many acknowledgements between two kills, or there would be little to lose."""


async def _work_a_while(voters: Sequence[Voter], chance: Random) -> None:
    least = sum(one.told for one in voters) + LEAST_A_LIFE
    ends = time.monotonic() + chance.uniform(0.2, 0.7)
    while time.monotonic() < ends or sum(one.told for one in voters) < least:  # noqa: ASYNC110 - another process does it
        await asyncio.sleep(0.01)


async def _until(over: asyncio.Event, act: Callable[[], Awaitable[None]]) -> None:
    while not over.is_set():
        await act()

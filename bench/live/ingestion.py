"""Votes without sockets: our ballot box beside the ORM, which creates the same rows vote by vote.

A vote is a ballot, its entry in the record and what that commits to: five rows. Below the table is
said what the ORM does where a vote is its ballot alone, kept in no record, as it is delivered and
with our settings (docs/decisions/0008). Run as a program it is one such process:
`python -m bench.live.ingestion URL box 10000`.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import uvloop
from tortoise.context import TortoiseContext
from tortoise.transactions import in_transaction

from bench.live.client import Failed, Figures
from bench.live.machines import ROOT
from bench.live.people import found
from bench.live.plan import Plan
from bench.live.runs import Run, interleaved
from bench.live.table import Bar, Row, at_least
from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.audit.bulk import Prepared
from forum.audit.models import LogEntry, Opening
from forum.cli.serve import tune
from forum.core import clock
from forum.database.config import open_database, tortoise_config
from forum.voting.ballot_box import BallotBox, Vote
from forum.voting.ballots import Spoken, entry_of, voter_of
from forum.voting.models import Ballot, Poll
from forum.voting.rules import PollState

BOX, ROWS = "box", "create() of each row"
BARE, TUNED = "create() of the ballot alone", "create() of the ballot alone, with our settings"
ONE_BY_ONE = {"sqlite": 1_000, "postgres": 2_000}
"""So many are enough for the slow way."""
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
BARS = {"sqlite": (at_least(20), at_least(50)), "postgres": (at_least(10), at_least(15))}
ANSWERS = 3


def ingestion(plan: Plan) -> list[Row]:
    """Return a row for each database: how many times as many votes a second."""
    return [_row(plan, database, *bars) for database, bars in BARS.items()]


def _row(plan: Plan, database: str, target: Bar, stretch: Bar) -> Row:
    few = min(ONE_BY_ONE[database], plan.sockets)
    runs = interleaved(
        plan.repeat,
        {
            BOX: _process(plan, database, BOX, plan.sockets),
            **{way: _process(plan, database, way, few) for way in (ROWS, BARE, TUNED)},
        },
    )
    what, figure = f"votes taken a second, {NAMES[database]}", "votes_per_s"
    row = runs.compared(what, figure, "", (BOX, ROWS), target, stretch)
    others = {way: runs.median(way, figure) for way in (BARE, TUNED)}
    told = "; ".join(f"{way}: {found:,.0f}" for way, found in others.items() if found)
    return replace(row, remark=f"{row.remark} {NAMES[database]}, {told} votes a second.".strip())


def _process(plan: Plan, database: str, method: str, votes: int) -> Run:
    def run() -> Figures:
        with plan.halls.hall(database, votes) as hall:
            command = [sys.executable, "-m", __spec__.name, hall.url, method, str(votes)]
            done = subprocess.run(  # noqa: S603 - our own words
                command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
            )
        if done.returncode:
            raise Failed(done.stderr[-1000:])
        found: Figures = json.loads(done.stdout)
        return found

    return run


async def _measure(url: str, method: str, votes: int) -> Figures:
    tune()  # as the server does, for all of them
    way = {BOX: _through_the_box, ROWS: _row_by_row}.get(method, _one_by_one)
    async with _as_delivered(url) if method in {ROWS, BARE} else open_database(url):
        poll, people = await Poll.get(state=PollState.OPEN), await found(votes)
        took = await way(poll, people)
        stored = await Ballot.all().count()
    assert stored == votes, f"{stored} of {votes} are stored"
    return {"votes_per_s": votes / took}


@asynccontextmanager
async def _as_delivered(url: str) -> AsyncIterator[None]:
    """Open the database with the ORM's own engine and its own settings."""
    config = tortoise_config(url)
    driver = "sqlite" if url.startswith("sqlite") else "asyncpg"
    config["connections"]["default"]["engine"] = f"tortoise.backends.{driver}"
    async with TortoiseContext() as context:
        await context.init(config=config, _enable_global_fallback=True)
        yield


async def _through_the_box(poll: Poll, people: Sequence[Person]) -> float:
    """Drop all at once into the box, and return after how many seconds the last is confirmed."""
    votes = [
        Vote(
            Actor(person_id=person.id, record_id=person.record_id, name=person.name),
            poll.ref,
            str(number % ANSWERS),
            f"bench-vote-{number}",
        )
        for number, person in enumerate(people)
    ]
    box = BallotBox()
    box.start()
    began = time.perf_counter()
    await asyncio.wait([box.put(vote) for vote in votes])
    took = time.perf_counter() - began
    await box.stop()
    return took


async def _row_by_row(poll: Poll, people: Sequence[Person]) -> float:
    """Write each vote as it comes, all at once, as a first version of the same forum would."""
    ctx = (await poll.consultation).record_id

    async def vote(number: int, person: Person) -> None:
        voter = voter_of(poll.secrecy, poll.secret or b"", person.record_id)
        entry = entry_of(ctx, poll.record_id, Spoken(str(number % ANSWERS), voter))
        async with in_transaction():
            await _ballot(poll, number, person)
            row = await LogEntry.create(**dict(zip(Prepared._fields[:5], entry, strict=False)))
            for kind, salt, value in entry.openings:
                await Opening.create(entry=row, kind=kind, salt=salt, value=value)

    return await _all_at_once(vote, people)


async def _one_by_one(poll: Poll, people: Sequence[Person]) -> float:
    """Write each ballot as it comes, all at once, and enter it nowhere."""

    async def vote(number: int, person: Person) -> None:
        await _ballot(poll, number, person)

    return await _all_at_once(vote, people)


async def _ballot(poll: Poll, number: int, person: Person) -> None:
    await Ballot.create(
        poll_id=poll.id,
        person_id=person.id,
        marks=str(number % ANSWERS),
        once=f"bench-vote-{number}",
        cast_at=clock.now(),
    )


async def _all_at_once(
    vote: Callable[[int, Person], Awaitable[None]], people: Sequence[Person]
) -> float:
    began = time.perf_counter()
    await asyncio.gather(*(vote(number, person) for number, person in enumerate(people)))
    return time.perf_counter() - began


if __name__ == "__main__":
    uvloop.install()
    print(json.dumps(asyncio.run(_measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))))

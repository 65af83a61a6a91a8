"""Votes without sockets: our ballot box beside one `create()` of the ORM for each vote.

Both write to the same tables of the same kind of database; ours also enters each in the record. The
ORM comes with its own settings, as it is delivered; what it does with ours is said below the table.
Run as a program it is one such process: `python -m bench.live.ingestion URL box 10000`.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import uvloop
from tortoise.context import TortoiseContext

from bench.live.client import Failed, Figures
from bench.live.machines import ROOT
from bench.live.people import found
from bench.live.plan import Plan
from bench.live.runs import Run, interleaved
from bench.live.table import Bar, Row, at_least
from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.core import clock
from forum.database.config import open_database, tortoise_config
from forum.voting.ballot_box import BallotBox, Vote
from forum.voting.models import Ballot, Poll
from forum.voting.rules import PollState

BOX, DELIVERED, TUNED = "box", "create()", "create() with our settings"
ONE_BY_ONE = {"sqlite": 1_000, "postgres": 5_000}
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
            DELIVERED: _process(plan, database, DELIVERED, few),
            TUNED: _process(plan, database, TUNED, few),
        },
    )
    what, figure = f"votes taken a second, {NAMES[database]}", "votes_per_s"
    row = runs.compared(what, figure, "", (BOX, DELIVERED), target, stretch)
    tuned = runs.median(TUNED, figure)
    if tuned is None:
        return row
    return replace(row, remark=f"{NAMES[database]}, {TUNED}: {tuned:,.0f} votes a second.")


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
    way = _through_the_box if method == BOX else _one_by_one
    async with _as_delivered(url) if method == DELIVERED else open_database(url):
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
    await asyncio.gather(*(box.drop(vote) for vote in votes))
    took = time.perf_counter() - began
    await box.stop()
    return took


async def _one_by_one(poll: Poll, people: Sequence[Person]) -> float:
    """Write each vote as it comes, all at once, as a first version would."""

    async def vote(number: int, person: Person) -> None:
        await Ballot.create(
            poll_id=poll.id,
            person_id=person.id,
            marks=str(number % ANSWERS),
            once=f"bench-vote-{number}",
            cast_at=clock.now(),
        )

    began = time.perf_counter()
    await asyncio.gather(*(vote(number, person) for number, person in enumerate(people)))
    return time.perf_counter() - began


if __name__ == "__main__":
    uvloop.install()
    print(json.dumps(asyncio.run(_measure(sys.argv[1], sys.argv[2], int(sys.argv[3])))))

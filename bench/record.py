"""What the record costs: a comment with its entries, places and receipt, beside one without.

The same comments are posted in turn with and without, on both databases, on one connection. Then
votes go into the box on PostgreSQL for some seconds, 1,000 a second, while every second what came
is given its place and signed. The command fails where a bar is missed: 1.3 times, and every vote
acknowledged and placed. PostgreSQL is where FORUM_TEST_POSTGRES says.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import structlog

from forum.access.policy import Actor, Role
from forum.app import create_app
from forum.audit.actions import open_log, sequence
from forum.audit.keys import Keys, make_keys, read_keys
from forum.audit.models import LogEntry
from forum.audit.queries.log import newest_log, proof_of
from forum.audit.rules import leaf_start
from forum.catalogue.models import Agency
from forum.core.ids import new_ref
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.database.migrate import migrate
from forum.participation.actions import handing_in
from forum.voting.ballot_box import BallotBox
from tests.databases import Postgres
from tests.people import OFFICIAL, person
from tests.voting import STRAW, opened, vote
from tests.world import comment, open_consultation

ROUNDS, IN_A_ROUND = 20, 10
RATE, SECONDS = 1_000, 10
BAR = 1.3


def main() -> int:
    """Print the figures; return 1 if a bar is missed."""
    postgres = Postgres()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite://{folder / 'bench.sqlite3'}"
        ratios = [asyncio.run(_cost("SQLite", url, folder / "a"))]
        database = postgres.create("_bench_record")
        try:
            url = postgres.url(database)
            ratios.append(asyncio.run(_cost("PostgreSQL", url, folder / "b")))
            kept_up = asyncio.run(_rate(url, folder / "b"))
        finally:
            postgres.drop(database)
    return int(max(ratios) > BAR or not kept_up)


async def _cost(database: str, url: str, folder: Path) -> float:
    await migrate(url)
    async with _forum(url, folder) as (keys, agency):
        omar = await person("Omar Siregar", agency, *OFFICIAL, Role.CHAIR)
        consultation = await open_consultation(omar, agency)
        took: dict[bool, list[float]] = {True: [], False: []}
        for number in range(2 * ROUNDS):
            kept = number % 2 == 0
            authors = [await person(f"{new_ref()} Contoh") for _ in range(IN_A_ROUND)]
            with _unrecorded() if not kept else nullcontext():
                began = time.perf_counter()
                made = [await comment(one, consultation, new_ref()) for one in authors]
                if kept:
                    await sequence(keys)
                    for one in made:
                        await proof_of(await LogEntry.get(leaf__startswith=leaf_start(one.receipt)))
                took[kept].append((time.perf_counter() - began) / IN_A_ROUND)
    each = {kept: statistics.median(some) * 1000 for kept, some in took.items()}
    ratio = each[True] / each[False]
    print(
        f"{database}: a comment {each[True]:.1f} ms with entries, places and receipt,"
        f" {each[False]:.1f} ms without: {ratio:.2f} x (bar {BAR})"
    )
    return ratio


@contextmanager
def _unrecorded() -> Iterator[None]:
    """Let comments be posted as a forum without a record would."""

    async def nothing(*_: Any, **__: Any) -> LogEntry:
        return LogEntry(leaf=f"{new_ref().encode().hex():0<64}", entry="{}")

    with mock.patch.object(handing_in, "record", nothing):
        yield


@asynccontextmanager
async def _forum(url: str, folder: Path) -> AsyncIterator[tuple[Keys, Agency]]:
    create_app(Settings(database_url=url, mail_folder=str(folder / "mail")), database_is_open=True)
    async with open_database(url):
        keys = make_keys(folder, "bench.test/log/1")
        await open_log(keys)
        agency = await Agency.create(
            slug="disdukcapil",
            name={"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
            government={"id": "Kabupaten Contoh", "en": "Regency of Contoh"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )
        yield keys, agency


async def _rate(url: str, folder: Path) -> bool:
    async with open_database(url):
        keys = read_keys(folder)
        omar = await person("Olga Siregar", await Agency.get(), *OFFICIAL)
        consultation = await (await Agency.get()).consultations.all().first()
        poll = await opened(omar, consultation, STRAW)
        people = [await person(f"{new_ref()} Contoh") for _ in range(RATE)]
        box = BallotBox()
        box.start()
        signing = asyncio.create_task(_sign_each_second(keys))
        acknowledged = list[asyncio.Task[list[float]]]()
        began, late = time.perf_counter(), list[float]()
        for second in range(SECONDS):
            acknowledged.append(asyncio.create_task(_second(box, people, poll)))
            await asyncio.sleep(max(0.0, began + second + 1 - time.perf_counter()))
        for some in await asyncio.gather(*acknowledged):
            late += some
        took = time.perf_counter() - began
        signing.cancel()
        await asyncio.wait([signing])
        await box.stop()
        while await sequence(keys):
            pass
        placed = await LogEntry.filter(type="ballot.cast", idx__isnull=False).count()
        signed = await newest_log()
    late.sort()
    rate = len(late) / took
    slowest = late[len(late) * 99 // 100] * 1000
    print(
        f"PostgreSQL: {len(late):,} votes in {took:.1f} s, {rate:,.0f} a second, 99 of 100"
        f" acknowledged in {slowest:.0f} ms; {placed:,} have their place,"
        f" {signed.size if signed else 0:,} entries are signed"
    )
    return placed == len(late) == RATE * SECONDS and rate >= RATE * 0.98


async def _second(box: BallotBox, people: list[Actor], poll: Any) -> list[float]:
    """Everybody votes within a second, one after another; return how long each waited."""

    async def one(number: int, who: Actor) -> float:
        await asyncio.sleep(number / RATE)
        began = time.perf_counter()
        await box.put(vote(who, poll, str(number % 3)))
        return time.perf_counter() - began

    return await asyncio.gather(*(one(number, who) for number, who in enumerate(people)))


async def _sign_each_second(keys: Keys) -> None:
    while True:
        await asyncio.sleep(1.0)
        await sequence(keys)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    sys.exit(main())

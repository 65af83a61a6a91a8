"""A hundred people vote and speak over a bad line while servers are killed: nothing is lost."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest

from tests.databases import both_databases
from tests.ledger.book import Book, read
from tests.ledger.counted import compare
from tests.ledger.evening import begin_evening
from tests.ledger.proxy import BadLine
from tests.ledger.server import Server, Servers
from tests.ledger.voter import Voter

pytestmark = pytest.mark.slow

SEED = 20261124
KILLS = 20
LEAST = 200
"""So many acknowledgements between two kills, or there would be little to lose."""


@both_databases
async def test_no_vote_and_no_word_is_lost_or_counted_twice(database_url, database_kind, tmp_path):
    postgres = database_kind == "postgres"
    evening = await begin_evening(database_url)
    bus = {"FORUM_BUS": "postgres"} if postgres else {}
    machines = [Server(database_url, tmp_path, more=bus) for _ in range(1 + postgres)]

    voters = await _vote_while_killed(evening, machines, tmp_path)
    found = await compare(tmp_path, database_url, evening.people, evening.poll)
    notes = read(tmp_path)

    assert found.none, found
    assert [gap for voter in voters for gap in voter.room.gaps] == []
    assert notes.refused == []
    assert len(notes.acknowledged) >= KILLS * LEAST
    assert notes.unknown.total() >= KILLS


async def _vote_while_killed(evening, machines: list[Server], folder: Path) -> list[Voter]:
    servers, over = Servers(machines), asyncio.Event()
    chance = Random(SEED)  # noqa: S311 - the same moments each time
    async with AsyncExitStack() as stack:
        stack.push_async_callback(servers.stop)
        await asyncio.gather(*(servers.start(server) for server in machines))
        lines = {
            server.address: (
                await stack.enter_async_context(BadLine(server.port, SEED + server.port))
            ).port
            for server in machines
        }
        voters = [
            Voter(
                number,
                token,
                evening.address,
                evening.poll,
                lines,
                servers,
                stack.enter_context(Book(folder / f"{number}.book")),
            )
            for number, token in enumerate(evening.tokens)
        ]
        async with asyncio.TaskGroup() as tasks:
            for voter in voters:
                tasks.create_task(_until(over, voter))
            for life in range(KILLS):
                await _work_a_while(voters, chance)
                server = machines[life % len(machines)]
                await servers.kill(server)
                await servers.start(server)
            await _work_a_while(voters, chance)
            over.set()
        await asyncio.gather(*(voter.leave() for voter in voters))
    return voters


async def _work_a_while(voters: list[Voter], chance: Random) -> None:
    least = sum(voter.told for voter in voters) + LEAST
    ends = time.monotonic() + chance.uniform(0.2, 0.7)
    while time.monotonic() < ends or sum(one.told for one in voters) < least:  # noqa: ASYNC110 - another process does it
        await asyncio.sleep(0.01)


async def _until(over: asyncio.Event, voter: Voter) -> None:
    while not over.is_set():
        await voter.act()

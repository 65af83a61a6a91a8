"""People write while the servers that answer them are killed again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.ledger.book import Book, Notes, read
from tests.ledger.client import Citizen
from tests.ledger.server import Server, Servers
from tests.ledger.world import World


@dataclass(frozen=True)
class Pace:
    """How often servers are killed: each after some seconds and some acknowledgements at least."""

    kills: int = 20
    shortest: float = 0.6
    longest: float = 1.6
    least: int = 10


@dataclass(frozen=True)
class Drill:
    """What the people noted, how the servers ended, and how long they took to be ready."""

    notes: Notes
    exit_codes: list[int]
    ready_after: list[float]
    seconds: float

    def __str__(self) -> str:
        notes = self.notes
        return (
            f"{len(self.ready_after)} starts in {self.seconds:.1f} s, "
            f"ready after {max(self.ready_after):.1f} s at most; "
            f"{len(notes.intents)} comments, {len(notes.acknowledged)} acknowledged, "
            f"{notes.unknown.total()} times no answer {dict(notes.unknown)}"
        )


async def drill(
    world: World, machines: Sequence[Server], folder: Path, pace: Pace, seed: int
) -> Drill:
    """Let everybody write, kill and restart the servers, then let all finish what they began."""
    began = time.monotonic()
    servers, over = Servers(machines), asyncio.Event()
    chance = Random(seed)  # noqa: S311 - the same moments each time
    async with AsyncExitStack() as stack:
        stack.push_async_callback(servers.stop)
        await asyncio.gather(*(servers.start(server) for server in machines))
        people = [
            Citizen(
                number,
                token,
                world.addresses(),
                servers,
                stack.enter_context(Book(folder / f"{number}.book")),
            )
            for number, token in enumerate(world.tokens)
        ]
        async with asyncio.TaskGroup() as tasks:
            for citizen in people:
                tasks.create_task(_write_until(over, citizen))
            async with asyncio.TaskGroup() as lives:
                for server in machines:
                    lives.create_task(_live(server, servers, pace, people, chance))
            over.set()
        exit_codes = await servers.stop()
    return Drill(read(folder), exit_codes, servers.took, time.monotonic() - began)


async def _live(
    server: Server, servers: Servers, pace: Pace, people: Sequence[Citizen], chance: Random
) -> None:
    """Let one server work, kill it and start it again, its share of times; then let it work on."""
    for life in range(pace.kills // len(servers.all) + 1):
        if life:
            await servers.kill(server)
            await servers.start(server)
        least = sum(citizen.told for citizen in people) + pace.least
        await asyncio.sleep(chance.uniform(pace.shortest, pace.longest))
        # A slow machine gets the time to do something worth losing.
        while sum(citizen.told for citizen in people) < least:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.01)


async def _write_until(over: asyncio.Event, citizen: Citizen) -> None:
    try:
        while not over.is_set():
            await citizen.write_one()
    finally:
        await citizen.leave()

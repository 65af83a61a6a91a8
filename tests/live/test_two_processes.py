"""Two processes on one database show the same, over NOTIFY and over Redis, also once it broke."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from redis import asyncio as redis
from redis.exceptions import ConnectionError as NoRedis
from starlette.applications import Starlette
from tortoise.connection import get_connection

from forum.accounts.actions import sign_out
from forum.accounts.queries import holder_of
from forum.app import live as living
from forum.core.settings import Settings
from forum.live import Live
from forum.live.protocol import Close
from forum.live.rooms import Room
from forum.live.rounds import Rounds
from forum.live.wires import CHANNEL
from forum.sessions.actions import support
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from forum.voting.ballot_box import Vote, ballot_box
from tests.databases import CI
from tests.live.listening import Listener
from tests.meeting import floor, press_on, press_to, someone_asks

REDIS = os.environ.get("FORUM_TEST_REDIS", "redis://127.0.0.1:6379")

pytestmark = pytest.mark.parametrize("database_kind", ["postgres"])


class Elsewhere(Live):
    """A process that hears of nothing but what comes over the bus."""

    def here(self) -> bool:
        return False


@pytest.fixture(params=["postgres", REDIS], ids=["notify", "redis"])
async def bus(request: pytest.FixtureRequest) -> str:
    if request.param == REDIS:
        async with redis.from_url(REDIS) as client:
            try:
                await client.ping()
            except (NoRedis, OSError):
                if CI:
                    pytest.fail("There is no Redis.")
                pytest.skip("There is no Redis.")
    return str(request.param)


@pytest.fixture
async def two(app: Starlette, settings: Settings, bus: str) -> AsyncIterator[tuple[Live, Live]]:
    """One process that does everything, and another that only listens."""
    settings = replace(settings, bus=bus)
    async with living(app, settings):
        other = Elsewhere(settings)
        await other.start()
        await until(lambda: app.state.live.broker.carries and other.broker.carries)
        yield app.state.live, other
        await other.stop()


async def until(found: Callable[[], bool]) -> None:
    """Wait for something that comes over a wire."""
    async with asyncio.timeout(10):
        while not found():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def rooms_of(two: tuple[Live, Live], code: str) -> tuple[Room, Room]:
    here, there = await two[0].room(code), await two[1].room(code)
    await here.settled(), await there.settled()
    return here, there


async def test_what_happens_in_one_is_seen_in_the_other(evening, two):
    here, there = await rooms_of(two, evening.session.code)
    sari, budi = Listener().join(here), Listener().join(there)
    question = await someone_asks(evening.sari, evening.session)
    await support(evening.budi, question.ref, on=True)
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    poll = (await floor(evening.session)).poll
    for actor in (evening.sari, evening.budi):
        await ballot_box().drop(Vote(actor, poll.ref, "0", f"once-{actor.record_id}"))
    for live in two:
        await Rounds(live).round(1)
    key = f"tally:{poll.ref}"

    def agree() -> bool:
        states = budi.hear().states
        told = states.get(key, {}).get("n") == 2 and states.get("queue", {}).get("d")
        return bool(told) and states.get("presence", {}).get("d", {}).get("online") == 2

    await until(agree)
    sari.hear()
    assert budi.picture == sari.picture
    assert budi.states[key]["d"] == sari.states[key]["d"] == [2, 0, 0]
    assert budi.states["queue"]["d"] == sari.states["queue"]["d"]


async def test_signing_out_in_one_closes_the_page_in_the_other(evening, two, cookie_of):
    _here, there = await rooms_of(two, evening.session.code)
    holder = await holder_of(await cookie_of(evening.sari))
    her = Listener().join(there)
    her.member.belong(holder)
    await sign_out(holder.actor)
    await until(lambda: her.basket.closed_for is Close.SIGNED_OUT)


async def cut(bus: str) -> None:
    """Break the wire of every process."""
    if bus != "postgres":
        async with redis.from_url(bus) as client:
            await client.flushall()
            await client.client_kill_filter(_type="pubsub")
        return
    await get_connection("default").execute_query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE $1 "
        "AND pid <> pg_backend_pid() AND datname = current_database()",
        [f"%{CHANNEL}%"],
    )


async def test_a_broken_bus_loses_nothing(evening, two, bus):
    here, there = await rooms_of(two, evening.session.code)
    sari, budi = Listener().join(here), Listener().join(there)
    await cut(bus)
    await until(lambda: not two[1].broker.carries)
    await press_on(evening.wati, evening.session)
    await someone_asks(evening.sari, evening.session)
    s = (await floor(evening.session)).s
    await until(lambda: budi.hear().s == s)
    await until(lambda: sari.hear().s == s)
    assert budi.picture == sari.picture
    await until(lambda: two[1].broker.carries)


async def test_without_any_bus_the_other_looks_for_itself(evening, app, settings):
    async with living(app, settings):
        other = Elsewhere(replace(settings, bus=""))
        there = await other.room(evening.session.code)
        await there.settled()
        budi = Listener().join(there)
        await press_on(evening.wati, evening.session)
        await Rounds(other).round(3)
        await there.settled()
        assert budi.hear().s == (await floor(evening.session)).s
        await other.stop()

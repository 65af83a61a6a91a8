"""A visitor who leaves, or waits too long, cancels the task that serves them: at any moment."""

from __future__ import annotations

import asyncio

from tortoise.connection import get_connection

from forum.catalogue.models import Agency
from forum.core.db import dialect, transaction
from tests.databases import both_databases

MOMENTS = 60


async def write(slug: str) -> None:
    async with transaction():
        await Agency.create(
            slug=slug, name={}, government={}, profile="generic", time_zone="Asia/Jakarta"
        )


async def cancelled_at(moment: int) -> bool:
    """Start to write, cancel after so many turns of the loop, and tell if it was too late."""
    writing = asyncio.create_task(write(f"agency-{moment}"))
    for _ in range(moment):
        await asyncio.sleep(0)
    writing.cancel()
    [outcome] = await asyncio.gather(writing, return_exceptions=True)
    assert outcome is None or isinstance(outcome, asyncio.CancelledError)
    return outcome is None


@both_databases
async def test_sari_leaves_at_any_moment_and_budi_can_still_write(db):
    async with asyncio.timeout(20):
        written = sum([await cancelled_at(moment) for moment in range(MOMENTS)])
        await write("budi")

        assert await Agency.filter(slug="budi").exists()
        assert await Agency.all().count() >= written + 1  # a commit may have been under way


@both_databases
async def test_many_leave_while_they_wait_for_each_other_and_budi_can_still_write(db):
    async with asyncio.timeout(20):
        await asyncio.gather(*(write(f"early-{number}") for number in range(10)))  # fills the pool
        crowd = [asyncio.create_task(write(f"agency-{number}")) for number in range(30)]
        for number, waiting in enumerate(crowd):
            if number % 3:
                waiting.cancel()
            await asyncio.sleep(0)
        await asyncio.gather(*crowd, return_exceptions=True)
        await write("budi")

        assert await Agency.all().count() >= 21


@both_databases
async def test_nobody_who_left_keeps_a_connection(db):
    for moment in range(MOMENTS):
        await cancelled_at(moment)

    database = get_connection("default")
    if dialect() == "postgres":
        pool = database._pool
        async with asyncio.timeout(20):
            every = [await pool.acquire() for _ in range(pool.get_max_size())]
        for connection in every:
            await pool.release(connection)
    else:
        assert not database._lock.locked()
        assert not database._connection.in_transaction

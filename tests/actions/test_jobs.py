"""Work left for later: done once, whoever does it, and tried again when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine

from forum.core import clock
from forum.core.db import transaction
from forum.core.jobs import enqueue, job, queue, run_due
from forum.core.jobs.models import Job
from forum.core.jobs.queue import LEASE, LONGEST_PAUSE
from forum.core.jobs.worker import work
from tests.clocks import later
from tests.databases import both_databases

pytestmark = both_databases

MINUTE = timedelta(minutes=1)
Register = Callable[[Callable[[int], Awaitable[None]]], None]


@pytest.fixture
def letters() -> Iterator[Register]:
    """Let a test say how a letter is sent, and forget it afterwards."""

    def register(send: Callable[[int], Awaitable[None]]) -> None:
        @job("test.letter")
        async def letter(payload):
            await send(payload["number"])

    yield register
    queue._work.pop("test.letter", None)


async def leave(*numbers: int, after: timedelta = timedelta()) -> None:
    """Leave these letters to be sent."""
    async with transaction():
        for number in numbers:
            await enqueue(
                "test.letter",
                {"number": number},
                dedupe=f"test.letter:{number}",
                due_at=clock.now() + after,
            )


async def test_two_workers_take_no_letter_twice(db, letters):
    sent: list[int] = []

    async def send(number: int) -> None:
        await Job.all().count()  # the other one has its turn
        sent.append(number)

    letters(send)
    await leave(*range(30))

    assert sum(await asyncio.gather(run_due(), run_due())) == 30
    assert sorted(sent) == list(range(30))


async def test_a_slow_worker_holds_no_more_than_it_is_doing(db, letters):
    sent: list[int] = []

    async def send(number: int) -> None:
        if not sent:
            sent.append(number)
            with later(seconds=LEASE.total_seconds() - 1):  # the other worker, meanwhile
                assert await run_due() == 2
        else:
            sent.append(number)

    letters(send)
    await leave(1, 2, 3)

    assert await run_due() == 1
    assert sent == [1, 2, 3]


async def test_a_letter_that_cannot_be_sent_is_tried_again_after_ever_longer_pauses(db, letters):
    tried: list[int] = []
    began = clock.now()

    async def fail(_number: int) -> None:
        tried.append((clock.now() - began) // MINUTE)
        raise ConnectionError

    letters(fail)
    with time_machine.travel(began, tick=False):
        await leave(1)
        for minute in range(6 * 60):
            with later(minutes=minute):
                assert await run_due() == 0

    pauses = [after - before for before, after in pairwise(tried)]
    assert pauses[0] == 1
    assert pauses == sorted(pauses)
    assert pauses[-1] in (LONGEST_PAUSE / MINUTE, LONGEST_PAUSE / MINUTE + 1)
    assert (await Job.get()).last_error == "ConnectionError"


async def test_a_letter_that_cannot_be_sent_holds_up_no_other(db, letters):
    sent: list[int] = []

    async def send(number: int) -> None:
        if number == 1:
            raise ConnectionError
        sent.append(number)

    letters(send)
    await leave(1, 2, 3)

    assert await run_due() == 2
    assert sent == [2, 3]


async def test_what_a_worker_left_undone_when_it_was_killed_is_done_by_the_next(db, letters):
    sent: list[int] = []

    async def die(_number: int) -> None:
        raise asyncio.CancelledError

    letters(die)
    await leave(1)
    with pytest.raises(asyncio.CancelledError):
        await run_due()

    async def send(number: int) -> None:
        sent.append(number)

    letters(send)
    assert await run_due() == 0  # the first one might still be at it
    with later(seconds=LEASE.total_seconds() + 1):
        assert await run_due() == 1
    assert sent == [1]


async def test_what_came_due_while_nobody_worked_is_done_at_once_in_its_order(db, letters):
    sent: list[int] = []

    async def send(number: int) -> None:
        sent.append(number)

    letters(send)
    await leave(3, after=timedelta(hours=3))
    await leave(1, after=timedelta(hours=1))
    await leave(2, after=timedelta(hours=2))
    await leave(9, after=timedelta(hours=9))
    assert await run_due() == 0

    with later(hours=5):
        assert await run_due() == 3
        assert sent == [1, 2, 3]
        assert await run_due() == 0
    assert (await Job.get(dedupe="test.letter:9")).done_at is None


async def test_the_same_letter_left_again_is_not_sent_again(db, letters):
    sent: list[int] = []

    async def send(number: int) -> None:
        sent.append(number)

    letters(send)
    await leave(1, 1)
    assert await run_due() == 1
    await leave(1)
    assert await run_due() == 0
    assert sent == [1]


async def test_a_letter_about_something_that_did_not_happen_is_not_sent(db, letters):
    with pytest.raises(LookupError):
        await leave_and_fail()

    assert not await Job.exists()


async def leave_and_fail() -> None:
    async with transaction():
        await leave(1)
        raise LookupError


async def test_a_worker_starts_with_what_is_due_and_outlives_a_bad_moment(db, letters):
    sent, moments = asyncio.Event(), iter([ConnectionError, None])

    async def send(_number: int) -> None:
        sent.set()

    async def tell_time() -> None:
        if moment := next(moments, None):
            raise moment

    letters(send)
    await leave(1)
    worker = asyncio.create_task(work(tell_time, pause=0))
    async with asyncio.timeout(20):
        await sent.wait()
    worker.cancel()
    await asyncio.wait([worker])

    assert worker.cancelled()


async def test_a_letter_that_takes_hours_does_not_stop_the_clock(db, letters):
    begun, answered, told = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def send(_number: int) -> None:
        begun.set()
        await answered.wait()

    async def tell_time() -> None:
        if begun.is_set():
            told.set()

    letters(send)
    await leave(1)
    worker = asyncio.create_task(work(tell_time, pause=0))
    async with asyncio.timeout(20):
        await told.wait()
    worker.cancel()
    await asyncio.wait([worker])

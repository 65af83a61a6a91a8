"""Doing what is due, second by second, until told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from forum.core.jobs.queue import run_due

log = structlog.get_logger(__name__)

PAUSE = 1.0


async def work(tell_time: Callable[[], Awaitable[None]], *, pause: float = PAUSE) -> None:
    """Move what the clock moves, and beside it do every job that is due; rest a second, and again.

    Beside it, because a thousand letters to a mail server that does not answer take hours, and a
    consultation opens and closes on time all the same.
    """
    async with asyncio.TaskGroup() as both:
        both.create_task(_again_and_again(tell_time, pause))
        both.create_task(_again_and_again(run_due, pause))


async def _again_and_again(act: Callable[[], Awaitable[object]], pause: float) -> None:
    """Do it until cancelled; a database that does not answer is tried again after the pause."""
    while True:
        try:
            await act()
        except Exception:
            log.exception("work_failed")
        await asyncio.sleep(pause)

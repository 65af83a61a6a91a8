"""Doing what is due, second by second, until told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from forum.core.jobs.queue import run_due

log = structlog.get_logger(__name__)

PAUSE = 1.0

Act = Callable[[], Awaitable[object]]


async def work(*acts: Act, pause: float = PAUSE) -> None:
    """Do what the clock asks for, and beside it every job that is due; rest a second, and again.

    Beside it, because a thousand letters to a mail server that does not answer take hours, and a
    consultation opens and closes on time all the same.
    """
    async with asyncio.TaskGroup() as beside_each_other:
        for act in (*acts, run_due):
            beside_each_other.create_task(_again_and_again(act, pause))


async def _again_and_again(act: Act, pause: float) -> None:
    """Do it until cancelled; a database that does not answer is tried again after the pause."""
    while True:
        try:
            await act()
        except Exception:
            log.exception("work_failed")
        await asyncio.sleep(pause)

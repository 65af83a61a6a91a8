"""Doing what is due, second by second, until told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from forum.core.jobs.queue import run_due

log = structlog.get_logger(__name__)

PAUSE = 1.0


async def work(tell_time: Callable[[], Awaitable[None]], *, pause: float = PAUSE) -> None:
    """Move what the clock moves, do every job that is due, rest a second, and again.

    A database that does not answer just now is tried again after the pause.
    """
    while True:
        try:
            await tell_time()
            await run_due()
        except Exception:
            log.exception("work_failed")
        await asyncio.sleep(pause)

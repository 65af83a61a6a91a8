"""Two acts at the same moment: the second runs as far as it can before the first is committed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from tortoise.connection import get_connection

from forum.core.db import dialect, transaction

WAITING = """
SELECT count(*) AS number FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def meanwhile(
    first: Coroutine[Any, Any, Any], second: Coroutine[Any, Any, Any]
) -> tuple[Any, Any]:
    """Return what both came to, a refusal as the refusal itself.

    The second begins when the first has written everything; the first commits when the second can
    go no further without it.
    """
    written, commit = asyncio.Event(), asyncio.Event()

    async def act() -> Any:
        try:
            async with transaction():
                result = await first
                written.set()
                await commit.wait()
        finally:
            written.set()
        return result

    acting = asyncio.create_task(act())
    await written.wait()
    other = asyncio.create_task(second)
    await _as_far_as_it_gets(other)
    commit.set()
    one, two = await asyncio.gather(acting, other, return_exceptions=True)
    return one, two


async def _as_far_as_it_gets(task: asyncio.Task[Any]) -> None:
    """Wait until the database lets the task wait; on SQLite it waits for its turn at once."""
    while dialect() == "postgres" and not task.done():
        [row] = await get_connection("default").execute_query_dict(WAITING)
        if row["number"]:
            return

"""Putting work in the queue, and doing what is due."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from tortoise.connection import get_connection

from forum.core import clock
from forum.core.db import dialect
from forum.core.jobs.models import Job

log = structlog.get_logger(__name__)

Work = Callable[[Mapping[str, Any]], Awaitable[None]]
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)

_work: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does jobs of one kind. It may run twice; it must act once."""

    def register(work: Work) -> Work:
        _work[kind] = work
        return work

    return register


async def enqueue(
    kind: str, payload: Mapping[str, Any], *, dedupe: str, due_at: datetime | None = None
) -> None:
    """Put one job in the queue inside the caller's transaction; the same `dedupe` adds nothing."""
    now = clock.now()
    await Job.bulk_create(
        [
            Job(
                kind=kind,
                payload=dict(payload),
                dedupe=dedupe,
                due_at=due_at or now,
                locked_until=datetime.min.replace(year=1970, tzinfo=now.tzinfo),
            )
        ],
        ignore_conflicts=True,
    )


async def run_due() -> int:
    """Do everything that is due, oldest first, and return how many jobs were done."""
    done = 0
    while row := await _claim():
        done += await _do(row)
    return done


async def _claim() -> Mapping[str, Any] | None:
    """Take one job for ourselves: whoever takes more makes the others wait, or do them too."""
    now = clock.now()
    times: list[Any] = [now + LEASE, now, now]
    marks, skip = ("$1", "$2", "$3"), " FOR UPDATE SKIP LOCKED"
    if dialect() == "sqlite":
        marks, skip, times = ("?", "?", "?"), "", [str(moment) for moment in times]
    rows = await get_connection("default").execute_query_dict(
        f"UPDATE job SET attempts = attempts + 1, locked_until = {marks[0]} WHERE id = ("  # noqa: S608 - all written here, the values are bound
        f"SELECT id FROM job WHERE done_at IS NULL AND due_at <= {marks[1]} "
        f"AND locked_until < {marks[2]} ORDER BY due_at, id LIMIT 1{skip}) "
        "RETURNING id, kind, payload, attempts",
        times,
    )
    return rows[0] if rows else None


async def _do(row: Mapping[str, Any]) -> int:
    payload = row["payload"]
    try:
        await _work[row["kind"]](json.loads(payload) if isinstance(payload, str) else payload)
    except Exception as error:
        log.exception("job_failed", job=row["id"], kind=row["kind"], attempts=row["attempts"])
        pause = min(timedelta(seconds=5 * 2 ** min(row["attempts"], 12)), LONGEST_PAUSE)
        await Job.filter(id=row["id"]).update(
            locked_until=clock.now() + pause, last_error=type(error).__name__
        )
        return 0
    await Job.filter(id=row["id"]).update(done_at=clock.now())
    return 1

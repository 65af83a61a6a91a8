"""Reading the record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.audit.models import LogEntry
from forum.audit.rules import leaf_start, short_code
from forum.core.db.among import ask_among
from forum.core.threads import Threads

_reading = Threads("reading entries", 1)


@dataclass(frozen=True)
class RecordLine:
    """One entry as a page shows it: what, when, and the bytes that anyone can hash."""

    seq: int
    type: str
    at: datetime | None
    by: str
    code: str
    ctx: str
    subject: str
    data: dict[str, Any]
    raw: str


async def latest_entries(limit: int, before: int | None = None) -> list[RecordLine]:
    """Return the newest entries, newest first, below `before` if given."""
    rows = LogEntry.all().order_by("-seq").limit(limit)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return [line_of(row) for row in await rows]


async def entries_about(subject: str) -> list[RecordLine]:
    """Return all that happened to one thing, oldest first."""
    return [line_of(row) for row in await LogEntry.filter(subject=subject).order_by("seq")]


async def entry_of(subject: str, type_: str) -> LogEntry | None:
    """Return the newest entry of this type about one thing."""
    return await LogEntry.filter(subject=subject, type=type_).order_by("-seq").first()


async def entry_by_code(code: str) -> LogEntry | None:
    """Return the entry from whose leaf hash this receipt's code was made."""
    start = leaf_start(code)
    return await LogEntry.filter(leaf__gte=start, leaf__lt=f"{start}g").first()


@dataclass(frozen=True)
class Written:
    """One entry as it stands in the record, read, and its leaf hash."""

    leaf: bytes
    entry: dict[str, Any]


async def written(types: Sequence[str], ctx: Sequence[str] | None = None) -> list[Written]:
    """Return every entry of these types, oldest first, perhaps of some consultations only."""
    # The first condition is that of the index, which holds all but the ballots.
    some = "" if ctx is None else " AND ctx {1}"
    rows = await ask_among(
        f"SELECT leaf, entry FROM log_entry WHERE type <> 'ballot.cast'"  # noqa: S608 - our own words
        f" AND type {{0}}{some} ORDER BY seq",
        list(types),
        *([] if ctx is None else [list(ctx)]),
    )
    return await _reading.run(_read, rows)


def _read(rows: Sequence[Mapping[str, Any]]) -> list[Written]:
    return [Written(bytes.fromhex(row["leaf"]), json.loads(row["entry"])) for row in rows]


def line_of(row: LogEntry) -> RecordLine:
    """Read one stored entry."""
    entry = json.loads(row.entry)
    return RecordLine(
        seq=row.seq,
        type=row.type,
        at=datetime.fromisoformat(entry["at"]) if "at" in entry else None,
        by=entry["by"],
        code=short_code(bytes.fromhex(row.leaf)),
        ctx=row.ctx,
        subject=row.subject,
        data=entry.get("d", {}),
        raw=row.entry,
    )

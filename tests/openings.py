"""What the commitments of an entry of the record open to."""

from __future__ import annotations

from forum.audit.models import LogEntry, Opening


async def openings_of(entry: LogEntry) -> dict[str, Opening]:
    """Return the salts and values behind one entry, by kind."""
    return {opening.kind: opening for opening in await Opening.filter(entry_id=entry.seq)}

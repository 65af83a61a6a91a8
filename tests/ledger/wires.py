"""Cuts the wires on which servers tell each other what is new."""

from __future__ import annotations

import asyncpg


async def cut_wires(url: str) -> int:
    """End every connection of this database that listens, and return how many there were."""
    database = await asyncpg.connect(url)
    try:
        ended = await database.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND (query LIKE 'LISTEN %' OR query LIKE 'SELECT pg_notify%')"
        )
    finally:
        await database.close()
    return len(ended)

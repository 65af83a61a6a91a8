"""Leaving nothing of what was erased in the file of the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tortoise.connection import get_connection

from forum.core.db import dialect
from forum.core.jobs import enqueue


async def plan_scrub(leaf: str) -> None:
    """Leave the job that cleans the file, within the act that erased something."""
    await enqueue("privacy.scrub", {}, dedupe=f"privacy.scrub:{leaf}")


async def scrub(_payload: Mapping[str, Any]) -> None:
    """Write the search index anew, without the words that were taken out, and empty the journal.

    Rows that are deleted are overwritten with zeros anyway (`secure_delete`, core/db/sqlite.py).
    But the index keeps a word until it is merged, and the journal old pages until it is emptied. On
    PostgreSQL that is what VACUUM and the turning over of its journal are for: docs/deploying.md.
    """
    if dialect() == "sqlite":
        database = get_connection("default")
        await database.execute_query("INSERT INTO search_words (search_words) VALUES ('optimize')")
        await database.execute_query("PRAGMA wal_checkpoint(TRUNCATE)")

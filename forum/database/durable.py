"""The database is asked, at start, whether it keeps what it has acknowledged."""

from __future__ import annotations

from tortoise.connection import get_connection

from forum.core.db import dialect

FULL = 2
POSTGRES = ("fsync", "full_page_writes", "synchronous_commit")


async def check_durability() -> None:
    """Stop with a sentence if this database may forget what it has acknowledged."""
    connection = get_connection("default")
    if dialect() == "sqlite":
        [row] = await connection.execute_query_dict("PRAGMA synchronous")
        weak = [] if int(row["synchronous"]) >= FULL else ["synchronous"]
    else:
        weak = []
        for name in POSTGRES:
            [row] = await connection.execute_query_dict(f"SHOW {name}")
            if next(iter(row.values())) not in ("on", "remote_apply", "remote_write"):
                weak.append(name)
    if weak:
        raise SystemExit(
            f"The database may lose what it has confirmed: turn on {', '.join(weak)} "
            "(see docs/deploying.md)."
        )

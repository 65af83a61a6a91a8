"""The database is asked, at start, whether it keeps what it has confirmed."""

from __future__ import annotations

from tortoise.connection import get_connection

from forum.core.db import dialect

SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")
POSTGRES = ("fsync", "full_page_writes", "synchronous_commit")


class Forgetful(RuntimeError):
    """After a power cut this database may lack what the forum has told people is kept."""


async def check_durability() -> None:
    """Refuse a database that may forget what it has confirmed."""
    weak = await (_weak_in_sqlite() if dialect() == "sqlite" else _weak_in_postgres())
    if weak:
        raise Forgetful(
            "The forum does not start: its database may forget what it has confirmed "
            f"({', '.join(weak)}). How it must be set stands in docs/reliability.md."
        )


async def _weak_in_sqlite() -> list[str]:
    synchronous = SYNCHRONOUS[int(str(await _ask("PRAGMA synchronous")))]
    journal = str(await _ask("PRAGMA journal_mode"))
    return [
        *([] if synchronous in ("FULL", "EXTRA") else [f"synchronous={synchronous}"]),
        *([f"journal_mode={journal}"] if journal in ("off", "memory") else []),
    ]


async def _weak_in_postgres() -> list[str]:
    found = {name: str(await _ask(f"SHOW {name}")) for name in POSTGRES}
    safe = ("on", "remote_apply", "remote_write")
    return [f"{name}={value}" for name, value in found.items() if value not in safe]


async def _ask(question: str) -> object:
    [row] = await get_connection("default").execute_query_dict(question)
    return next(iter(row.values()))

"""Copies of a SQLite database: made while it is in use, and put back in its place.

PostgreSQL has tools of its own for both: docs/deploying.md.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path


class NoCopy(RuntimeError):
    """There is no copy to be made or put back; the message says why."""


def file_of(url: str) -> Path:
    """Return the file of a SQLite database."""
    scheme, _separator, rest = url.partition("://")
    if scheme != "sqlite":
        raise NoCopy(
            "This is for SQLite. PostgreSQL has pg_dump and pg_restore: docs/deploying.md."
        )
    return Path(rest.partition("?")[0])


def copy(file: Path, to: Path) -> None:
    """Copy a database whole, as it stands at one moment, on disk before this returns.

    A copy that was not finished never gets the name.
    """
    if not file.exists():
        raise NoCopy(f"There is no database at {file}.")
    half = to.with_name(f"{to.name}.part")
    half.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(half)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    _check(half)
    with half.open("rb") as made:
        os.fsync(made.fileno())
    half.replace(to)


def staged(copied: Path, file: Path) -> Path:
    """Lay a copy beside the database it is to replace, to be made ready there."""
    if not copied.exists():
        raise NoCopy(f"There is no copy at {copied}.")
    _check(copied)
    beside = file.with_name(f"{file.name}.restored")
    _forget(beside)
    copy(copied, beside)
    return beside


def put_back(ready: Path, file: Path) -> Path | None:
    """Put what is ready in the place of a database nobody has open; return where that one went."""
    aside = None
    if file.exists():
        aside = file.with_name(f"{file.name}.before-restore")
        copy(file, aside)  # with what still stands in the journal beside it
    whole = file.with_name(f"{file.name}.ready")
    copy(ready, whole)
    _forget(file, but=file)
    whole.replace(file)
    _forget(ready)
    return aside


def _forget(file: Path, but: Path | None = None) -> None:
    """Remove a database and what stands beside it; a journal of another one would be fatal."""
    for ending in ("", "-wal", "-shm"):
        one = file.with_name(f"{file.name}{ending}")
        if one != but:
            one.unlink(missing_ok=True)


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as made:
            [(told,)] = made.execute("PRAGMA quick_check(1)").fetchall()
            known = made.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'tortoise_migrations'"
            ).fetchone()
    except sqlite3.Error as error:
        raise NoCopy(f"{file} cannot be read: {error}.") from None
    if told != "ok":
        raise NoCopy(f"{file} is damaged: {told}.")
    if known is None:
        raise NoCopy(f"{file} is no database of a forum.")

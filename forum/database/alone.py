"""A SQLite file is served by exactly one process; a lock beside it sees to that."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(RuntimeError):
    """Another process serves this database already."""


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Hold the lock of a SQLite database for this block; PostgreSQL needs none.

    The lock ends with the process, however it ends.
    """
    scheme, _separator, rest = url.partition("://")
    if scheme != "sqlite":
        yield
        return
    path = Path(rest.partition("?")[0] + ".lock")
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy(
                "Another forum serves this SQLite file already. Stop it first, "
                "or use PostgreSQL for several processes."
            ) from None
        yield

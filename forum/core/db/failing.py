"""Whether the database cannot store anything just now, through no fault of what was asked of it."""

from __future__ import annotations

import sqlite3

import asyncpg
from tortoise.exceptions import OperationalError

OUT_OF_ORDER = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY})
AWAY = (
    asyncpg.InsufficientResourcesError,  # the disk is full, there are too many connections
    asyncpg.OperatorInterventionError,  # it is being stopped or started
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,  # the connection was lost meanwhile
    ConnectionError,
)


def out_of_order(error: BaseException) -> bool:
    """Tell whether this says that the disk is full, the file is busy or the server is away."""
    if isinstance(error, OperationalError) and error.args:
        error = error.args[0] if isinstance(error.args[0], BaseException) else error
    if isinstance(error, sqlite3.OperationalError):
        return (error.sqlite_errorcode & 0xFF) in OUT_OF_ORDER
    return isinstance(error, AWAY)

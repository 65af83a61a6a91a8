"""One transaction an action. Facts join it before the commit and are told after it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Literal

import structlog
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from forum.core.db.failing import out_of_order
from forum.core.errors import CannotStore
from forum.core.events import announcer

log = structlog.get_logger(__name__)

_facts: ContextVar[list[object] | None] = ContextVar("facts", default=None)


@asynccontextmanager
async def transaction() -> AsyncGenerator[None]:
    """Run the block in a transaction; an action called by another joins the outer one.

    Raises `CannotStore` where the database is out of order. Keep it short, and never wait in it for
    another task, for HTTP or for mail: SQLite has one connection and one lock a process. A task
    created inside would inherit the connection.
    """
    if _facts.get() is not None:
        yield
        return
    facts: list[object] = []
    token = _facts.set(facts)
    try:
        async with in_transaction():
            yield
            # A joiner may announce facts of its own: the list grows while it is read.
            for fact in facts:
                await announcer.settle(fact)
    except Exception as error:
        if out_of_order(error):
            log.exception("cannot_store")
            raise CannotStore from error
        raise
    finally:
        _facts.reset(token)
    for fact in facts:
        await announcer.tell(fact)


@asynccontextmanager
async def savepoint() -> AsyncGenerator[None]:
    """Undo only this block if it fails, so that the transaction around it can go on.

    Needed around a write that may break a constraint: PostgreSQL accepts nothing more afterwards.
    """
    facts = _inside("savepoint()")
    before = len(facts)
    try:
        async with in_transaction():
            yield
    except BaseException:
        del facts[before:]
        raise


def announce(fact: object) -> None:
    """Tell of a fact: those who join act on it before the commit, those who listen after it."""
    _inside("announce()").append(fact)


def within_transaction() -> bool:
    """Tell whether what is read now may never be committed, so that nobody keeps it."""
    return _facts.get() is not None


async def one_at_a_time(name: str) -> None:
    """Wait until no other transaction holds this name, then hold it until the end of ours.

    For what has no row to lock yet. On SQLite a transaction is alone anyway.
    """
    _inside("one_at_a_time()")
    if dialect() == "postgres":
        await get_connection("default").execute_query(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name]
        )


def dialect() -> Literal["sqlite", "postgres"]:
    """Name the database in use, for the few statements that must differ."""
    name = get_connection("default").capabilities.dialect
    return "sqlite" if name == "sqlite" else "postgres"


def _inside(what: str) -> list[object]:
    facts = _facts.get()
    if facts is None:
        raise RuntimeError(f"{what} belongs inside `async with transaction()`")
    return facts

"""The line to the database is cut before any statement we choose."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.connection import get_connection
from tortoise.context import require_context
from tortoise.transactions import in_transaction

from forum.core.db import asyncpg, sqlite

Act = Callable[[], Awaitable[object]]
Picture = dict[str, tuple[int, str]]

CLIENTS = (sqlite.Client, sqlite._Transaction, asyncpg.Client, TransactionWrapper)
GATES = (
    "execute_insert", "execute_many", "execute_query", "execute_query_dict", "execute_script",
    "begin", "savepoint", "release_savepoint", "commit",
)  # fmt: skip


class Unplugged(Exception):
    """The database cannot be reached any more, at the worst of moments."""


class Plug:
    """Sits between the forum and either database."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._after_commit = False

    def pull_after(self, statements: int) -> None:
        """Let so many statements pass and refuse the next one.

        If no other comes, everything is stored, and whoever waits for that never hears of it.
        """
        self._left, self._after_commit = statements, True

    def mend(self) -> None:
        """Let everything pass again."""
        self._left, self._after_commit = None, False

    @property
    def waits(self) -> bool:
        """Whether it was to be pulled and never was: neither a statement nor a commit came."""
        return self._after_commit and self._left is not None

    def fit(self, patch: pytest.MonkeyPatch) -> None:
        """Put it in place, at every gate to either database."""
        for owner in {owner for client in CLIENTS for owner in client.__mro__}:
            for gate in GATES:
                if gate in vars(owner):
                    patch.setattr(owner, gate, self._guarded(vars(owner)[gate]))
        for context in (sqlite._Context, asyncpg._Context):
            patch.setattr(context, "__aexit__", self._silenced(context.__aexit__))

    def _guarded(self, through: Callable[..., Any]) -> Callable[..., Any]:
        async def gate(*args: Any, **options: Any) -> Any:
            if self._left == 0:
                self._left = None
                raise Unplugged
            if self._left is not None:
                self._left -= 1
            return await through(*args, **options)

        return gate

    def _silenced(self, leave: Callable[..., Any]) -> Callable[..., Any]:
        async def left(context: Any, kind: Any, error: Any, trace: Any) -> None:
            await leave(context, kind, error, trace)
            if self._after_commit and kind is None:
                self._after_commit = False
                raise Unplugged

        return left


async def picture() -> Picture:
    """Return how many rows every table has, and a digest of all that stands in them."""
    models = require_context().apps["forum"].values()
    return {table: await _table(table) for table in sorted(one._meta.db_table for one in models)}


async def picture_after(act: Act) -> Picture:
    """Return what an act would leave behind, and undo it."""
    taken: Picture = {}
    with suppress(Unplugged):
        async with in_transaction():
            await act()
            taken = await picture()
            raise Unplugged
    return taken


async def _table(name: str) -> tuple[int, str]:
    rows = await get_connection("default").execute_query_dict(
        f'SELECT * FROM "{name}"'  # noqa: S608 - our own names
    )
    lines = sorted(repr(sorted(row.items())) for row in rows)
    return len(rows), hashlib.sha256("\n".join(lines).encode()).hexdigest()

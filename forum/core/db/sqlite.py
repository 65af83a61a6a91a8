"""SQLite for the ORM, safe when a task is cancelled.

The library's own engine hangs for ever after *one* task is cancelled while it opens a transaction,
and a dropped socket or a timeout is enough for that. It also opens transactions so late that two
writers find out only when both have read.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

T = TypeVar("T")


class Client(SqliteClient):
    """One connection and one lock a process."""

    def __init__(self, file_path: str, **options: Any) -> None:
        # What is deleted is overwritten: whoever has words erased has them erased from the file.
        ours = {"busy_timeout": 10_000, "synchronous": "FULL", "secure_delete": "ON"}
        super().__init__(file_path, **{**ours, **options, "journal_size_limit": 64 * 1024 * 1024})

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001 - the library's own
        try:
            await _finish(super().create_connection(with_db))
        except Exception:
            await self.close()  # without its pragmas it would not even check foreign keys
            raise

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as inside:
            await inside.execute_many(query, values)

    def _in_transaction(self) -> TransactionContext:
        return _Context(_Transaction(self), self._lock)


client_class = Client


class _Transaction(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    async def execute_script(self, query: str) -> None:
        """Run each statement here: `executescript` would first commit what came before."""
        for statement in statements(query):
            await self.execute_query(statement)


class _Context(SqliteTransactionContext):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self._begin()
            self.token = get_connections().set(self.connection_name, self.connection)
        except BaseException:
            self._trxlock.release()
            raise
        opened: TransactionalDBClient = self.connection
        return opened

    async def _begin(self) -> None:
        try:
            await _finish(self.connection.begin())
        except asyncio.CancelledError:
            if self.connection._connection.in_transaction:
                await _finish(self.connection._connection.rollback())
            raise

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if self.connection._finalized:
                return
            if kind is None:
                await self._commit()
            elif kind is not TransactionManagementError:
                await _finish(self.connection.rollback())
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()

    async def _commit(self) -> None:
        try:
            await _finish(self.connection.commit())
        except Exception as error:
            await _finish(self.connection._connection.rollback())
            if isinstance(error, sqlite3.Error):
                raise OperationalError(error) from error
            raise


async def _finish(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end even if we are cancelled meanwhile, and only then be cancelled."""
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
        except Exception:
            break
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # looked at, so that nobody complains it never was
        raise cancelled
    return task.result()


def statements(script: str) -> Iterator[str]:
    """Split SQL where SQLite itself sees an end: not inside a trigger, a string or a comment."""
    statement = ""
    for part in script.split(";"):
        statement += part
        if sqlite3.complete_statement(f"{statement};"):
            if statement.strip():
                yield statement.strip()
            statement = ""
        else:
            statement += ";"
    if statement.rstrip(";").strip():
        yield statement.strip()

"""PostgreSQL for the ORM, safe when a task is cancelled.

The library's own engine keeps a connection of the pool for ever when a task is cancelled while it
opens a transaction; five such accidents and the forum stands still. It also leaves a task with a
dead transaction for ever if the connection cannot be given back.
"""

from __future__ import annotations

from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError


class Client(AsyncpgDBClient):
    """A pool of connections a process."""

    def _in_transaction(self) -> TransactionContext:
        return _Context(TransactionWrapper(self), self._pool_init_lock)


client_class = Client


class _Context(TransactionContextPooled):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        pool = self.client._parent._pool
        self.client._connection = await pool.acquire()
        try:
            await self.client.begin()
            self.token = get_connections().set(self.connection_name, self.client)
        except BaseException:
            await pool.release(self.client._connection)  # which asyncpg itself shields
            raise
        return self.client

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        pool, given_back = self.client._parent._pool, False
        try:
            # Of several queries sent together one may have failed while others are still under
            # way. A connection does one thing at a time: the lock waits for the one it is doing,
            # and those that come later find it given back.
            async with self.client._lock:  # type: ignore[attr-defined] # its class says only that it is a client
                await self._end(kind)
                given_back = True
                await pool.release(self.client._connection)
        finally:
            get_connections().reset(self.token)
            if not given_back:
                await pool.release(self.client._connection)

    async def _end(self, kind: Any) -> None:
        if self.client._finalized:
            return
        if kind is None:
            await self.client.commit()
        elif kind is not TransactionManagementError:
            await self.client.rollback()

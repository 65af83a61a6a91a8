"""PostgreSQL for the ORM, safe when a task is cancelled.

The library's own engine keeps a connection of the pool for ever when a task is cancelled while it
opens a transaction; five such accidents and the forum stands still.
"""

from __future__ import annotations

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections


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

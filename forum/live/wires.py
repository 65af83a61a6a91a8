"""The wires: NOTIFY of PostgreSQL on a connection of its own, or Redis (the extra `redis`)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from tortoise.backends.base.config_generator import expand_db_url

from forum.core.ids import digest
from forum.core.settings import Settings
from forum.live.broker import Broker, Wire

CHANNEL = "forum_live"
PULSE = 5.0
"""Seconds after which a wire on which nothing is said is tried, for it may have been cut."""


def broker_for(settings: Settings) -> Broker:
    """Return what FORUM_BUS names."""
    bus = settings.bus
    if not bus:
        return Broker(None)
    if bus == "postgres":
        return Broker(lambda: postgres_wire(settings.database_url))
    try:
        import redis.asyncio  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise SystemExit(
            "FORUM_BUS names Redis, which needs more packages: pip install 'forum[redis]'"
        ) from None
    return Broker(lambda: redis_wire(bus, f"{CHANNEL}:{digest(settings.database_url)[:12]}"))


@asynccontextmanager
async def postgres_wire(url: str) -> AsyncGenerator[Wire]:
    """Open a wire through the database itself."""
    known = expand_db_url(url)["credentials"]
    names = ("host", "port", "user", "password", "database", "ssl")
    connection = await asyncpg.connect(
        **{name: known[name] for name in names if known.get(name) is not None}, timeout=5
    )
    try:
        wire = _Postgres(connection)
        await connection.add_listener(CHANNEL, wire.hear)
        connection.add_termination_listener(wire.lose)
        yield wire
    finally:
        connection.terminate()


@asynccontextmanager
async def redis_wire(url: str, channel: str) -> AsyncGenerator[Wire]:
    """Open a wire through Redis, which keeps nothing."""
    from redis import asyncio as redis  # noqa: PLC0415 - an extra

    client = redis.from_url(url, socket_connect_timeout=5, decode_responses=True)
    listening = client.pubsub()
    try:
        await listening.subscribe(channel)
        yield _Redis(client, listening, channel)
    finally:
        await listening.aclose()  # type: ignore[no-untyped-call]
        await client.aclose()


class _Postgres:
    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._heard: asyncio.Queue[str | None] = asyncio.Queue()
        self._one_at_a_time = asyncio.Lock()

    def hear(self, _connection: Any, _process: int, _channel: str, text: str) -> None:
        self._heard.put_nowait(text)

    def lose(self, _connection: Any) -> None:
        self._heard.put_nowait(None)

    async def send(self, text: str) -> None:
        async with self._one_at_a_time:
            await self._connection.execute("SELECT pg_notify($1, $2)", CHANNEL, text, timeout=PULSE)

    async def heard(self) -> AsyncIterator[str]:
        while True:
            try:
                async with asyncio.timeout(PULSE):
                    text = await self._heard.get()
            except TimeoutError:
                async with self._one_at_a_time:
                    await self._connection.execute("SELECT 1", timeout=PULSE)
                continue
            if text is None:
                raise ConnectionError
            yield text


class _Redis:
    def __init__(self, client: Any, listening: Any, channel: str) -> None:
        self._client, self._listening, self._channel = client, listening, channel

    async def send(self, text: str) -> None:
        async with asyncio.timeout(PULSE):
            await self._client.publish(self._channel, text)

    async def heard(self) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        while True:
            asked_at = loop.time()
            message = await self._listening.get_message(timeout=PULSE)
            if message is not None and message["type"] == "message":
                yield message["data"]
            elif message is None and loop.time() - asked_at > PULSE / 2:
                # Nothing at all, which is not the same as the answer to the last ping.
                async with asyncio.timeout(PULSE):
                    await self._listening.ping()

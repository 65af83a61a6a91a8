"""A bad line: passes on what each side says, and cuts some connections in the middle of a word."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from random import Random
from typing import Self

CUT = 0.15
MOST_PIECES = 40
PIECE = 4096


class BadLine:
    """Stands before one server. One in seven connections is cut, sooner or later, mid-reply."""

    def __init__(self, port: int, seed: int) -> None:
        self.server = port
        self.port = 0
        self.cut = 0
        self.passed = 0
        self._chance = Random(seed)  # noqa: S311 - the same bad luck each time
        self._door: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._door = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = self._door.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._door is not None
        self._door.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    async def _pass_on(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            far, forth = await asyncio.open_connection("127.0.0.1", self.server)
        except OSError:
            back.transport.abort()
        else:
            await self._connected(near, back, far, forth)
        finally:
            self._lines.discard(task)

    async def _connected(
        self,
        near: asyncio.StreamReader,
        back: asyncio.StreamWriter,
        far: asyncio.StreamReader,
        forth: asyncio.StreamWriter,
    ) -> None:
        self.passed += 1
        ill = self._chance.random() < CUT
        pieces = self._chance.randrange(1, MOST_PIECES) if ill else 0
        ways = [
            asyncio.create_task(self._one_way(near, forth, 0)),
            asyncio.create_task(self._one_way(far, back, pieces)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            for writer in (back, forth):
                writer.transport.abort()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _one_way(
        self, here: asyncio.StreamReader, there: asyncio.StreamWriter, pieces: int
    ) -> None:
        """Pass pieces on until the end, or half of the last one that this line will bear."""
        with suppress(OSError):
            while piece := await here.read(PIECE):
                pieces -= 1
                if pieces == 0:
                    self.cut += 1
                    there.write(piece[: len(piece) // 2])
                    await there.drain()
                    return
                there.write(piece)
                await there.drain()

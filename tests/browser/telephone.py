"""A line between one browser and the server that can be cut, and mended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

PIECE = 65536


class Telephone:
    """Passes on what each side says; while it is cut, nobody gets through."""

    def __init__(self, forum: str) -> None:
        self._server = urlsplit(forum).port
        self._calls: set[asyncio.StreamWriter] = set()
        self._works = True
        self._sockets = True

    @property
    def address(self) -> str:
        """Where the browser calls."""
        return f"http://localhost:{self._door.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._door = await asyncio.start_server(self._answer, "localhost", 0)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._door.close()
        self.cut()

    def cut(self) -> None:
        """End what is being said, on both sides, and let nobody through."""
        self._works = False
        for call in self._calls:
            call.transport.abort()

    def mend(self) -> None:
        """Let calls through again."""
        self._works = self._sockets = True

    def let_pages_through(self) -> None:
        """Mend it, but for sockets: so some networks are."""
        self._works, self._sockets = True, False

    async def _answer(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        if not self._works:
            back.transport.abort()
            return
        first = await near.read(PIECE)
        if b"/live?" in first.partition(b"\r\n")[0] and not self._sockets:
            back.transport.abort()
            return
        far, forth = await asyncio.open_connection("localhost", self._server)
        self._calls |= {back, forth}
        forth.write(first)
        try:
            await asyncio.gather(_pass_on(near, forth), _pass_on(far, back))
        finally:
            self._calls -= {back, forth}
            for call in (back, forth):
                call.transport.abort()


async def _pass_on(here: asyncio.StreamReader, there: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while piece := await here.read(PIECE):
            there.write(piece)
            await there.drain()
    there.transport.abort()

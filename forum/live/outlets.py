"""Where frames go: a connection with the extension, any other ASGI server, or a long poll."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Protocol

from starlette.types import Send

from forum.live.frames import payload_of

PATIENCE = 15.0
OWED = 64


class Outlet(Protocol):
    """What a room writes to. Nothing in it ever waits for a reader."""

    paused: bool
    on_drain: Callable[[], None] | None
    hear: Callable[[str], bool] | None
    """Asked with each message before it waits its turn, where the server can; true takes it."""

    def write(self, frame: bytes) -> None:
        """Send a frame."""

    def write_all(self, frames: list[bytes]) -> None:
        """Send several."""

    def end(self, code: int, reason: str = "") -> None:
        """Close the connection."""


class AsgiOutlet:
    """One message at a time by ASGI, for servers without our frames; while it sends, it is paused.

    Answers to what the client itself sent are owed, and kept; everything else is made up for.
    """

    def __init__(self, send: Send) -> None:
        self.paused = False
        self.on_drain: Callable[[], None] | None = None
        self.hear: Callable[[str], bool] | None = None
        self._send = send
        self._owed: list[bytes] = []
        self._sending: asyncio.Task[None] | None = None
        self._closing: tuple[int, str] | None = None

    def write(self, frame: bytes) -> None:
        if len(self._owed) > OWED:
            self.end(1011)
        self.write_all([frame])

    def write_all(self, frames: list[bytes]) -> None:
        if self._closing is not None:
            return
        self._owed += frames
        self.paused = True
        if self._sending is None:
            self._sending = asyncio.create_task(self._deliver())

    def end(self, code: int, reason: str = "") -> None:
        if self._closing is None:
            self._closing = (code, reason)
            if self._sending is None:
                self._sending = asyncio.create_task(self._deliver())

    async def _deliver(self) -> None:
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):  # whoever left, left
            while self._owed or self._closing:
                await self._empty()
                if self._closing is not None:
                    code, reason = self._closing
                    await self._send({"type": "websocket.close", "code": code, "reason": reason})
                    return
                self.paused = False
                if self.on_drain is not None:
                    self.on_drain()
            self._sending = None

    async def _empty(self) -> None:
        while self._owed:
            text = payload_of(self._owed.pop(0)).decode()
            async with asyncio.timeout(PATIENCE):
                await self._send({"type": "websocket.send", "text": text})


class Basket:
    """Collects the messages of one long poll and tells when there is something."""

    def __init__(self) -> None:
        self.paused = False
        self.on_drain: Callable[[], None] | None = None
        self.hear: Callable[[str], bool] | None = None
        self.messages: list[bytes] = []
        self.something = asyncio.Event()

    def write(self, frame: bytes) -> None:
        self.write_all([frame])

    def write_all(self, frames: list[bytes]) -> None:
        self.messages += [payload_of(frame) for frame in frames]
        self.something.set()

    def end(self, code: int, reason: str = "") -> None:  # noqa: ARG002 - the answer ends anyway
        self.something.set()

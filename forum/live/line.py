"""What a room holds of one connection that has the extension."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forum.live.frames import FramesProtocol


class Line:
    """What a room holds of one connection: an outlet, small and close together in memory.

    Ten thousand of them are touched for each message. The protocol has so many attributes that
    reading four of them there costs as much as all else that is done for a message.
    """

    __slots__ = ("_protocol", "hear", "on_drain", "paused", "write", "write_all")

    def __init__(self, protocol: FramesProtocol, transport: asyncio.Transport) -> None:
        self._protocol: FramesProtocol | None = protocol
        self.paused = False
        self.on_drain: Callable[[], None] | None = None
        self.hear: Callable[[str], bool] | None = None
        self.write: Callable[[bytes], None] = transport.write
        self.write_all: Callable[[list[bytes]], None] = transport.writelines

    def end(self, code: int, reason: str = "") -> None:
        """Close the connection for this reason."""
        if self._protocol is not None:
            self._protocol.end(code, reason)

    def stop(self) -> None:
        """Send nothing more: a closing has gone out."""
        self.write = self.write_all = _into_nothing

    def forget(self) -> None:
        """Nobody is there any more. Held on to, each connection would be a circle in memory."""
        self.stop()
        self._protocol = self.on_drain = self.hear = None


def _into_nothing(_frames: object) -> None: ...

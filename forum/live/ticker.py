"""States go out a few times a second, never once a change: how often depends on how many listen."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from forum.live.rooms import Room

if TYPE_CHECKING:
    from forum.live.hub import Live

log = structlog.get_logger(__name__)

A_MESSAGE = 12e-6
FASTEST, SLOWEST = 10.0, 1.0
SILENCE = 20.0
"""Seconds after which something is sent in any case: a client that hears nothing reconnects."""


def pace(listeners: int, percent: int) -> float:
    """Return how often a second states may be sent to so many, for so much of one core."""
    return max(SLOWEST, min(FASTEST, percent / 100 / (max(1, listeners) * A_MESSAGE)))


class Ticker:
    """Sends the newest states of every room."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self._sent: dict[str, float] = {}

    async def run(self) -> None:
        """Tick until cancelled."""
        due = time.monotonic()
        while True:
            hertz = pace(self.live.listeners, self.live.settings.tally_percent)
            due = max(due + 1 / hertz, time.monotonic())
            await asyncio.sleep(due - time.monotonic())
            try:
                await self.tick()
            except Exception:
                log.exception("tick_failed")

    async def tick(self) -> None:
        """Send what has changed since the last tick."""
        for room in list(self.live.rooms.values()):
            await self._tick(room, time.monotonic())
        self._sent = {ref: at for ref, at in self._sent.items() if ref in self._present()}

    async def _tick(self, room: Room, now: float) -> None:
        ref = room.session.ref
        keys = room.numbers.take(room.floor)
        if not keys and now - self._sent.setdefault(ref, now) >= SILENCE:
            keys = room.numbers.beat(room.floor)
        if not keys:
            return
        self._sent[ref] = now
        for group in list(room.groups.values()):
            await group.send_states(keys)

    def _present(self) -> set[str]:
        return {room.session.ref for room in self.live.rooms.values()}

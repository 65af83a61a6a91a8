"""What is looked after every second or so, whether or not anybody has told us."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from forum.accounts.queries import ended_since
from forum.core import clock
from forum.core.db import dialect
from forum.live.protocol import Close
from forum.live.rooms import Room
from forum.sessions.queries.crowd import heads_of
from forum.stage.audiences import Audience

if TYPE_CHECKING:
    from forum.live.hub import Live

log = structlog.get_logger(__name__)

SLOW = 15.0
EMPTY = 60.0
SAY_AGAIN = 5
LOOK, LOOK_ALONE = 10, 3
"""Seconds between two looks at the logs, with a bus that carries and without."""
COUNT = 10
PRESENCE_TO = 1_000
"""To so many people a second it is told how many there are; to more of them less often."""
SWEEP = 4
LATELY = timedelta(seconds=30)


class Rounds:
    """Slow readers, who is present, logs that have grown unseen, sign-ins that have ended."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self._present: dict[str, tuple[int, int]] = {}

    async def run(self) -> None:
        """Go round until cancelled."""
        second = 0
        while True:
            await asyncio.sleep(1)
            second += 1
            try:
                await self.round(second)
            except Exception:
                log.exception("round_failed")

    async def round(self, second: int) -> None:
        """Do what is due in this second."""
        for room in list(self.live.rooms.values()):
            self._look_at(room, second)
        if second % (LOOK if self._told() else LOOK_ALONE) == 0:
            await self.read_heads()
        if second % COUNT == 0:
            for room in list(self.live.rooms.values()):
                await room.count_again()
        if second % SWEEP == 0:
            await self.sweep()

    async def read_heads(self) -> None:
        """Find logs that have grown, plans that were changed, and sessions that are gone."""
        rooms = list(self.live.rooms.values())
        heads = await heads_of([room.session.id for room in rooms])
        for room in rooms:
            head = heads.get(room.session.id)
            if head is None or head.epoch != room.session.epoch:
                self._close(room)
            else:
                room.moved(head.s)

    async def sweep(self) -> None:
        """Send away whoever has signed out somewhere else, or was signed in for too long."""
        now = clock.now()
        ended = await ended_since(now - LATELY)
        members = list(self.live.members)
        over = {one.sign_in_id for one in members if one.good_until and one.good_until < now}
        self.live.send_away(ended)
        await self.live.ask_rights(over | {one.sign_in_id for one in members if one.actor.grants})

    def _told(self) -> bool:
        """Tell whether we hear of all that happens: over a bus, or because we are alone."""
        return self.live.broker.carries or dialect() == "sqlite"

    def _look_at(self, room: Room, second: int) -> None:
        now, here = time.monotonic(), 0
        for member in list(room.members):
            here += member.group.audience is Audience.CITIZEN
            if not member.outlet.paused:
                member.paused_since = 0.0
            elif not member.paused_since:
                member.paused_since = now
            elif now - member.paused_since > SLOW:
                member.give_up()
        self._tell_present(room, here, second)
        if second % max(1, here // PRESENCE_TO) == 0:
            room.numbers.look_round()
        room.stirred = {one: at for one, at in room.stirred.items() if now - at < LOOK}
        self._forget(room, now)

    def _tell_present(self, room: Room, here: int, second: int) -> None:
        said, at = self._present.get(room.session.ref, (-1, 0))
        if said != here or second - at >= SAY_AGAIN:
            self._present[room.session.ref] = (here, second)
            news = {"m": "presence", "session": room.session.ref}
            self.live.tell({**news, "process": self.live.name, "online": here})

    def _forget(self, room: Room, now: float) -> None:
        if any(True for _ in room.members):
            room.empty_since = 0.0
        elif not room.empty_since:
            room.empty_since = now
        elif now - room.empty_since > EMPTY:
            self._close(room)

    def _close(self, room: Room) -> None:
        """Let everybody come back to a room that is read anew."""
        self.live.rooms.pop(room.session.code, None)
        room.closed = True
        self._present.pop(room.session.ref, None)
        for member in list(room.members):
            member.outlet.end(Close.RESTART)

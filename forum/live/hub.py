"""All rooms of one process: who finds which, what the facts mean for them, and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import random
import weakref
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from forum.access.policy import Permission, allows
from forum.accounts.queries import Holder, holders_of, holders_of_sign_ins
from forum.core.ids import new_ref
from forum.core.settings import Settings
from forum.live import protocol
from forum.live.batches import Batch
from forum.live.broker import Broker, News
from forum.live.doors import Doors
from forum.live.members import Member
from forum.live.protocol import Close
from forum.live.rooms import Room, load
from forum.live.rounds import Rounds
from forum.live.ticker import Ticker
from forum.live.wires import broker_for
from forum.stage.audiences import Audience
from forum.voting.ballot_box import ballot_box

log = structlog.get_logger(__name__)

SHORTEST_RETURN = 500
"""Milliseconds over which even a few are asked to come back after a restart."""
BUSY_FOR = 5.0

_running: weakref.WeakSet[Live] = weakref.WeakSet()


class Live:
    """The live layer of one process."""

    def __init__(self, settings: Settings, broker: Broker | None = None) -> None:
        self.name = new_ref()
        self.settings = settings
        self.broker = broker or broker_for(settings)
        self.doors = Doors()
        self.holders: Batch[str, Holder] = Batch(holders_of)
        self.rooms: dict[str, Room] = {}
        self.leaving = False
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._loading: dict[str, asyncio.Task[Room]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    async def start(self) -> None:
        """Begin to tick, to look round, and to hear of what happens here and elsewhere."""
        self._loop = asyncio.get_running_loop()
        self.broker.start(self.name, self.hear, self.read_again)
        self._tasks = [
            asyncio.create_task(Ticker(self).run()),
            asyncio.create_task(Rounds(self).run()),
        ]
        _running.add(self)

    async def stop(self) -> None:
        """End; whoever is still connected is asked to come back."""
        _running.discard(self)
        self.leaving = True
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self.broker.stop()
        for member in list(self.members):
            member.outlet.end(Close.RESTART)

    async def farewell(self) -> None:
        """Finish what was begun, then tell everybody when to come back, spread over some time."""
        self.leaving = True
        await ballot_box().drain()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), BUSY_FOR)
        every = list(self.members)
        spread = max(SHORTEST_RETURN, len(every))
        for member in every:
            member.outlet.write(protocol.bye(random.randrange(spread)))  # noqa: S311 - a pause

    @property
    def members(self) -> Iterator[Member]:
        """Everybody connected to this process."""
        return (member for room in self.rooms.values() for member in room.members)

    @property
    def listeners(self) -> int:
        """How many they are."""
        rooms = self.rooms.values()
        return sum(len(group.members) for room in rooms for group in room.groups.values())

    def here(self) -> bool:
        """Tell whether it runs in this event loop."""
        return self._loop is asyncio.get_running_loop()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let nobody say goodbye before this block is done."""
        self.begin()
        try:
            yield
        finally:
            self.end()

    def begin(self) -> None:
        """Begin something before whose end nobody says goodbye."""
        self._busy += 1
        self._idle.clear()

    def end(self) -> None:
        """End what was begun."""
        self._busy -= 1
        if not self._busy:
            self._idle.set()

    async def room(self, code: str) -> Room:
        """Return the room of this session; however many ask at once, it is read once."""
        room = self.rooms.get(code)
        if room is not None:
            return room
        loading = self._loading.get(code)
        if loading is None:
            loading = self._loading[code] = asyncio.create_task(self._load(code))
        return await asyncio.shield(loading)

    def tell(self, news: News) -> None:
        """Take in what happened in this process, and tell the others."""
        self.hear(news)
        self.broker.publish(news)

    def hear(self, news: News) -> None:
        """Take in what happened in any process."""
        match news["m"]:
            case "gone":
                self.send_away(set(news["sign_ins"]))
            case "rights":
                theirs = self._members_of(news["person"])
                for member in theirs:
                    member.rights_changed = True
                self.spawn(self.ask_rights({member.sign_in_id for member in theirs}))
            case _:
                room = self._room_of(news["session"])
                if room is not None:
                    self._hear_in(room, news)

    def read_again(self) -> None:
        """News may have been missed: every room reads its log and its numbers."""
        for room in self.rooms.values():
            room.moved(room.s + 1)
            self.spawn(room.count_again())

    def send_away(self, sign_ins: Collection[int]) -> None:
        """Close the connections of sign-ins that have ended."""
        for member in [one for one in self.members if one.sign_in_id in sign_ins]:
            member.outlet.end(Close.SIGNED_OUT)

    async def ask_rights(self, sign_ins: Collection[int]) -> None:
        """Ask again who these are; whoever may not see what they see is sent away."""
        if not sign_ins:
            return
        holders = await holders_of_sign_ins(sign_ins)
        for room in list(self.rooms.values()):
            for member in [one for one in room.members if one.sign_in_id in sign_ins]:
                holder = holders.get(member.sign_in_id)
                member.rights_changed = False
                if holder is None:
                    member.outlet.end(Close.SIGNED_OUT)
                    continue
                if holder.actor == member.actor:
                    continue
                member.actor = holder.actor
                watches = room.session.rehearsal or member.group.audience is Audience.CHAIR
                if watches and not allows(member.actor, Permission.SESSION_WATCH, room.session):
                    member.outlet.end(Close.SIGNED_OUT)

    def spawn(self, work: Any) -> None:
        """Do something soon; if it fails, the next round makes up for it."""
        task = asyncio.create_task(work)
        self._tasks.append(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("live_failed", exc_info=error)

    async def _load(self, code: str) -> Room:
        try:
            room = await load(code)
            self.rooms[room.session.code] = room
            room.moved(room.s + 1)  # what happened meanwhile was told to nobody
            return room
        finally:
            del self._loading[code]

    def _members_of(self, person_id: int) -> list[Member]:
        rooms = self.rooms.values()
        return [member for room in rooms for member in room.people.get(person_id, ())]

    def _room_of(self, session: int | str) -> Room | None:
        for room in self.rooms.values():
            if session in (room.session.id, room.session.ref):
                return room
        return None

    def _hear_in(self, room: Room, news: News) -> None:
        match news["m"]:
            case "moved":
                room.moved(news["s"])
            case "tally":
                changed = {marks: (votes, at) for marks, (votes, at) in news["changed"].items()}
                room.numbers.count(news["poll"], changed, news["cast"])
            case "queue":
                room.numbers.support({ref: (n, at) for ref, (n, at) in news["changed"].items()})
            case "presence":
                room.numbers.present(news["process"], news["online"])
            case "checked_in":
                room.numbers.check_in(news["number"])
                self.spawn(room.look_again(news["person"]))
            case "standing":
                self.spawn(room.look_again(news["person"]))


def running() -> list[Live]:
    """Return the live layers of this event loop."""
    return [live for live in _running if live.here()]

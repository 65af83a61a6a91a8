"""One session as one process knows it: floor, groups, numbers, and how a new event gets to all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from forum.core.ids import new_ref
from forum.live import protocol
from forum.live.batches import Batch
from forum.live.groups import Group, said_and_taken_away, slices
from forum.live.members import Member, Part
from forum.live.numbers import Numbers
from forum.live.protocol import Say, State
from forum.live.you import VERSIONS, Polls, parts_of, sentence_for, you_of
from forum.sessions.floor import Event, Floor, Happening, apply, floor_after
from forum.sessions.models import Session
from forum.sessions.queries import (
    Name,
    Scene,
    find_session,
    log_of,
    names_for,
    present_in,
    scene_of,
    supports_of,
)
from forum.stage.audiences import Audience
from forum.stage.drawing import POLLING, QUEUE
from forum.stage.epoch import epoch_of
from forum.voting.queries import cast_in, polls_of_session, tally_rows

log = structlog.get_logger(__name__)

K = Happening
MUTING = frozenset({K.MUTED, K.UNMUTED, K.BALANCE})
OWN = frozenset({K.ASKED, K.HIDDEN, K.SHOWN})
"""What becomes of an entry that its author is told, whatever they see of it."""


class Room:
    """Everybody who is connected here and looks at one session."""

    def __init__(self, session: Session, scene: Scene, floor: Floor) -> None:
        self.session, self.scene, self.floor = session, scene, floor
        self.name, self.epoch = new_ref(), epoch_of(session)
        self.numbers = Numbers()
        self.polls: Polls = {}
        self.groups: dict[tuple[Audience, str], Group] = {}
        self.parts: Batch[int, Part] = Batch(self._parts_of)
        self.stirred: dict[int, float] = {}
        self.people: dict[int, tuple[Member, ...]] = {}
        self.asked: dict[str, list[str]] = {}
        self.empty_since = 0.0
        self.closed = False
        self._wanted, self._told = floor.s, 0
        self._reading: asyncio.Task[None] | None = None
        for entry in floor.entries.values():
            self.asked.setdefault(entry.who, []).append(entry.ref)

    @property
    def members(self) -> Iterator[Member]:
        """Everybody in it, whatever they see."""
        return (member for group in self.groups.values() for member in group.members)

    @property
    def s(self) -> int:
        """The number of the last event it knows."""
        return self.floor.s

    def group(self, audience: Audience, language: str) -> Group:
        """Return those who see this, in this language; their picture is drawn when one comes."""
        group = self.groups.get((audience, language))
        if group is None:
            group = Group(audience, language, self.scene, self.floor, self.numbers.frames)
            self.groups[audience, language] = group
        return group

    def join(self, member: Member, epoch: str, s: int) -> None:
        """Let somebody in and bring them from what they have seen to what is."""
        group = member.group
        follows = epoch == self.epoch and group.remembers(s)
        member.cursor, member.fresh = (s, False) if follows else (group.s, True)
        member.may_vote = sentence_for(member, self.floor, self.polls)
        member.missed = set(self.numbers.frames)
        group.members[member] = None
        if member.person_id:
            self.people[member.person_id] = (*self.people.get(member.person_id, ()), member)
        then = Say.EVENT if follows else Say.SNAPSHOT
        member.outlet.on_drain = member.flush
        member.flush(protocol.hi(self.epoch, group.s, then, self.you(member)))

    def leave(self, member: Member) -> None:
        """Forget somebody who has left."""
        member.group.members.pop(member, None)
        member.outlet.on_drain = None
        others = tuple(one for one in self.people.pop(member.person_id, ()) if one is not member)
        if others:
            self.people[member.person_id] = others

    def moved(self, s: int) -> None:
        """The log has grown to `s`: read what is new, one reader at a time."""
        self._wanted, self._told = max(self._wanted, s), self._told + 1
        if self._wanted > self.floor.s and self._reading is None:
            self._reading = asyncio.create_task(self._read())

    async def settled(self) -> None:
        """Wait until all that is known to have happened is told."""
        while self._reading is not None:
            await asyncio.shield(self._reading)

    async def count_again(self) -> None:
        """Read the numbers from the tables: whatever message was lost, late or twice, they hold."""
        self.numbers.check_in(await present_in(self.session.id))
        self.numbers.support(await supports_of(self.session.id))
        poll = self.polls.get(self.floor.poll.ref) if self.floor.poll else None
        if poll is not None:
            cast = await cast_in([poll])
            self.numbers.count(poll.ref, (await tally_rows([poll.id]))[poll.id], cast[poll.id])

    async def look_again(self, person_id: int) -> None:
        """Find out how somebody takes part now, and tell all their sockets in this room."""
        self.stirred[person_id] = time.monotonic()
        if person_id not in self.people:
            return
        part = await self.parts.get(person_id)
        for member in self.people.get(person_id, ()):
            member.part = part
            self.tell_you(member)

    def tell_others(self, member: Member) -> None:
        """Tell the other sockets of the same person what they have just done here.

        Their own answer comes by itself, but for what they may not do any more.
        """
        for one in self.people.get(member.person_id, ()):
            one.part = member.part
            if one is not member or one.may_vote != sentence_for(one, self.floor, self.polls):
                self.tell_you(one)

    def tell_you(self, member: Member) -> None:
        """Tell one person how they stand now."""
        member.may_vote = sentence_for(member, self.floor, self.polls)
        member.outlet.write(protocol.state(State.YOU, next(VERSIONS), {"d": self.you(member)}))

    def you(self, member: Member) -> dict[str, Any]:
        """Return what one person is told about themselves."""
        return you_of(member, self.asked.get(member.person_ref, []), self.floor)

    async def _read(self) -> None:
        try:
            while self._wanted > self.floor.s:
                told = self._told
                events = await log_of(self.session.id, self.floor.s)
                if not events and self._told == told:
                    break  # told of before it can be seen: whoever looks round finds it
                await self._meet(events)
                if said_and_taken_away(events):
                    await self._skip_to_the_end(events)
                    continue
                for event in events:
                    await self._happened(event)
        except Exception:
            log.exception("room_stuck", session=self.session.ref, s=self.floor.s)
        finally:
            self._wanted, self._reading = self.floor.s, None

    async def _meet(self, events: Iterable[Event]) -> None:
        """Learn the names of people who appear for the first time."""
        people = {one for event in events for one in (event.by, event.data.get("who", "")) if one}
        if new := people - set(self.scene.names):
            self.scene = with_names(self.scene, await names_for(new))

    async def _skip_to_the_end(self, events: Sequence[Event]) -> None:
        """Show everybody what is, without what came and was taken away before we heard of it."""
        self.polls = {poll.ref: poll for poll in await polls_of_session(self.session.ref)}
        for event in events:
            self.floor = apply(self.floor, event)
            if event.k is K.ASKED:
                self.asked.setdefault(event.by, []).append(event.data["entry"])
        self.session.state = self.floor.state
        self.numbers.open_poll(self.floor.poll)
        self.numbers.reorder()
        for group in self.groups.values():
            group.show(self.scene, self.floor)
        for some in slices(self.members):
            for member in some:
                member.flush()
                self.tell_you(member)
            await asyncio.sleep(0)
        await self.count_again()
        await self._tell_who_may_vote(opened=any(one.k is K.POLL_OPENED for one in events))

    async def _happened(self, event: Event) -> None:
        if event.k in POLLING:
            self.polls = {poll.ref: poll for poll in await polls_of_session(self.session.ref)}
        # Nothing waits from here to the last group: whoever comes in sees all of it or none.
        self.floor = apply(self.floor, event)
        self.session.state = self.floor.state
        self.numbers.open_poll(self.floor.poll)
        if event.k is K.ASKED:
            self.asked.setdefault(event.by, []).append(event.data["entry"])
        for group in self.groups.values():
            group.advance(event, self.scene, self.floor)
        if event.k in QUEUE | MUTING:
            self.numbers.reorder()
        for group in list(self.groups.values()):
            await group.send()
        if event.k in OWN:
            author = self.floor.entries[event.data["entry"]].who
            for member in list(self.members):
                if member.person_ref == author:
                    self.tell_you(member)
        if event.k in POLLING:
            await self.count_again()
        if event.k in POLLING | {K.CHAIR}:
            await self._tell_who_may_vote(opened=event.k is K.POLL_OPENED)

    async def _tell_who_may_vote(self, *, opened: bool) -> None:
        """Whoever was there when a poll opened may vote in it; tell those for whom that differs."""
        for some in slices(self.members):
            for member in some:
                if opened and member.part is not None:
                    member.part.entitled = self._entitled(member.part)
                if member.may_vote != sentence_for(member, self.floor, self.polls):
                    self.tell_you(member)
            await asyncio.sleep(0)

    async def _parts_of(self, people: Collection[int]) -> dict[int, Part]:
        return await parts_of(self.session.id, self.floor, self.polls, people)

    def _entitled(self, part: Part) -> bool:
        poll = self.polls.get(self.floor.poll.ref) if self.floor.poll else None
        return poll is not None and (poll.entitled is None or part.checked_in)


def with_names(scene: Scene, names: Mapping[str, Name]) -> Scene:
    """Return the scene with more people in it."""
    return replace(scene, names={**scene.names, **names})


async def load(code: str) -> Room:
    """Return the room of a session as it stands, or say that there is no such session."""
    session = await find_session(code)
    scene = await scene_of(session)
    floor = floor_after(await log_of(session.id))
    room = Room(session, scene, floor)
    room.polls = {poll.ref: poll for poll in await polls_of_session(session.ref)}
    room.numbers.open_poll(floor.poll)
    room.numbers.reorder()
    await room.count_again()
    return room

"""Votes, taken as they come.

When thousands vote within seconds, waking the task of each connection costs more than the votes. So
a vote in order is dropped into the box from where it is read, and answered from where it is stored.
Whatever is odd about one is left to its verb, which says what.
"""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from typing import TYPE_CHECKING, NamedTuple

from forum.core.errors import ForumError
from forum.live import protocol
from forum.live.members import Member
from forum.live.pace import Pace
from forum.live.protocol import Message, Unreadable
from forum.live.rooms import Room
from forum.live.verbs import ballot_in, counted
from forum.voting.ballot_box import Cast, Outcome, ballot_box
from forum.voting.models import Poll
from forum.web.forms import first

if TYPE_CHECKING:
    from forum.live.hub import Live


class _Dropped(NamedTuple):
    asked: Message
    poll: Poll
    answer: asyncio.Future[Outcome]


class Votes:
    """Those of one connection; while one waits for its answer, everything else it sends waits."""

    def __init__(self, live: Live, room: Room, member: Member, pace: Pace) -> None:
        self._live, self._room, self._member, self._pace = live, room, member, pace
        self._context = copy_context()  # knows the language of this connection
        self._dropped: _Dropped | None = None

    def hear(self, text: str) -> bool:
        """Take this message if it is a vote in order; never raises."""
        if self._dropped is not None or self._live.leaving or self._member.rights_changed:
            return False
        if '"vote"' not in text:
            return False
        try:
            asked = protocol.read(text)
            poll = self._room.polls.get(first(data := asked.typed(), "poll"))
            if poll is None or asked.verb != "vote" or not asked.rid or not self._pace.takes():
                return False
            answer = ballot_box().put(ballot_in(poll, self._member, {**data, "once": asked.rid}))
        except (ForumError, Unreadable):
            return False
        self._dropped = _Dropped(asked, poll, answer)
        self._live.begin()
        answer.add_done_callback(self._stored, context=self._context)
        return True

    async def answered(self) -> None:
        """Wait until the vote that is on its way is answered."""
        if self._dropped is not None:
            await asyncio.wait([self._dropped.answer])

    def _stored(self, answer: asyncio.Future[Outcome]) -> None:
        assert self._dropped is not None  # noqa: S101 - it waits for this
        asked, poll, _ = self._dropped
        self._dropped = None
        try:
            outcome = answer.result()
            if isinstance(outcome, Cast):
                result = counted(self._room, self._member, poll, outcome)
                self._member.outlet.write(protocol.ack(asked.rid, result))
            else:
                refused = outcome()
                again = refused.status == 503
                self._member.outlet.write(protocol.nack(asked.rid, refused, retry=again))
        finally:
            self._live.end()

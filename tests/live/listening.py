"""Somebody who listens in a room without a network between: the same frames, taken in at once."""

from __future__ import annotations

import json

from forum.live.groups import Group
from forum.live.members import Member
from forum.live.outlets import Basket
from forum.live.protocol import Close
from forum.live.rooms import Room
from forum.stage.audiences import Audience
from tests.live.reader import Seen


class Listener(Seen):
    """What one client shows; it may fall behind, be cut off and come back."""

    def __init__(self, audience: Audience = Audience.CITIZEN, language: str = "en") -> None:
        super().__init__()
        self.audience, self.language = audience, language
        self.basket = _Watched()
        self.member: Member | None = None

    def join(self, room: Room) -> Listener:
        """Come into a room, or come back into it."""
        self.basket = _Watched()
        self.member = Member(self.basket, room.group(self.audience, self.language))
        room.join(self.member, self.epoch, self.s)
        return self.hear()

    def join_group(self, group: Group) -> Listener:
        """Come into a group that no room is around."""
        self.basket = _Watched()
        self.member = Member(self.basket, group)
        self.member.cursor = self.s
        self.member.fresh = not self.epoch or not group.remembers(self.s)
        self.epoch = "epoch"
        group.members[self.member] = None
        self.member.flush()
        return self.hear()

    def hear(self) -> Listener:
        """Take in what has come."""
        messages, self.basket.messages = self.basket.messages, []
        for message in messages:
            self.take(json.loads(message))
        return self

    def stall(self) -> None:
        """Read nothing more for a while."""
        self.basket.paused = True

    def go_on(self) -> Listener:
        """Read again: the server notices that its buffer is empty."""
        self.basket.paused = False
        assert self.member is not None
        self.member.flush()
        return self.hear()


class _Watched(Basket):
    """A basket that remembers why it was taken away."""

    closed_for: Close | None = None

    def end(self, code: int, reason: str = "") -> None:
        super().end(code, reason)
        self.closed_for = Close(code)

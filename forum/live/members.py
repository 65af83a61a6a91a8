"""One connection in a room: where it stands in the log, and what it has missed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from forum.access.policy import Actor
from forum.accounts.queries import Holder
from forum.live.outlets import Outlet
from forum.live.protocol import Close

if TYPE_CHECKING:
    from forum.live.groups import Group

NOBODY = Actor()
AT_ONCE = 64 * 1024
"""Bytes after which it is seen whether the reader keeps up."""


@dataclass(slots=True)
class Part:
    """How one person takes part in a session, as far as the floor does not say it."""

    checked_in: bool = False
    muted: str = ""
    entitled: bool = False
    ballots: dict[str, dict[str, Any]] = field(default_factory=dict)


class Member:
    """A socket, or a long poll for as long as it waits."""

    __slots__ = (
        "actor",
        "cursor",
        "fresh",
        "good_until",
        "group",
        "may_vote",
        "missed",
        "outlet",
        "part",
        "paused_since",
        "person_id",
        "person_ref",
        "rights_changed",
        "sign_in_id",
    )

    def __init__(self, outlet: Outlet, group: Group) -> None:
        self.outlet = outlet
        self.group = group
        self.actor = NOBODY
        self.part: Part | None = None
        self.person_id, self.person_ref, self.sign_in_id = 0, "", 0
        self.good_until: datetime | None = None
        self.cursor = 0
        self.fresh = False
        self.missed: set[str] = set()
        self.may_vote: str | None = None
        self.paused_since = 0.0
        self.rights_changed = False

    def belong(self, holder: Holder | None) -> None:
        """Be the connection of whoever holds this cookie; nobody's without one."""
        if holder is not None:
            self.actor, self.good_until = holder.actor, holder.good_until
            self.sign_in_id = holder.sign_in_id
            if holder.actor.signed_in:
                self.person_id, self.person_ref = holder.person_id, holder.person_ref

    def flush(self, *frames: bytes) -> None:
        """Send these, then what is due, in order, until the reader falls behind or has it all."""
        due, size, outlet = list(frames), 0, self.outlet
        while not outlet.paused and (frame := self._next()) is not None:
            due.append(frame)
            size += len(frame)
            if size >= AT_ONCE:
                outlet.write_all(due)
                due, size = [], 0
        if due:
            outlet.write_all(due)

    def give_up(self) -> None:
        """Close on a reader who is too slow; it comes back and goes on where it was."""
        self.outlet.end(Close.TOO_SLOW)

    def _next(self) -> bytes | None:
        """Return the next frame that this reader has not got."""
        group = self.group
        if self.fresh:
            self.fresh, self.cursor = False, group.s
            return group.snapshot()
        if self.cursor < group.s:
            frame = group.frame_after(self.cursor)
            if frame is not None:
                self.cursor += 1
            elif group.has_left_behind(self.cursor):
                self.give_up()
            else:  # words were taken away, and with them the frames that said them
                self.cursor, frame = group.s, group.snapshot()
            return frame
        while self.missed:
            frame = group.states.get(self.missed.pop())
            if frame is not None:
                return frame
        return None

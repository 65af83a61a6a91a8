"""The moving numbers of one room: of each, the newest counts, in whatever order they come."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from forum.live import protocol
from forum.live.protocol import State
from forum.sessions.floor import Asked, Floor
from forum.stage.states import queue_state, tally_state
from forum.voting.rules import Results, Secrecy

PRESENT_FOR = 10.0

Versioned = Mapping[str, tuple[int, int]]
"""Something → (number, how often it changed): the higher second figure is the newer."""


class Numbers:
    """Tallies, support in the queue, who is here; and which of them have changed since taken."""

    def __init__(self) -> None:
        self.changed: set[str] = set()
        self.frames: dict[str, bytes] = {}
        self._tallies: dict[str, dict[str, tuple[int, int]]] = {}
        self._cast: dict[str, int] = {}
        self._supports: dict[str, tuple[int, int]] = {}
        self._present: dict[str, tuple[int, float]] = {}
        self._shown = (0, 0)
        self._checked_in = 0
        self.version = 0

    def open_poll(self, poll: Asked | None) -> None:
        """Count for the poll that is open, and forget those that were."""
        if list(self._tallies) == ([poll.ref] if poll else []):
            return
        for old in self._tallies:
            self.frames.pop(tally_key(old), None)
            self.changed.discard(tally_key(old))
        self._tallies, self._cast = {}, {}
        if poll is not None:
            self._tallies[poll.ref] = {}
            self.changed.add(tally_key(poll.ref))

    def count(self, poll_ref: str, changed: Versioned, cast: int) -> None:
        """Take in what was counted, here or in another process."""
        known = self._tallies.get(poll_ref)
        if known is None:
            return
        more = cast > self._cast.get(poll_ref, 0)
        self._cast[poll_ref] = max(cast, self._cast.get(poll_ref, 0))
        if _merge(known, changed) or more:
            self.changed.add(tally_key(poll_ref))

    def support(self, changed: Versioned) -> None:
        """Take in how many support which entry."""
        if _merge(self._supports, changed):
            self.changed.add(State.QUEUE)

    def reorder(self) -> None:
        """The queue may stand in another order."""
        self.changed.add(State.QUEUE)

    def check_in(self, number: int) -> None:
        """Take in how many are checked in."""
        self._checked_in = number

    def present(self, process: str, number: int) -> None:
        """Take in how many are connected to one process; it is forgotten unless it comes again."""
        self._present[process] = (number, time.monotonic() + PRESENT_FOR)

    def look_round(self) -> None:
        """Notice whether other numbers of people are here than were shown last."""
        now = time.monotonic()
        self._present = {one: seen for one, seen in self._present.items() if seen[1] > now}
        online = sum(number for number, _until in self._present.values())
        if self._shown != (online, self._checked_in):
            self._shown = (online, self._checked_in)
            self.changed.add(State.PRESENCE)

    def take(self, floor: Floor) -> list[str]:
        """Make frames of what has changed, and return their keys."""
        keys, self.changed = self.changed, set()
        return [key for key in sorted(keys) if self._make(key, floor)]

    def beat(self, floor: Floor) -> list[str]:
        """Make a frame although nothing has changed: silence would look like a lost connection."""
        self.changed.add(State.PRESENCE)
        return self.take(floor)

    def _make(self, key: str, floor: Floor) -> bool:
        value = self._value(key, floor)
        if value is None:
            return False
        self.version += 1
        self.frames[key] = protocol.state(key, self.version, value)
        return True

    def _value(self, key: str, floor: Floor) -> dict[str, Any] | None:
        if key == State.PRESENCE:
            online, checked_in = self._shown
            return {"d": {"online": online, "checked_in": checked_in}}
        if key == State.QUEUE:
            supports = {ref: number for ref, (number, _version) in self._supports.items()}
            return {"d": queue_state(floor, supports)}
        poll = floor.poll
        if poll is None or key != tally_key(poll.ref):
            return None
        # Of these no marks are told before the end, only how many voted.
        waits = poll.secrecy == Secrecy.SECRET or poll.results == Results.AT_CLOSE
        cast = self._cast.get(poll.ref, 0) if waits else None
        return tally_state(poll, self._tallies.get(poll.ref, {}), cast)


def tally_key(poll_ref: str) -> str:
    """Return under which key the count of a poll is sent."""
    return f"{State.TALLY}:{poll_ref}"


def _merge(known: dict[str, tuple[int, int]], changed: Versioned) -> bool:
    fresh = {
        name: (number, version)
        for name, (number, version) in changed.items()
        if version > known.get(name, (0, -1))[1]
    }
    known.update(fresh)
    return bool(fresh)

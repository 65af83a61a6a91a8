"""Moving numbers, in the form in which they are sent, and what a page fills in without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from forum.sessions.floor import Floor
from forum.sessions.queueing import Why, order
from forum.voting.recount import shown
from forum.voting.rules import Results, Secrecy


class Countable(Protocol):
    """A poll of voting, or one on the floor of a session."""

    @property
    def method(self) -> str: ...
    @property
    def options(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def results(self) -> str: ...
    @property
    def secrecy(self) -> str: ...


def tally_state(
    poll: Countable, rows: Mapping[str, tuple[int, int]], cast: int | None = None
) -> dict[str, Any]:
    """Return {"d": a number for each option, "n": ballots}; nothing in "d" while it is hidden."""
    votes = {marks: number for marks, (number, _changes) in rows.items() if number}
    hidden = poll.results == Results.AT_CLOSE or poll.secrecy == Secrecy.SECRET
    numbers = [] if hidden else shown(poll.method, len(poll.options), votes)
    return {"d": numbers, "n": sum(votes.values()) if cast is None else cast}


def queue_state(floor: Floor, supports: Mapping[str, int]) -> list[list[Any]]:
    """Return [ref, supports, why it stands there] for everything that waits, the next first."""
    placed = order(floor, supports)
    return [[one.ref, supports.get(one.ref, 0), one.why.value] for one in placed]


@dataclass(frozen=True)
class Place:
    """Where an entry stands in the queue, and why."""

    number: int
    supports: int
    why: Why


@dataclass(frozen=True)
class Mine:
    """My ballot in one poll, as I am shown it."""

    choice: Sequence[str] | None
    words: str
    receipt: str
    at: datetime | None
    reason: str = ""


@dataclass(frozen=True)
class Now:
    """What a page fills in for one reader at one moment; the live layer sends it as states."""

    tallies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    ballots: Mapping[str, Mine] = field(default_factory=dict)
    not_for_you: Mapping[str, str] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()
    supported: frozenset[str] = frozenset()
    once: str = ""
    back: str = ""

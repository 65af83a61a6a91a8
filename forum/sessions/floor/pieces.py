"""The floor and what stands on it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from forum.sessions.rules import Ask, Standing, State, Step

Words = Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One entry of the queue; `who` is the ref of a person."""

    ref: str
    ask: Ask
    who: str
    item: str
    stance: str
    html: str
    language: str
    standing: Standing
    at: datetime
    answered: bool = False
    hidden_because: str = ""


@dataclass(frozen=True)
class Asked:
    """A poll as it was opened: everything but the count."""

    ref: str
    item: str
    kind: str
    method: str
    question: Words
    options: tuple[Mapping[str, Any], ...]
    secrecy: str
    electorate: str
    majority: str
    quorum: int
    results: str
    entitled: int | None
    opened_at: datetime
    closes_at: datetime | None = None
    hands: tuple[int, ...] = ()

    @property
    def formal(self) -> bool:
        """Whether it decides something."""
        return self.kind == "formal"


@dataclass(frozen=True)
class Result:
    """A poll that is closed; annulled ones carry the reason and count for nothing."""

    poll: Asked
    totals: tuple[int, ...]
    cast: int
    present: int
    carried: int | None = None
    reason: str = ""
    closed_at: datetime | None = None
    annulled: str = ""


@dataclass(frozen=True)
class Outcome:
    """The sentence with which the chair ends an item; a record of a country may ask for more."""

    sentence: str
    problem: str = ""
    term: str = ""


@dataclass(frozen=True)
class Note:
    """A remark of the note-taker; it goes into the minutes of the item."""

    s: int
    item: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Speaking:
    """Who has the floor, since when, and for how long."""

    entry: str
    since: datetime
    seconds: int

    @property
    def until(self) -> datetime:
        """When the time is up."""
        return self.since + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class Timer:
    """A clock that everybody sees run down."""

    since: datetime
    seconds: int

    @property
    def until(self) -> datetime:
        """When it has run down."""
        return self.since + timedelta(seconds=self.seconds)


@dataclass(frozen=True)
class Place:
    """Where the chair was before a move, to come back to."""

    s: int
    item: str
    step: Step | None


@dataclass(frozen=True)
class Floor:
    """The session after `s` events."""

    s: int = 0
    state: State = State.PLANNED
    chair: str = ""
    item: str = ""
    step: Step | None = None
    moved: int = 0
    trail: tuple[Place, ...] = ()
    began_at: datetime | None = None
    ended_at: datetime | None = None
    balance: bool = False
    timer: Timer | None = None
    speaking: Speaking | None = None
    spoken: tuple[str, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    poll: Asked | None = None
    results: tuple[Result, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    muted: frozenset[str] = frozenset()

    def results_on(self, item: str) -> list[Result]:
        """Return the polls closed on one item, oldest first, without the annulled."""
        return [one for one in self.results if one.poll.item == item and not one.annulled]

    @property
    def waiting(self) -> list[Entry]:
        """What stands in the queue now, in the order it came."""
        return [one for one in self.entries.values() if one.standing is Standing.WAITING]

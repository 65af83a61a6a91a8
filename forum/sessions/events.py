"""What happens in sessions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionMoved:
    """The log of a session grew to `s`; whoever shows it reads what is new."""

    session_id: int
    session_ref: str
    s: int


@dataclass(frozen=True)
class SessionAnnounced:
    """The public may know of a session: when, where, and what will be discussed."""

    session_id: int


@dataclass(frozen=True)
class QueueChanged:
    """Support in the queue changed: `changed` is entry ref → (supports, changes)."""

    session_ref: str
    changed: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class CheckedIn:
    """Somebody checked in; `number` is how many are checked in now."""

    session_ref: str
    person_id: int
    number: int


@dataclass(frozen=True)
class StandingChanged:
    """Something changed for one person in a session: muted, or allowed to speak again."""

    session_ref: str
    person_id: int

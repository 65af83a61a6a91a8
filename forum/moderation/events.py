"""What moderators did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reported:
    """Somebody says that a contribution breaks a rule."""

    report_id: int


@dataclass(frozen=True)
class Decided:
    """A decision about words took force; their author must be told."""

    decision_id: int


@dataclass(frozen=True)
class Suspended:
    """A suspension took force; whoever it stops must be told."""

    decision_id: int


@dataclass(frozen=True)
class Asked:
    """A decision waits for a second person: proposed, or taken at once and to be confirmed."""

    decision_id: int


@dataclass(frozen=True)
class Returned:
    """A second person sent a proposed decision back; whoever made it must be told."""

    decision_id: int


@dataclass(frozen=True)
class Lapsed:
    """What one person did at once was not confirmed, and is undone; everybody must be told."""

    decision_id: int


@dataclass(frozen=True)
class Appealed:
    """Somebody appealed against a decision."""

    appeal_id: int


@dataclass(frozen=True)
class AppealDecided:
    """An appeal was decided; its author must be told."""

    appeal_id: int

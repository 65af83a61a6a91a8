"""What moderators did."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reported:
    """Somebody says that a contribution breaks a rule."""

    report_id: int


@dataclass(frozen=True)
class Decided:
    """A moderator decided about a contribution; its author must be told."""

    decision_id: int

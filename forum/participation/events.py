"""What happens with contributions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ContributionReceived:
    """Somebody handed something in; `triggers` are the listed patterns it set off."""

    contribution_id: int
    triggers: tuple[str, ...]
    held: bool


@dataclass(frozen=True)
class ContributionEdited:
    """Its author changed the words; `triggers` are those that the words before did not set off."""

    contribution_id: int
    triggers: tuple[str, ...]
    held: bool


@dataclass(frozen=True)
class ContributionWithdrawn:
    """Its author took it back; a stub stays."""

    contribution_id: int

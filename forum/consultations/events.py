"""What happens with consultations."""

from __future__ import annotations

from dataclasses import dataclass

from forum.consultations.rules import Phase


@dataclass(frozen=True)
class PhaseChanged:
    """A consultation moved on in its life cycle."""

    consultation_id: int
    phase: Phase


@dataclass(frozen=True)
class Extended:
    """A consultation closes later than announced."""

    consultation_id: int

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


@dataclass(frozen=True)
class DraftCorrected:
    """Slips of the pen were put right in the words that people discuss."""

    consultation_id: int
    version_id: int


@dataclass(frozen=True)
class PromisePutOff:
    """The answers of a consultation are promised for later."""

    consultation_id: int


@dataclass(frozen=True)
class SecondLookProlonged:
    """An answer changed in the second look, so its authors have the same days anew."""

    consultation_id: int

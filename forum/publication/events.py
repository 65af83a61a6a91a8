"""What was published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardPublished:
    """A consultation ended with a new standard in force."""

    consultation_id: int


@dataclass(frozen=True)
class AskedAgain:
    """People are asked about the version made from what they said: the round of this number."""

    consultation_id: int
    round: int

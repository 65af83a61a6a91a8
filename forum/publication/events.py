"""What was published."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StandardPublished:
    """A consultation ended with a new standard in force."""

    consultation_id: int

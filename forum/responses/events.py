"""What happened with answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ResponseApproved:
    """An answer became public."""

    response_id: int

"""What happened with answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ObjectionSettled:
    """What an author said against an answer is settled, one way or the other."""

    objection_id: int


@dataclass(frozen=True)
class ResponseApproved:
    """An answer became public, in the wording of this revision."""

    response_id: int
    revision: int

"""What happens with polls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PollOpened:
    """Voting has begun."""

    poll_ref: str
    session_ref: str


@dataclass(frozen=True)
class BallotsCast:
    """Ballots were committed; `changed` is marks → (votes, changes), the newest `changes` wins.

    A secret poll tells no marks before its end, only how many have voted.
    """

    poll_ref: str
    session_ref: str
    changed: Mapping[str, tuple[int, int]]
    cast: int


@dataclass(frozen=True)
class PollClosed:
    """No ballot is taken any more, and the count is final."""

    poll_ref: str
    session_ref: str


@dataclass(frozen=True)
class PollAnnulled:
    """It counts for nothing; the reason is public."""

    poll_ref: str
    session_ref: str

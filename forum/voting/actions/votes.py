"""A vote on its way: handed in, read, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from forum.access.policy import Actor
from forum.audit.bulk import Prepared
from forum.core.errors import ForumError
from forum.voting.actions.batches import Key, Row, Seen
from forum.voting.models import Poll
from forum.voting.rules import Standing


class Vote(NamedTuple):
    """What somebody hands in; `once` is the key of the form, the same however often it is sent."""

    actor: Actor
    poll_ref: str
    marks: str
    once: str
    reason: str = ""


class Cast(NamedTuple):
    """What stands now: the marks, their receipt, and whether the form had been sent before.

    A secret ballot and a rehearsed one have no receipt.
    """

    marks: str
    receipt: str
    dup: bool
    at: datetime


Refusal = Callable[[], ForumError]
"""Speaks in the language of whoever calls it."""

Outcome = Cast | Refusal


class Opened(NamedTuple):
    """An open poll, who may vote in it (no roll = anybody), and how what can change was seen."""

    poll: Poll
    roll: frozenset[int] | None
    seen: Seen


Register = dict[str, Opened]
"""The polls open now, by reference."""


class Filled(NamedTuple):
    """A vote whose marks were read: the ballot as it will be kept, and its entry in the record."""

    row: Row
    entry: Prepared | None


class TurnedAway(NamedTuple):
    """A vote that may not be counted, unless it was counted before."""

    place: int
    vote: Vote
    poll: Poll
    key: Key
    standing: Standing

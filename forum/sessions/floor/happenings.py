"""The numbered events of a session, and which of them are moves of the chair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Happening(StrEnum):
    """The kinds of events; what each carries stands in docs/live-protocol.md."""

    ANNOUNCED = "announced"
    DOORS = "doors"
    BEGAN = "began"
    BREAK = "break"
    RESUMED = "resumed"
    ENDED = "ended"
    MINUTES = "minutes"
    CHAIR = "chair"
    ITEM = "item"
    STEP = "step"
    UNDONE = "undone"
    TIMER = "timer"
    BALANCE = "balance"
    POLL_OPENED = "poll_opened"
    HANDS = "hands"
    POLL_CLOSED = "poll_closed"
    POLL_ANNULLED = "poll_annulled"
    OUTCOME = "outcome"
    ASKED = "asked"
    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    FLOOR = "floor"
    FLOOR_OVER = "floor_over"
    MUTED = "muted"
    UNMUTED = "unmuted"
    NOTE = "note"


K = Happening

MOVES = frozenset(
    {K.ANNOUNCED, K.DOORS, K.BEGAN, K.BREAK, K.RESUMED, K.ENDED, K.MINUTES, K.CHAIR, K.ITEM}
    | {K.STEP, K.UNDONE, K.POLL_OPENED, K.POLL_CLOSED, K.POLL_ANNULLED, K.OUTCOME}
)
"""What the chair's next button does. A form that saw an older move is refused."""


@dataclass(frozen=True)
class Event:
    """One line of the log; `by` is the ref of a person, or empty for the clock."""

    s: int
    k: Happening
    at: datetime
    by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

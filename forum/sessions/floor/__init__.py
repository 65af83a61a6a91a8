"""What stands on the floor of a session: a pure projection of its numbered log.

Every view (citizen, hall screen, chair) is drawn from a `Floor`, and a `Floor` is nothing but its
events applied in order. So whoever has seen the same numbers sees the same session.
"""

from forum.sessions.floor.folding import apply, floor_after
from forum.sessions.floor.happenings import MOVES, Event, Happening
from forum.sessions.floor.pieces import (
    Asked,
    Entry,
    Floor,
    Note,
    Outcome,
    Place,
    Result,
    Speaking,
    Timer,
)

__all__ = [
    "MOVES",
    "Asked",
    "Entry",
    "Event",
    "Floor",
    "Happening",
    "Note",
    "Outcome",
    "Place",
    "Result",
    "Speaking",
    "Timer",
    "apply",
    "floor_after",
]

"""Minutes: compiled from the numbered log of a session, corrected, and frozen when adopted."""

from forum.sessions.minutes.compiling import NOT_SHOWN, compile_minutes
from forum.sessions.minutes.freezing import Since, as_of_now, cited, frozen
from forum.sessions.minutes.pieces import (
    Attendee,
    Meeting,
    Paragraph,
    ParagraphKind,
    Point,
    as_data,
    from_data,
    outcomes_in,
    rewritten,
)

__all__ = [
    "NOT_SHOWN",
    "Attendee",
    "Meeting",
    "Paragraph",
    "ParagraphKind",
    "Point",
    "Since",
    "as_data",
    "as_of_now",
    "cited",
    "compile_minutes",
    "from_data",
    "frozen",
    "outcomes_in",
    "rewritten",
]

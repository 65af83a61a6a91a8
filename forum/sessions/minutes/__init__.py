"""Minutes: compiled from the numbered log of a session, paragraph by paragraph."""

from forum.sessions.minutes.compiling import compile_minutes
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
    "Attendee",
    "Meeting",
    "Paragraph",
    "ParagraphKind",
    "Point",
    "as_data",
    "compile_minutes",
    "from_data",
    "outcomes_in",
    "rewritten",
]

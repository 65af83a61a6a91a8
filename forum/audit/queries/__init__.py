"""Reading the record, and the log that is made of it."""

from forum.audit.queries.entries import (
    RecordLine,
    Written,
    entries_about,
    entry_by_code,
    entry_of,
    latest_entries,
    line_of,
    written,
)

__all__ = [
    "RecordLine",
    "Written",
    "entries_about",
    "entry_by_code",
    "entry_of",
    "latest_entries",
    "line_of",
    "written",
]

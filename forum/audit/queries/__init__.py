"""Reading the record, and the log that is made of it."""

from forum.audit.queries.entries import (
    RecordLine,
    entries_about,
    entry_by_code,
    entry_of,
    latest_entries,
    line_of,
)

__all__ = [
    "RecordLine",
    "entries_about",
    "entry_by_code",
    "entry_of",
    "latest_entries",
    "line_of",
]

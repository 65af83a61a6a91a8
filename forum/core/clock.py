"""The only place that asks what time it is.

The forum's clock can be moved forward, never back: the demonstration uses it to reach the next
event without waiting for it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_ahead = timedelta()


def now() -> datetime:
    """Return the current time of the forum, always in UTC."""
    return datetime.now(UTC) + _ahead


def ahead() -> timedelta:
    """Return by how much the forum's clock runs ahead of the machine's."""
    return _ahead


def set_ahead(by: timedelta) -> None:
    """Set how far the forum's clock runs ahead; for the demonstration and for tests only."""
    global _ahead  # noqa: PLW0603 - one clock a process is the point of this module
    _ahead = by

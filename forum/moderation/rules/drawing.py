"""Which decisions of a week are judged again: drawn so that nobody chooses, and anybody can check.

The lot of a decision is SHA-256(seed || leaf); the seed is SHA-256 over the leaves of all decisions
of that week, sorted. So nobody who decides can know what will be drawn until the week is over, and
whoever has the entries draws the same ones again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

ONE_OF = 20
"""Five in a hundred, one at least."""
PAUSE = timedelta(hours=1)
"""So long after midnight it is drawn: on PostgreSQL the last decision may commit a little late."""


def drawn(leaves: Collection[bytes]) -> list[bytes]:
    """Return the leaves of the decisions that are judged again."""
    seed = hashlib.sha256(b"".join(sorted(leaves))).digest()
    lots = sorted(leaves, key=lambda leaf: hashlib.sha256(seed + leaf).digest())
    return lots[: -(-len(lots) // ONE_OF)]


def week_of(at: datetime) -> str:
    """Return the week in which this was, as ISO 8601 numbers them, in UTC: 2026-W48."""
    year, week, _day = at.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02}"


def drawn_at(week: str) -> datetime:
    """Return when the decisions of a week are drawn: the Monday after it."""
    year, number = week.split("-W")
    monday = datetime.fromisocalendar(int(year), int(number), 1).replace(tzinfo=UTC)
    return monday + timedelta(weeks=1) + PAUSE

"""How long somebody who opens a case is taken to be at it."""

from __future__ import annotations

from datetime import datetime, timedelta

CLAIM_LASTS = timedelta(minutes=15)


def runs(until: datetime, now: datetime) -> bool:
    """Tell whether a claim still says anything; one that ran out is as none."""
    return now < until

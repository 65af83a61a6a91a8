"""How well agencies answer, computed from what is stored and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from forum.core import clock
from forum.responses.models import Answered
from forum.responses.rules import CHANGES_TEXT, Disposition, ResponseState


@dataclass(frozen=True)
class AnsweringRecord:
    """Each number with what it is out of; `median_days` is nothing while nothing was answered."""

    answered: int
    in_time: int
    accepted: int
    median_days: int | None
    overdue_promises: int


async def answering_record(agency_id: int | None = None) -> AnsweringRecord:
    """Return the record of one agency, or of all."""
    rows = Answered.filter(response__state=ResponseState.APPROVED)
    if agency_id is not None:
        rows = rows.filter(response__consultation__agency_id=agency_id)
    found = await rows.values(
        "contribution__handed_in_at",
        "response__approved_at",
        "response__disposition",
        "response__promised_for",
        "response__consultation__respond_by",
        "response__consultation__time_zone",
        "response__id",
    )
    waits = [row["response__approved_at"] - row["contribution__handed_in_at"] for row in found]
    now = clock.now()
    overdue = {
        row["response__id"]
        for row in found
        if row["response__disposition"] == Disposition.DEFERRED
        and row["response__promised_for"] is not None
        and row["response__promised_for"] < _today(now, row["response__consultation__time_zone"])
    }
    return AnsweringRecord(
        answered=len(found),
        in_time=sum(
            row["response__consultation__respond_by"] is not None
            and row["response__approved_at"] <= row["response__consultation__respond_by"]
            for row in found
        ),
        accepted=sum(row["response__disposition"] in CHANGES_TEXT for row in found),
        median_days=round(median(waits) / timedelta(days=1)) if waits else None,
        overdue_promises=len(overdue),
    )


def _today(now: datetime, zone: str) -> date:
    """Return which day it is where the promise was made: it may be kept until midnight there."""
    return now.astimezone(ZoneInfo(zone)).date()

"""How well agencies answer, computed from what is stored and from nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from tortoise.connection import get_connection

from forum.consultations.models import Consultation
from forum.consultations.rules import SPEAKING, Phase
from forum.core import clock
from forum.core.db import dialect
from forum.participation.rules import GONE
from forum.responses.models import Response
from forum.responses.queries.served import first_served
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
    """Return the record of one agency, or of all.

    Each answer is held against the promise of the round in which its contribution came; of a
    promise that was put off the first counts.

    It stands on the first page, so the database counts and hands over no more than a few lines.
    """
    sql = _ALIKE.format(
        approved=ResponseState.APPROVED.value,
        days=_DAYS[dialect()],
        agency="" if agency_id is None else f"AND c.agency_id = {int(agency_id)}",
    )
    alike = await get_connection("default").execute_query_dict(sql)
    days: Counter[int] = Counter()
    for row in alike:
        days[row["days"]] += row["number"]
    return AnsweringRecord(
        answered=days.total(),
        in_time=sum(row["number"] for row in alike if row["in_time"]),
        accepted=sum(row["number"] for row in alike if row["disposition"] in CHANGES_TEXT),
        median_days=_median(days),
        overdue_promises=len(await _overdue(agency_id)),
    )


async def late_answers(agency_id: int) -> list[Consultation]:
    """Return the consultations of an agency whose answers were promised for a time that passed."""
    waiting = Consultation.filter(
        agency_id=agency_id,
        phase__in=[Phase.CLOSED, Phase.ANSWERING],
        respond_by__lt=clock.now(),
    )
    return await waiting.order_by("respond_by", "id")


async def unanswered_of(agency_id: int) -> int:
    """Return how many contributions an agency has to answer and has not, whenever that is due.

    Those of a round in which people can still speak are not among them, nor what was withdrawn,
    came late without being admitted, or belongs to a consultation that ended without a result.
    """
    sql = _UNANSWERED.format(
        approved=ResponseState.APPROVED.value,
        speaking=_listed(SPEAKING),
        gone=_listed(GONE),
        ended=Phase.WITHDRAWN.value,
        agency_id=int(agency_id),
    )
    [row] = await get_connection("default").execute_query_dict(sql)
    number: int = row["number"]
    return number


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


@dataclass(frozen=True)
class OverduePromise:
    """What an agency promised in an answer for a day that has passed, and to whom, by number."""

    promised_by: str
    promised_for: date
    ref: str
    consultation: Consultation


async def overdue_promises(agency_id: int, most: int) -> list[OverduePromise]:
    """Return the promises of an agency that are overdue, the oldest first."""
    overdue = (await _overdue(agency_id))[:most]
    rows = Response.filter(id__in=overdue).order_by("promised_for", "id")
    served = await first_served(overdue, 1)
    return [
        OverduePromise(row.promised_by, row.promised_for, said.ref, row.consultation)
        for row in await rows.select_related("consultation")
        for said in [one for on_clause in served[row.id].values() for one in on_clause][:1]
        if row.promised_for is not None
    ]


async def _overdue(agency_id: int | None) -> list[int]:
    """Return the ids of the answers whose promise is overdue, the oldest promise first."""
    now = clock.now()
    promised = Response.filter(
        state=ResponseState.APPROVED,
        disposition=Disposition.DEFERRED,
        promised_for__lte=now.date() + timedelta(days=1),
        answered__id__isnull=False,
    )
    if agency_id is not None:
        promised = promised.filter(consultation__agency_id=agency_id)
    rows = await (
        promised.distinct()
        .order_by("promised_for", "id")
        .values("id", "promised_for", "consultation__time_zone")
    )
    return [
        row["id"]
        for row in rows
        if row["promised_for"] < _today(now, row["consultation__time_zone"])
    ]


def _today(now: datetime, zone: str) -> date:
    """Return which day it is where the promise was made: it may be kept until midnight there."""
    return now.astimezone(ZoneInfo(zone)).date()


def _median(days: Counter[int]) -> int | None:
    """Return the number of days in the middle; between two, half-way."""
    if not days:
        return None
    places = {(days.total() - 1) // 2, days.total() // 2}
    ends = dict(zip(sorted(days), accumulate(days[day] for day in sorted(days)), strict=True))
    middle = [next(day for day, end in ends.items() if place < end) for place in places]
    return round(sum(middle) / len(middle))


_DAYS = {
    "sqlite": "CAST(ROUND(julianday(r.approved_at) - julianday(k.handed_in_at)) AS INTEGER)",
    "postgres": "ROUND(EXTRACT(EPOCH FROM r.approved_at - k.handed_in_at) / 86400)::integer",
}

_ALIKE = """
SELECT r.disposition AS disposition, {days} AS days,
    CASE WHEN r.approved_at <= COALESCE(w.promised, c.first_respond_by, c.respond_by)
        THEN 1 ELSE 0 END AS in_time,
    COUNT(*) AS number
FROM response_contribution a
JOIN response r ON r.id = a.response_id
JOIN contribution k ON k.id = a.contribution_id
JOIN consultation c ON c.id = r.consultation_id
LEFT JOIN past_round w ON w.consultation_id = c.id AND w.round = k.round
WHERE r.state = '{approved}' {agency}
GROUP BY 1, 2, 3
"""
_UNANSWERED = """
SELECT COUNT(*) AS number FROM contribution k
JOIN consultation c ON c.id = k.consultation_id
LEFT JOIN response_contribution a ON a.contribution_id = k.id
LEFT JOIN response r ON r.id = a.response_id AND r.state = '{approved}'
WHERE r.id IS NULL AND k.showing NOT IN ({gone}) AND c.phase <> '{ended}'
    AND (NOT k.late OR k.admitted_at IS NOT NULL)
    AND NOT (c.phase IN ({speaking}) AND k.round = c.round) AND c.agency_id = {agency_id}
"""

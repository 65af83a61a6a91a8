"""What waits at the response desk, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from forum.consultations.models import Consultation
from forum.consultations.rules import DISCUSSED
from forum.drafts.pieces import by_number
from forum.participation.models import Contribution
from forum.participation.queries import AROUND, must_be_answered
from forum.participation.rules import GONE
from forum.responses.models import Answered, Response
from forum.responses.rules import ResponseState

AT_ONCE = 100
PARTS = ("unanswered", "drafts", "returned", "proposed", "approved", "late")
_STATES = {
    "drafts": ResponseState.DRAFT,
    "returned": ResponseState.RETURNED,
    "proposed": ResponseState.PROPOSED,
    "approved": ResponseState.APPROVED,
}


@dataclass(frozen=True)
class DeskRow:
    """One contribution and its answer so far."""

    contribution: Contribution
    response: Response | None


@dataclass(frozen=True)
class DeskGroup:
    """Rows of one clause, of so many in all; an empty lineage is the draft as a whole."""

    lineage: str
    label: str
    total: int
    rows: list[DeskRow] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """Counts of each part, and one page of the part that was asked for, clause by clause."""

    counts: dict[str, int]
    groups: list[DeskGroup]
    page: int
    pages: int


async def in_answering(agency_ids: Iterable[int]) -> list[Consultation]:
    """Return the consultations of these agencies that are being answered, most urgent first."""
    return (
        await Consultation.filter(agency_id__in=list(agency_ids), phase__in=DISCUSSED)
        .select_related("agency")
        .order_by("respond_by", "id")
    )


async def desk_counts(consultation_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return for each consultation how many contributions stand in which part; one query.

    What came late and was not admitted is a part of its own until somebody answers it.
    """
    counts = {id_: dict.fromkeys(PARTS, 0) for id_ in consultation_ids}
    needed = Contribution.filter(consultation_id__in=list(counts)).exclude(showing__in=GONE)
    parts = {state: part for part, state in _STATES.items()}
    for id_, state, late, admitted_at, number in (
        await needed.annotate(number=Count("id"))
        .group_by("consultation_id", "answered__response__state", "late", "admitted_at")
        .values_list(
            "consultation_id", "answered__response__state", "late", "admitted_at", "number"
        )
    ):
        unanswered = "late" if late and admitted_at is None else "unanswered"
        counts[id_][parts[ResponseState(state)] if state else unanswered] += number
    return counts


async def desk_of(
    consultation: Consultation, *, part: str = "", label: str = "", words: str = "", page: int = 1
) -> Desk:
    """Return what a desk shows for one consultation; withdrawn contributions need no answer.

    A page beyond the last one is the last one.
    """
    counts = (await desk_counts([consultation.id]))[consultation.id]
    found = _chosen(consultation, part, label, words)
    alike = found.annotate(number=Count("id")).group_by("lineage", "label")
    clauses = sorted(
        await alike.values_list("lineage", "label", "number"), key=lambda row: by_number(row[1])
    )
    pages = max(1, -(-sum(number for _lineage, _label, number in clauses) // AT_ONCE))
    page = min(page, pages)
    groups, start = [], (page - 1) * AT_ONCE
    end = start + AT_ONCE
    for lineage, label_, number in clauses:
        if start < number and end > 0:
            first, last = max(start, 0), min(end, number)
            rows = await _rows(found.filter(lineage=lineage), first, last - first)
            groups.append(DeskGroup(lineage, label_, number, rows))
        start, end = start - number, end - number
    return Desk(counts, groups, page, pages)


def _chosen(
    consultation: Consultation, part: str, label: str, words: str
) -> QuerySet[Contribution]:
    found = Contribution.filter(consultation_id=consultation.id).exclude(showing__in=GONE)
    if part == "unanswered":
        found = found.filter(must_be_answered(), answered__id__isnull=True)
    elif part == "late":
        found = found.filter(late=True, admitted_at__isnull=True, answered__id__isnull=True)
    elif part in _STATES:
        found = found.filter(answered__response__state=_STATES[part])
    if label:
        found = found.filter(label=label)
    if words:
        found = found.filter(Q(shown_text__icontains=words) | Q(ref__icontains=words))
    return found


async def _rows(found: QuerySet[Contribution], first: int, number: int) -> list[DeskRow]:
    rows = (
        await found.order_by("-supports", "id").offset(first).limit(number).select_related(*AROUND)
    )
    answered = Answered.filter(contribution_id__in=[one.id for one in rows])
    answers = {
        row.contribution_id: row.response
        for row in await answered.select_related("response__written_by")
    }
    return [DeskRow(one, answers.get(one.id)) for one in rows]

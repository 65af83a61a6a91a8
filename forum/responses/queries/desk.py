"""What waits at the response desk, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.consultations.models import Consultation
from forum.consultations.rules import DISCUSSED
from forum.drafts.pieces import by_number
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.responses.models import Answered, Response
from forum.responses.rules import ResponseState

PARTS = ("unanswered", "drafts", "returned", "proposed", "approved")
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
    """The rows of one clause; an empty lineage is the draft as a whole."""

    lineage: str
    label: str
    rows: list[DeskRow] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """Counts of each part, and the groups of the part that was asked for."""

    counts: dict[str, int]
    groups: list[DeskGroup]


async def in_answering(agency_ids: Iterable[int]) -> list[Consultation]:
    """Return the consultations of these agencies that are being answered, most urgent first."""
    return (
        await Consultation.filter(agency_id__in=list(agency_ids), phase__in=DISCUSSED)
        .select_related("agency")
        .order_by("respond_by", "id")
    )


async def desk_of(
    consultation: Consultation, *, part: str = "", label: str = "", words: str = ""
) -> Desk:
    """Return what a desk shows for one consultation; withdrawn contributions need no answer."""
    contributions = (
        await Contribution.filter(consultation_id=consultation.id)
        .exclude(showing=Showing.WITHDRAWN)
        .select_related("author")
        .order_by("-supports", "id")
    )
    answers = {
        row.contribution_id: row.response
        for row in await Answered.filter(response__consultation_id=consultation.id).select_related(
            "response__written_by"
        )
    }
    rows = [DeskRow(one, answers.get(one.id)) for one in contributions]
    counts = {name: sum(_in(row, name) for row in rows) for name in PARTS}
    chosen = [
        row
        for row in rows
        if (not part or _in(row, part))
        and (not label or row.contribution.label == label)
        and (not words or _mentions(row.contribution, words))
    ]
    return Desk(counts, _grouped(chosen))


def _in(row: DeskRow, part: str) -> bool:
    if row.response is None:
        return part == "unanswered"
    return row.response.state is _STATES.get(part)


def _mentions(contribution: Contribution, words: str) -> bool:
    wanted = words.casefold()
    return wanted in contribution.text.casefold() or wanted in contribution.ref


def _grouped(rows: list[DeskRow]) -> list[DeskGroup]:
    groups: dict[str, DeskGroup] = {}
    for row in sorted(rows, key=lambda row: by_number(row.contribution.label)):
        lineage = row.contribution.lineage
        group = groups.setdefault(lineage, DeskGroup(lineage, row.contribution.label))
        group.rows.append(row)
    return list(groups.values())

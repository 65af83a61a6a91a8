"""Words that stand in a standard because somebody outside the agency said so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.drafts.models import Clause, Version
from forum.drafts.pieces import Piece
from forum.drafts.queries import ChangedClause, compared, piece_of
from forum.participation.models import Contribution
from forum.responses.models import Answered, ResponseChange
from forum.responses.rules import ResponseState

LATELY = 3


@dataclass(frozen=True)
class CausedChange:
    """One clause of a published version that changed, and what was said that caused it.

    The most supported comes first; `number` is that of the version in which it changed.
    """

    consultation: Consultation
    number: int
    changed: ChangedClause
    said: list[Contribution]

    @property
    def supports(self) -> int:
        """How many people supported what caused it."""
        return sum(one.supports for one in self.said)


async def caused_changes(most: int) -> list[CausedChange]:
    """Return changes of the consultations finished lately, most supported first.

    Six queries, however many changes there are.
    """
    finished = (
        await Consultation.filter(phase=Phase.PUBLISHED)
        .order_by("-respond_by", "-id")
        .limit(LATELY)
        .select_related("standard")
    )
    if not finished:
        return []
    said = await _said({one.id for one in finished})
    lineages = {lineage for _id, lineage in said}
    versions = {one.version_id for one in finished} | {one.next_version_id for one in finished}
    numbers = dict(await Version.filter(id__in=versions).values_list("id", "number"))
    pieces: defaultdict[int | None, list[Piece]] = defaultdict(list)
    for clause in await Clause.filter(version_id__in=versions, lineage__in=lineages):
        pieces[clause.version_id].append(piece_of(clause))
    found = []
    for one in finished:
        old, new = pieces[one.version_id], pieces[one.next_version_id]
        found += [
            CausedChange(one, numbers[one.next_version_id], changed, said[one.id, changed.lineage])
            for changed in compared(old, new, one.standard.profile)
            if changed.change.words and (one.id, changed.lineage) in said
        ]
    return sorted(found, key=lambda change: -change.supports)[:most]


async def _said(consultation_ids: set[int]) -> dict[tuple[int, str], list[Contribution]]:
    """Return by consultation and clause what was said that changed it."""
    changes = await ResponseChange.filter(
        response__consultation_id__in=consultation_ids, response__state=ResponseState.APPROVED
    ).values_list("response_id", "response__consultation_id", "lineage")
    served: defaultdict[int, list[Contribution]] = defaultdict(list)
    for row in await Answered.filter(
        response_id__in={response for response, _id, _lineage in changes}
    ).select_related("contribution__author"):
        served[row.response_id].append(row.contribution)
    said: defaultdict[tuple[int, str], list[Contribution]] = defaultdict(list)
    for response_id, consultation_id, lineage in changes:
        said[consultation_id, lineage] += served[response_id]
    return {
        where: sorted(found, key=lambda one: (-one.supports, one.id))
        for where, found in said.items()
        if found
    }

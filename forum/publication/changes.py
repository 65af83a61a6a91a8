"""Words that stand in a standard because somebody outside the agency said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.connection import get_connection

from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.drafts.models import Clause, Version
from forum.drafts.pieces import Piece
from forum.drafts.queries import ChangedClause, compared, piece_of
from forum.participation.models import Contribution
from forum.responses.models import ResponseChange
from forum.responses.queries import first_served
from forum.responses.rules import ResponseState

LATELY = 3
NAMED = 5


@dataclass(frozen=True)
class CausedChange:
    """One clause of a published version that changed, and what was said that caused it.

    `number` is that of the version in which it changed. Of what was said the most supported stands
    first in `said`; `people` and `supports` count all of it.
    """

    consultation: Consultation
    number: int
    changed: ChangedClause
    said: list[Contribution]
    people: int
    supports: int


async def caused_changes(most: int) -> list[CausedChange]:
    """Return changes of the consultations finished lately, most supported first.

    Eight queries, however many changes there are and however much was said.
    """
    finished = (
        await Consultation.filter(phase=Phase.PUBLISHED)
        .order_by("-respond_by", "-id")
        .limit(LATELY)
        .select_related("standard")
    )
    if not finished:
        return []
    weights = await _weights([one.id for one in finished])
    versions = {one.version_id for one in finished} | {one.next_version_id for one in finished}
    numbers = dict(await Version.filter(id__in=versions).values_list("id", "number"))
    pieces: defaultdict[int | None, list[Piece]] = defaultdict(list)
    lineages = {weight.lineage for weight in weights.values()}
    for clause in await Clause.filter(version_id__in=versions, lineage__in=lineages):
        pieces[clause.version_id].append(piece_of(clause))
    found = [
        (weights[one.id, changed.lineage], one, changed)
        for one in finished
        for changed in compared(
            pieces[one.version_id], pieces[one.next_version_id], one.standard.profile
        )
        if changed.change.words and (one.id, changed.lineage) in weights
    ]
    found = sorted(found, key=lambda row: -row[0].supports)[:most]
    said = await _said([weight for weight, _one, _changed in found])
    return [
        CausedChange(
            one,
            numbers[one.next_version_id],
            changed,
            said[weight.consultation_id, weight.lineage],
            weight.people,
            weight.supports,
        )
        for weight, one, changed in found
    ]


@dataclass(frozen=True)
class _Weight:
    """By how many people a clause was changed, and how many supported them."""

    consultation_id: int
    lineage: str
    people: int
    supports: int


async def _weights(consultation_ids: Iterable[int]) -> dict[tuple[int, str], _Weight]:
    """Return by consultation and clause how much was said that changed it."""
    ids = ", ".join(str(int(id_)) for id_ in consultation_ids)
    sql = _WEIGHTS.format(ids=ids, approved=ResponseState.APPROVED.value)
    rows = await get_connection("default").execute_query_dict(sql)
    return {(row["consultation_id"], row["lineage"]): _Weight(**row) for row in rows}


async def _said(weights: Iterable[_Weight]) -> dict[tuple[int, str], list[Contribution]]:
    """Return the most supported of what changed each of these clauses."""
    wanted = {(weight.consultation_id, weight.lineage) for weight in weights}
    changes = await ResponseChange.filter(
        response__consultation_id__in={id_ for id_, _lineage in wanted},
        response__state=ResponseState.APPROVED,
        lineage__in={lineage for _id, lineage in wanted},
    ).values_list("response_id", "response__consultation_id", "lineage")
    served = await first_served({response_id for response_id, _id, _lineage in changes}, NAMED)
    said: defaultdict[tuple[int, str], list[Contribution]] = defaultdict(list)
    for response_id, consultation_id, lineage in changes:
        for on_clause in served.get(response_id, {}).values():
            said[consultation_id, lineage] += on_clause
    return {
        where: sorted(found, key=lambda one: (-one.supports, one.id))
        for where, found in said.items()
    }


_WEIGHTS = """
SELECT r.consultation_id AS consultation_id, ch.lineage AS lineage,
    COUNT(DISTINCT k.author_id) AS people, SUM(k.supports) AS supports
FROM response_change ch
JOIN response r ON r.id = ch.response_id
JOIN response_contribution a ON a.response_id = r.id
JOIN contribution k ON k.id = a.contribution_id
WHERE r.consultation_id IN ({ids}) AND r.state = '{approved}'
GROUP BY 1, 2
"""

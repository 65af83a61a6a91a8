"""Who else proposes other words for the same place of a clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from forum.participation.models import Contribution
from forum.participation.proposals import Proposed, Touched, read_touched
from forum.participation.queries.find import AROUND
from forum.participation.rules import PUBLIC, Kind

COMPARED = 1_000
"""Proposals looked at on one page, the most supported first: beyond them nobody reads on."""


async def touching(consultation_id: int, lineage: str, proposed: Proposed) -> list[int]:
    """Return the public proposals that touch the same words, the most supported first; ids."""
    others = await _public(consultation_id, {lineage})
    mine = proposed.touches
    return [id_ for id_, theirs in others[lineage] if theirs.same_as(mine)]


async def touching_each(
    consultation_id: int, proposals: Collection[Contribution]
) -> dict[int, list[int]]:
    """Return the same for each of these, itself left out; one query, however many there are."""
    asked = {one.id: (one.lineage, one.proposal) for one in proposals}
    if not asked:
        return {}
    others = await _public(consultation_id, {lineage for lineage, _own in asked.values()})
    return {
        id_: [
            other
            for other, theirs in others[lineage]
            if other != id_ and theirs.same_as(own.touches)
        ]
        for id_, (lineage, own) in asked.items()
        if own is not None
    }


async def proposals_about(
    consultation_ids: Collection[int], lineage: str, most: int
) -> defaultdict[int, list[Contribution]]:
    """Return by consultation the most supported public proposals about one clause; one query."""
    found: defaultdict[int, list[Contribution]] = defaultdict(list)
    if not consultation_ids:
        return found
    rows = Contribution.filter(
        consultation_id__in=consultation_ids,
        lineage=lineage,
        kind=Kind.PROPOSAL,
        showing__in=PUBLIC,
    )
    for one in await rows.order_by("-supports", "id").limit(COMPARED).select_related("author"):
        if len(found[one.consultation_id]) < most:
            found[one.consultation_id].append(one)
    return found


async def by_ids(ids: Collection[int]) -> list[Contribution]:
    """Return these contributions in this order, authors fetched."""
    rows = {one.id: one for one in await Contribution.filter(id__in=ids).select_related(*AROUND)}
    return [rows[one] for one in ids if one in rows]


async def _public(
    consultation_id: int, lineages: Collection[str]
) -> defaultdict[str, list[tuple[int, Touched]]]:
    found: defaultdict[str, list[tuple[int, Touched]]] = defaultdict(list)
    rows = Contribution.filter(
        consultation_id=consultation_id,
        lineage__in=lineages,
        kind=Kind.PROPOSAL,
        showing__in=PUBLIC,
    )
    for id_, lineage, touches in (
        await rows.order_by("-supports", "id")
        .limit(COMPARED)
        .values_list("id", "lineage", "touches")
    ):
        found[lineage].append((id_, read_touched(touches)))
    return found

"""Why a clause reads as it does: what caused each of its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from forum.consultations.models import Consultation
from forum.participation.models import Contribution
from forum.responses.models import Answered, OwnReason, Response, ResponseChange
from forum.responses.rules import ResponseState


@dataclass(frozen=True)
class Cause:
    """Why one clause changed in one version: an accepted answer, or the agency's own reason."""

    lineage: str
    version_id: int
    consultation: Consultation
    response: Response | None
    contributions: tuple[Contribution, ...]
    own: OwnReason | None


async def causes_of(standard_id: int, lineages: Iterable[str]) -> list[Cause]:
    """Return every cause behind these clauses, through all consultations of the standard.

    Four queries at most, however many consultations there were.
    """
    consultations = await Consultation.filter(
        standard_id=standard_id, next_version_id__not_isnull=True
    ).order_by("id")
    return await _causes(consultations, list(lineages))


async def causes_in(consultation: Consultation) -> dict[str, list[Cause]]:
    """Return the causes of the changes of one consultation's next version, clause by clause."""
    causes: defaultdict[str, list[Cause]] = defaultdict(list)
    for cause in await _causes([consultation], None):
        causes[cause.lineage].append(cause)
    return dict(causes)


async def _causes(consultations: Iterable[Consultation], lineages: list[str] | None) -> list[Cause]:
    """Return the causes in the order of the consultations: answers first, own reasons last."""
    found = {one.id: one for one in consultations if one.next_version_id is not None}
    if not found:
        return []
    made = {one.next_version_id: one for one in found.values()}
    changes = ResponseChange.filter(
        response__consultation_id__in=list(found), response__state=ResponseState.APPROVED
    )
    reasons = OwnReason.filter(version_id__in=list(made))
    if lineages is not None:
        changes = changes.filter(lineage__in=lineages)
        reasons = reasons.filter(lineage__in=lineages)
    answered = await changes.order_by("id").select_related("response")
    served = await _served({change.response_id for change in answered})
    causes = [
        _cause(found[change.response.consultation_id], change, served[change.response_id])
        for change in answered
    ]
    causes += [
        Cause(own.lineage, own.version_id, made[own.version_id], None, (), own)
        for own in await reasons.order_by("id")
    ]
    return sorted(causes, key=lambda cause: cause.consultation.id)


def _cause(consultation: Consultation, change: ResponseChange, served: list[Contribution]) -> Cause:
    version_id = consultation.next_version_id
    assert version_id is not None  # noqa: S101 - only those with a next version are asked
    return Cause(change.lineage, version_id, consultation, change.response, tuple(served), None)


async def _served(response_ids: set[int]) -> defaultdict[int, list[Contribution]]:
    served: defaultdict[int, list[Contribution]] = defaultdict(list)
    if response_ids:
        for row in (
            await Answered.filter(response_id__in=list(response_ids))
            .select_related("contribution__author")
            .order_by("contribution_id")
        ):
            served[row.response_id].append(row.contribution)
    return served

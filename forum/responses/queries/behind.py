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
    """Return every cause behind these clauses, through all consultations of the standard."""
    wanted = list(lineages)
    consultations = await Consultation.filter(
        standard_id=standard_id, next_version_id__not_isnull=True
    ).order_by("id")
    found: list[Cause] = []
    for consultation in consultations:
        causes = await causes_in(consultation)
        found += [cause for lineage in wanted for cause in causes.get(lineage, [])]
    return found


async def causes_in(consultation: Consultation) -> dict[str, list[Cause]]:
    """Return the causes of the changes of one consultation's next version, clause by clause."""
    version_id = consultation.next_version_id
    if version_id is None:
        return {}
    changes = await ResponseChange.filter(
        response__consultation_id=consultation.id, response__state=ResponseState.APPROVED
    ).select_related("response")
    served: defaultdict[int, list[Contribution]] = defaultdict(list)
    for row in (
        await Answered.filter(response_id__in=[change.response_id for change in changes])
        .select_related("contribution__author")
        .order_by("contribution_id")
    ):
        served[row.response_id].append(row.contribution)
    causes: defaultdict[str, list[Cause]] = defaultdict(list)
    for change in changes:
        causes[change.lineage].append(
            Cause(
                change.lineage,
                version_id,
                consultation,
                change.response,
                tuple(served[change.response_id]),
                None,
            )
        )
    for own in await OwnReason.filter(version_id=version_id):
        causes[own.lineage].append(Cause(own.lineage, version_id, consultation, None, (), own))
    return dict(causes)

"""Why a clause reads as it does: what caused each of its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from forum.consultations.models import Consultation
from forum.participation.models import Contribution
from forum.responses.models import OwnReason, Response, ResponseChange, SessionCause
from forum.responses.queries.served import served_with_totals
from forum.responses.rules import ResponseState
from forum.sessions.queries.minutes import SessionOutcome, outcomes_of

NAMED = 3


@dataclass(frozen=True)
class Cause:
    """Why one clause changed in one version: an accepted answer, the outcome of a session, or the
    agency's own reason.

    Of the contributions that the answer serves, the most supported stand here; `total` counts all.
    """

    lineage: str
    version_id: int
    response: Response | None
    contributions: tuple[Contribution, ...] = ()
    total: int = 0
    own: OwnReason | None = None
    decided: SessionOutcome | None = None

    @property
    def kind(self) -> str:
        """Who caused it: what was handed in, a session, or the agency itself."""
        return "session" if self.decided else "agency" if self.own else "contribution"


async def causes_of(standard_id: int, lineages: Iterable[str]) -> list[Cause]:
    """Return every cause behind these clauses, through all versions of the standard.

    Six queries at most, however many consultations there were.
    """
    consultations = await Consultation.filter(
        standard_id=standard_id, next_version_id__not_isnull=True
    ).order_by("id")
    wanted = list(lineages)
    reasons = OwnReason.filter(version__standard_id=standard_id, lineage__in=wanted)
    asked = SessionCause.filter(version__standard_id=standard_id, lineage__in=wanted)
    return [
        *await _accepted(consultations, wanted),
        *await _decided(asked),
        *await _own(reasons),
    ]


async def causes_in(consultation: Consultation) -> dict[str, list[Cause]]:
    """Return the causes of the changes of one consultation's next version, clause by clause."""
    causes: defaultdict[str, list[Cause]] = defaultdict(list)
    version_id = consultation.next_version_id
    for cause in [
        *await _accepted([consultation], None),
        *await _decided(SessionCause.filter(version_id=version_id)),
        *await _own(OwnReason.filter(version_id=version_id)),
    ]:
        causes[cause.lineage].append(cause)
    return dict(causes)


async def decided_in(consultation: Consultation) -> dict[str, SessionOutcome]:
    """Return the outcomes of sessions that changed the next version, by clause; two queries."""
    asked = SessionCause.filter(version_id=consultation.next_version_id)
    return {one.lineage: one.decided for one in await _decided(asked) if one.decided}


async def _accepted(
    consultations: Iterable[Consultation], lineages: list[str] | None
) -> list[Cause]:
    """Return the clauses changed by approved answers, in the order of the consultations."""
    found = {one.id: one.next_version_id for one in consultations if one.next_version_id}
    if not found:
        return []
    changes = ResponseChange.filter(
        response__consultation_id__in=list(found), response__state=ResponseState.APPROVED
    )
    if lineages is not None:
        changes = changes.filter(lineage__in=lineages)
    answered = await changes.order_by("response__consultation_id", "id").select_related("response")
    ids = {change.response_id for change in answered}
    served, totals = await served_with_totals(ids, NAMED)
    return [
        Cause(
            change.lineage,
            found[change.response.consultation_id],
            change.response,
            _most_supported(served.get(change.response_id, {})),
            totals.get(change.response_id, 0),
        )
        for change in answered
    ]


async def _decided(asked: QuerySet[SessionCause]) -> list[Cause]:
    causes = await asked.order_by("id")
    outcomes = {
        (one.session.id, one.item): one
        for one in await outcomes_of({cause.session_id for cause in causes})
    }
    return [
        Cause(
            cause.lineage,
            cause.version_id,
            None,
            decided=outcomes[cause.session_id, cause.item_ref],
        )
        for cause in causes
    ]


async def _own(reasons: QuerySet[OwnReason]) -> list[Cause]:
    return [
        Cause(own.lineage, own.version_id, None, own=own) for own in await reasons.order_by("id")
    ]


def _most_supported(served: Mapping[str, list[Contribution]]) -> tuple[Contribution, ...]:
    every = [one for on_clause in served.values() for one in on_clause]
    return tuple(sorted(every, key=lambda one: (-one.supports, one.id))[:NAMED])

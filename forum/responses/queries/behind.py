"""Why a clause reads as it does: what caused each of its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from forum.consultations.models import Consultation
from forum.responses.models import OwnReason, Response, ResponseChange, SessionCause
from forum.responses.queries.served import Named, named_with_totals
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
    contributions: tuple[Named, ...] = ()
    total: int = 0
    own: OwnReason | None = None
    decided: SessionOutcome | None = None

    @property
    def kind(self) -> str:
        """Who caused it: what was handed in, a session, or the agency itself."""
        return "session" if self.decided else "agency" if self.own else "contribution"


async def causes_of(
    standard_id: int, lineages: Iterable[str], version_ids: Collection[int]
) -> list[Cause]:
    """Return every cause behind these clauses in these versions of the standard.

    Five queries at most, however many consultations there were.
    """
    wanted, versions = list(lineages), list(version_ids)
    if not versions:
        return []
    among = Q(version_id__in=versions, lineage__in=wanted)
    changes = ResponseChange.filter(
        Q(response__made_version_id__in=versions)
        | Q(
            response__made_version_id__isnull=True,
            response__consultation__next_version_id__in=versions,
        ),
        response__consultation__standard_id=standard_id,
        lineage__in=wanted,
    )
    return [
        *await _accepted(changes),
        *await _decided(SessionCause.filter(among)),
        *await _own(OwnReason.filter(among)),
    ]


async def causes_in(consultation: Consultation) -> dict[str, list[Cause]]:
    """Return the causes of the changes of one consultation's next version, clause by clause."""
    causes: defaultdict[str, list[Cause]] = defaultdict(list)
    version_id = consultation.next_version_id
    changes = ResponseChange.filter(
        response__consultation_id=consultation.id, response__made_version_id__isnull=True
    )
    for cause in [
        *await _accepted(changes),
        *await _decided(SessionCause.filter(version_id=version_id)),
        *await _own(OwnReason.filter(version_id=version_id)),
    ]:
        causes[cause.lineage].append(cause)
    return dict(causes)


async def decided_in(consultation: Consultation) -> dict[str, SessionOutcome]:
    """Return the outcomes of sessions that changed the next version, by clause; two queries."""
    asked = SessionCause.filter(version_id=consultation.next_version_id)
    return {one.lineage: one.decided for one in await _decided(asked) if one.decided}


async def _accepted(changes: QuerySet[ResponseChange]) -> list[Cause]:
    """Return the clauses changed by approved answers, in the order of the consultations."""
    answered = await (
        changes.filter(response__state=ResponseState.APPROVED)
        .order_by("response__consultation_id", "id")
        .select_related("response__consultation")
    )
    named, totals = await named_with_totals({change.response_id for change in answered}, NAMED)
    return [
        Cause(
            change.lineage,
            change.response.made_version_id or change.response.consultation.next_version_id or 0,
            change.response,
            named.get(change.response_id, ()),
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

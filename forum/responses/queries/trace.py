"""The two-way trace: no contribution without an answer, no acceptance without a change, no change
without a cause.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from forum.consultations.models import Consultation
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import ChangedClause, compare
from forum.participation.models import Contribution
from forum.participation.queries import must_be_answered
from forum.participation.rules import GONE
from forum.responses.models import Answered, OwnReason, Response, ResponseChange, SessionCause
from forum.responses.rules import CHANGES_TEXT, ResponseState


@dataclass(frozen=True)
class Trace:
    """What holds together already, and what does not; contributions and answers without words."""

    unanswered: list[Contribution]
    unapproved: list[Response]
    unchanged: list[Response]
    uncaused: list[ChangedClause]
    changes: list[ChangedClause]


async def trace_of(consultation: Consultation) -> Trace:
    """Hold every contribution, answer and change of a consultation against one another.

    What came late is answered only if it was admitted. Answers of a round that is over stay as they
    are: the changes behind them are in the version that is discussed now.

    A clause that only moved because others came or went needs no cause of its own. An answer whose
    contributions were all withdrawn meanwhile is nobody's to approve any more.
    """
    unanswered = (
        await Contribution.filter(
            must_be_answered(), consultation_id=consultation.id, answered__id__isnull=True
        )
        .exclude(showing__in=GONE)
        .order_by("id")
        .only("id", "ref")
    )
    served = Answered.filter(response__consultation_id=consultation.id)
    needed = set(
        await served.exclude(contribution__showing__in=GONE)
        .distinct()
        .values_list("response_id", flat=True)
    )
    responses = (
        await Response.filter(consultation_id=consultation.id, made_version_id__isnull=True)
        .order_by("id")
        .only("id", "ref", "state", "disposition")
    )
    named: defaultdict[int, set[str]] = defaultdict(set)
    for change in await ResponseChange.filter(response__consultation_id=consultation.id):
        named[change.response_id].add(change.lineage)
    changes = await changes_of(consultation)
    changed = {lineage for change in changes for lineage in touched(change)}
    causes = {
        lineage
        for response in responses
        if response.state is ResponseState.APPROVED and response.disposition in CHANGES_TEXT
        for lineage in named[response.id]
    }
    own = await OwnReason.filter(version_id=consultation.next_version_id)
    decided = await SessionCause.filter(version_id=consultation.next_version_id)
    causes |= {one.lineage for one in own} | {one.lineage for one in decided}
    waiting = [one for one in responses if one.id in needed]
    return Trace(
        unanswered=unanswered,
        unapproved=[one for one in waiting if one.state is not ResponseState.APPROVED],
        unchanged=[
            one
            for one in waiting
            if one.disposition in CHANGES_TEXT and not named[one.id] & changed
        ],
        uncaused=[change for change in changes if not touched(change) & causes],
        changes=changes,
    )


def touched(changed: ChangedClause) -> set[str]:
    """Return the lineages that a change is about: its own, and those it was made from."""
    return {changed.lineage, *(parent.lineage for parent in changed.change.parents)}


async def changes_of(consultation: Consultation) -> list[ChangedClause]:
    """Return what differs between the version discussed and the next one, in reading order."""
    if consultation.next_version_id is None:
        return []
    versions = {
        version.id: version
        for version in await Version.filter(
            id__in=[consultation.version_id, consultation.next_version_id]
        ).select_related("standard")
    }
    every = await compare(versions[consultation.version_id], versions[consultation.next_version_id])
    return [changed for changed in every if changed.fate is not Fate.SAME]

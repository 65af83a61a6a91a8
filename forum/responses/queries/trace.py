"""The two-way trace: no contribution without an answer, no acceptance without a change, no change
without a cause.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from forum.consultations.models import Consultation
from forum.drafts.lineage import Change, Fate
from forum.drafts.queries import changes_between
from forum.participation.models import Contribution, Showing
from forum.responses.models import Answered, OwnReason, Response, ResponseChange
from forum.responses.rules import CHANGES_TEXT, ResponseState


@dataclass(frozen=True)
class Trace:
    """What holds together already, and what does not."""

    unanswered: list[Contribution]
    unapproved: list[Response]
    unchanged: list[Response]
    uncaused: list[Change]
    changes: list[Change]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not (self.unanswered or self.unapproved or self.unchanged or self.uncaused)


async def trace_of(consultation: Consultation) -> Trace:
    """Hold every contribution, answer and change of a consultation against one another.

    A clause that only moved because others came or went needs no cause of its own.
    """
    contributions = (
        await Contribution.filter(consultation_id=consultation.id)
        .exclude(showing=Showing.WITHDRAWN)
        .order_by("id")
    )
    answered = set(
        await Answered.filter(response__consultation_id=consultation.id).values_list(
            "contribution_id", flat=True
        )
    )
    responses = await Response.filter(consultation_id=consultation.id).order_by("id")
    named: defaultdict[int, set[str]] = defaultdict(set)
    for change in await ResponseChange.filter(response__consultation_id=consultation.id):
        named[change.response_id].add(change.lineage)
    changes = await _changes(consultation)
    changed = {lineage for change in changes for lineage in touched(change)}
    causes = {
        lineage
        for response in responses
        if response.state is ResponseState.APPROVED and response.disposition in CHANGES_TEXT
        for lineage in named[response.id]
    }
    own = await OwnReason.filter(version_id=consultation.next_version_id).values_list(
        "lineage", flat=True
    )
    causes |= set(own)
    return Trace(
        unanswered=[one for one in contributions if one.id not in answered],
        unapproved=[one for one in responses if one.state is not ResponseState.APPROVED],
        unchanged=[
            one
            for one in responses
            if one.disposition in CHANGES_TEXT and not named[one.id] & changed
        ],
        uncaused=[change for change in changes if not touched(change) & causes],
        changes=changes,
    )


def touched(change: Change) -> set[str]:
    """Return the lineages that a change is about: its own, and those it was made from."""
    return {change.lineage, *(parent.lineage for parent in change.parents)}


async def _changes(consultation: Consultation) -> list[Change]:
    if consultation.next_version_id is None:
        return []
    every = await changes_between(consultation.version_id, consultation.next_version_id)
    return [change for change in every if change.fate is not Fate.SAME]

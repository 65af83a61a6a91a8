"""What waits for a second person, to be confirmed, or to be heard on appeal."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from forum.access.policy import Actor, Role
from forum.drafts.models import ClauseHand
from forum.moderation.models import Appeal, Decision, Report
from forum.moderation.queries.decisions import with_words
from forum.moderation.queries.reach import ids_of, in_reach
from forum.moderation.rules import Measure, State


async def for_second(moderator: Actor) -> list[Decision]:
    """Return what others proposed and this person may agree to, oldest first."""
    rows = (await _open_to(moderator)).filter(state=State.PROPOSED)
    return await _whole(moderator, rows.order_by("id"))


async def to_confirm(moderator: Actor) -> list[Decision]:
    """Return what one person did at once and somebody has to confirm, the most urgent first."""
    rows = await _open_to(moderator)
    rows = rows.filter(state=State.STANDS, confirm_by__isnull=False, second_at=None)
    return await _whole(moderator, rows.order_by("confirm_by", "id"))


async def _open_to(moderator: Actor) -> QuerySet[Decision]:
    """Return decisions in reach; one that suspends is there still when the words are gone."""
    there, gone_too = await in_reach(moderator), await in_reach(moderator, gone=True)
    rows = Decision.filter(
        Q(contribution_id__in=ids_of(there))
        | Q(contribution_id__in=ids_of(gone_too), measure=Measure.SUSPEND)
    )
    return rows.filter(
        Q(moderator_id=moderator.person_id) | ~Q(contribution_id__in=_reported_by(moderator))
    )


async def _whole(moderator: Actor, rows: QuerySet[Decision]) -> list[Decision]:
    found = await rows.select_related("moderator")
    await with_words(found)
    return _within(found, moderator.agencies_throughout_as(Role.MODERATOR))


def _within(decisions: Sequence[Decision], agencies: Collection[int]) -> list[Decision]:
    """Leave out suspensions in agencies of which one has but a consultation."""
    return [
        one
        for one in decisions
        if one.measure is not Measure.SUSPEND or one.contribution.agency_id in agencies
    ]


def _reported_by(person: Actor) -> Subquery:
    return Subquery(Report.filter(person_id=person.person_id).values("contribution_id"))


async def appeals_for(hearer: Actor) -> list[Appeal]:
    """Return the appeals that nobody has decided and this person may hear, the oldest first."""
    throughout = hearer.agencies_throughout_as(Role.MODERATOR, Role.REVIEWER)
    here = [
        grant.consultation_ref
        for grant in hearer.grants
        if grant.role in (Role.MODERATOR, Role.REVIEWER) and grant.consultation_ref
    ]
    rows = (
        Appeal.filter(
            Q(decision__contribution__consultation__agency_id__in=list(throughout))
            | Q(decision__contribution__consultation__ref__in=here),
            outcome=None,
        )
        .exclude(decision__contribution__author_id=hearer.person_id)
        .exclude(decision__moderator_id=hearer.person_id)
        .exclude(decision__contribution_id__in=_reported_by(hearer))
        .order_by("due_at", "id")
        .select_related("decision__moderator")
    )
    found = [one for one in await rows if one.decision.second_id != hearer.person_id]
    await with_words([one.decision for one in found])
    mine = {one.id for one in _within([one.decision for one in found], throughout)}
    return await _at_a_distance(hearer, [one for one in found if one.decision_id in mine])


async def _at_a_distance(hearer: Actor, appeals: Sequence[Appeal]) -> list[Appeal]:
    """Leave out what is said about clauses that this person drafted or answers for."""
    hands = await ClauseHand.filter(person_id=hearer.person_id)
    own = {(one.standard_id, one.lineage) for one in hands}
    drafts = {one.standard_id for one in hands}
    kept = []
    for appeal in appeals:
        about = appeal.decision.contribution
        standard = about.consultation.standard_id
        close = (standard, about.lineage) in own if about.lineage else standard in drafts
        if not close:
            kept.append(appeal)
    return kept

"""What waits for a second person, to be confirmed, or to be heard on appeal."""

from __future__ import annotations

from collections.abc import Sequence

from tortoise.expressions import Q

from forum.access.policy import Actor, Role
from forum.drafts.models import ClauseHand
from forum.moderation.models import Appeal, Decision
from forum.moderation.queries.decisions import with_words
from forum.moderation.queries.reach import ids_of, in_reach
from forum.moderation.rules import State


async def for_second(moderator: Actor) -> list[Decision]:
    """Return what others proposed and this person may agree to, oldest first."""
    mine = await in_reach(moderator)
    rows = Decision.filter(state=State.PROPOSED, contribution_id__in=ids_of(mine))
    found = await rows.order_by("id").select_related("moderator")
    await with_words(found)
    return found


async def to_confirm(moderator: Actor) -> list[Decision]:
    """Return what one person did at once and somebody has to confirm, the most urgent first."""
    mine = await in_reach(moderator)
    rows = Decision.filter(
        state=State.STANDS,
        confirm_by__isnull=False,
        second_at=None,
        contribution_id__in=ids_of(mine),
    )
    found = await rows.order_by("confirm_by", "id").select_related("moderator")
    await with_words(found)
    return found


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
        .order_by("due_at", "id")
        .select_related("decision__moderator")
    )
    found = [one for one in await rows if one.decision.second_id != hearer.person_id]
    await with_words([one.decision for one in found])
    return await _at_a_distance(hearer, found)


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

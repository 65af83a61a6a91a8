"""What one moderator may decide about."""

from __future__ import annotations

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from forum.access.policy import Actor, Role
from forum.drafts.models import ClauseHand
from forum.participation.models import Contribution
from forum.participation.rules import GONE


async def in_reach(moderator: Actor, *, gone: bool = False) -> QuerySet[Contribution]:
    """Return all that this person moderates: not the own words, not about clauses of one's own.

    What was withdrawn or erased is among it only where a case outlives the words.
    """
    everywhere = [g.agency_id for g in moderator.grants if _moderates(g.role, g.consultation_ref)]
    here = [g.consultation_ref for g in moderator.grants if g.role is Role.MODERATOR]
    hands = await ClauseHand.filter(person_id=moderator.person_id).values_list(
        "standard_id", "lineage"
    )
    # What is said about the whole draft concerns everyone who has a hand in any of its clauses.
    own = [Q(consultation__standard_id=s, lineage__in=[lin, ""]) for s, lin in hands]
    mine = Contribution.filter(
        Q(consultation__agency_id__in=everywhere)
        | Q(consultation__ref__in=[ref for ref in here if ref])
    )
    if not gone:
        mine = mine.exclude(showing__in=GONE)
    mine = mine.exclude(author_id=moderator.person_id)
    return mine.exclude(Q(*own, join_type="OR")) if own else mine


def ids_of(found: QuerySet[Contribution]) -> Subquery:
    """Return the same contributions as a condition of another query."""
    return Subquery(found.values("id"))


def _moderates(role: Role, consultation_ref: str) -> bool:
    return role is Role.MODERATOR and not consultation_ref

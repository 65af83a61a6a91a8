"""Who has to do with which clause, and so may not judge what is said about it."""

from __future__ import annotations

from collections.abc import Iterable

from forum.access.policy import Actor
from forum.drafts.models import ClauseHand, HandPart


async def note_hands(
    standard_id: int, lineages: Iterable[str], person: Actor, part: HandPart
) -> None:
    """Remember that this person drafted these clauses or answers for them, for good."""
    await ClauseHand.bulk_create(
        [
            ClauseHand(
                standard_id=standard_id, lineage=lineage, person_id=person.person_id, part=part
            )
            for lineage in dict.fromkeys(lineages)
        ],
        ignore_conflicts=True,
    )

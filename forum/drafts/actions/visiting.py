"""Who has the form of which clause open, so that two drafters know of each other."""

from __future__ import annotations

from datetime import timedelta

from forum.access.policy import Actor
from forum.core import clock
from forum.core.db import transaction
from forum.drafts.models import DraftVisit, Version

LASTS = timedelta(minutes=20)
"""Whoever has not loaded or saved the form for so long is taken to have left it."""


async def visit(drafter: Actor, version: Version, lineage: str) -> list[DraftVisit]:
    """Note that this person opened the form; return who else has it open, the first first.

    It is a courtesy and no lock: it stops nobody, and the record does not hold it.
    """
    now = clock.now()
    async with transaction():
        await DraftVisit.filter(version_id=version.id, seen_at__lt=now - LASTS).delete()
        await DraftVisit.bulk_create(
            [
                DraftVisit(
                    version_id=version.id,
                    lineage=lineage,
                    person_id=drafter.person_id,
                    since=now,
                    seen_at=now,
                )
            ],
            ignore_conflicts=True,
        )
        await DraftVisit.filter(
            version_id=version.id, lineage=lineage, person_id=drafter.person_id
        ).update(seen_at=now)
    return await (
        DraftVisit.filter(version_id=version.id, lineage=lineage)
        .exclude(person_id=drafter.person_id)
        .order_by("since")
        .prefetch_related("person")
    )


async def leave(drafter: Actor, ref: str, lineage: str) -> None:
    """Note that this person is done with the clause."""
    await DraftVisit.filter(version__ref=ref, lineage=lineage, person_id=drafter.person_id).delete()

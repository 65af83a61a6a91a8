"""Who has the form of which clause open, so that two drafters know of each other."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.core import clock
from forum.core.db import transaction
from forum.drafts.models import DraftVisit
from forum.drafts.queries import VISIT_LASTS, find_by_lineage, find_draft
from forum.drafts.rules import check_editing


async def visit(drafter: Actor, ref: str, lineage: str) -> None:
    """Note that this person has the form of a clause open.

    It is a courtesy and no lock: it stops nobody, and the record does not hold it.
    """
    now = clock.now()
    async with transaction():
        version = await find_draft(ref)
        require(drafter, Permission.DRAFT_EDIT, on=version)
        check_editing(version.state)
        await find_by_lineage(version, lineage)
        await DraftVisit.filter(version_id=version.id, seen_at__lt=now - VISIT_LASTS).delete()
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


async def leave(drafter: Actor, ref: str, lineage: str) -> None:
    """Note that this person is done with the clause."""
    await DraftVisit.filter(version__ref=ref, lineage=lineage, person_id=drafter.person_id).delete()

"""From what was said to the next version, and the end."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions.moving import move
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase, check_next_version
from forum.core import clock
from forum.core.db import transaction
from forum.drafts.actions import start_version
from forum.drafts.models import Version


async def begin_next_version(drafter: Actor, slug: str) -> Version:
    """Begin the version that answers a consultation; asked again, return the same one."""
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(drafter, Permission.DRAFT_EDIT, on=consultation)
        if consultation.next_version is not None:
            return consultation.next_version
        check_next_version(consultation.phase)
        version = await start_version(
            drafter, consultation.standard.slug, consultation.version.number
        )
        consultation.next_version = version
        await consultation.save(update_fields=["next_version_id"])
    return version


async def mark_published(official: Actor, consultation: Consultation) -> None:
    """Finish a consultation, inside the transaction that publishes its result."""
    await move(consultation, Phase.PUBLISHED, at=clock.now(), by=official)

"""Saying that what somebody else wrote matters to oneself too."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_left, check_not_suspended
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.participation.models import Contribution, Support
from forum.participation.queries import lock_contribution


async def support_comment(actor: Actor, ref: str) -> Contribution:
    """Say that this matters to oneself too. Saying it again changes nothing."""
    return await _set_support(actor, ref, wanted=True)


async def withdraw_support(actor: Actor, ref: str) -> Contribution:
    """Take one's support back. Taking it back again changes nothing."""
    return await _set_support(actor, ref, wanted=False)


async def _set_support(actor: Actor, ref: str, *, wanted: bool) -> Contribution:
    async with transaction():
        await check_not_left(actor)
        contribution = await lock_contribution(ref)
        if contribution.author_id == actor.person_id:
            raise Refused("comment.own", _("This is your own comment. Others can support it."))
        require(actor, Permission.COMMENT_SUPPORT, on=contribution)
        mine = Support.filter(contribution_id=contribution.id, person_id=actor.person_id)
        if await mine.exists() is wanted:
            return contribution
        if not contribution.public:
            raise Refused("comment.not-public", _("This comment is not public just now."))
        if wanted:
            await check_not_suspended(actor, contribution.agency_id)
        now = clock.now()
        if wanted:
            await Support.create(contribution_id=contribution.id, person_id=actor.person_id, at=now)
        else:
            await mine.delete()
        # The row is locked, so no other support is counted between reading and writing.
        contribution.supports += 1 if wanted else -1
        contribution.reacted_at = contribution.reacted_at or now
        await contribution.save(update_fields=["supports", "reacted_at"])
        await record(
            "comment.supported" if wanted else "comment.unsupported",
            by="citizen",
            ctx=contribution.consultation.record_id,
            subject=contribution.record_id,
            c={"author": identity(actor.record_id)},
        )
    return contribution

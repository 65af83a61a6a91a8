"""Secret links by which named readers see a draft before the public does."""

from __future__ import annotations

from datetime import timedelta

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import digest, new_secret
from forum.drafts.fields import one_line
from forum.drafts.models import DraftLink
from forum.drafts.queries import find_draft
from forum.drafts.rules import LONGEST_READERS, MOST_LINKS, SHARED_DAYS, check_editing


async def share_draft(drafter: Actor, ref: str, readers: str, days: int) -> tuple[DraftLink, str]:
    """Make a link for these readers; return it and its secret, which is kept nowhere."""
    secret = new_secret()
    readers = one_line(readers)
    if not 0 < len(readers) <= LONGEST_READERS:
        raise Invalid({"readers": _("Name who is to read it, in up to 200 letters.")})
    if days not in SHARED_DAYS:
        raise Invalid({"days": _("Choose one of the times offered.")})
    now = clock.now()
    async with transaction():
        version = await find_draft(ref, lock=True)
        require(drafter, Permission.DRAFT_SHARE, on=version)
        check_editing(version.state)
        if await DraftLink.filter(version_id=version.id).count() >= MOST_LINKS:
            raise Refused(
                "link.too-many",
                _("This draft has had %(most)s links already. No more can be made.")
                % {"most": MOST_LINKS},
            )
        link = await DraftLink.create(
            version=version,
            token_digest=digest(secret),
            readers=readers,
            made_by_id=drafter.person_id,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        await record(
            "draft.shared",
            by="agency",
            subject=version.record_id,
            d={"link": link.ref, "days": days},
            c={"actor": identity(drafter.record_id)},
        )
    return link, secret


async def end_link(drafter: Actor, ref: str, link_ref: str) -> None:
    """Let a link open nothing any more; ending it twice changes nothing."""
    async with transaction():
        version = await find_draft(ref, lock=True)
        require(drafter, Permission.DRAFT_SHARE, on=version)
        link = await DraftLink.get_or_none(version_id=version.id, ref=link_ref)
        if link is None:
            raise NotFound("link.not-found", _("This draft has no such link."))
        if link.revoked_at:
            return
        link.revoked_at = clock.now()
        await link.save(update_fields=["revoked_at"])
        await record(
            "draft.unshared",
            by="agency",
            subject=version.record_id,
            d={"link": link.ref},
            c={"actor": identity(drafter.record_id)},
        )

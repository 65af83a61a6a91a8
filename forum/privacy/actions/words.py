"""Erasing the words of one contribution: its author's own act, at once and for good."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import require_lately
from forum.audit.actions import By, record
from forum.audit.queries import entry_of
from forum.core.db import transaction
from forum.moderation.actions import erase_appeals
from forum.participation.actions import erase_words
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from forum.privacy.actions.scrubbing import plan_scrub
from forum.privacy.kept import Erased, keep
from forum.privacy.rules import Basis, Kind, check_own_words
from forum.responses.actions import erase_objection
from forum.sessions.actions.erasing import erase_asked, hold_sessions


async def erase_contribution(author: Actor, ref: str) -> Contribution:
    """Erase the words of one's own contribution; that it came in and was answered stays.

    It is asked shortly after signing in. Erasing again changes nothing.
    """
    seen = await find_contribution(ref)
    async with transaction():
        await hold_sessions([seen.session_ref])
        contribution = await find_contribution(ref, lock=True)
        require(author, Permission.COMMENT_ERASE, on=contribution)
        await require_lately(author)
        check_own_words(contribution.signed if contribution.organisation_id else "")
        await erase_one(contribution, by="citizen", basis=Basis.OWN)
    return contribution


async def erase_one(contribution: Contribution, *, by: By, basis: Basis) -> None:
    """Erase the words of a contribution wherever they stand, and enter it in the record.

    Joins the act of the caller, who has locked it, and its session before it.
    """
    if contribution.showing is Showing.ERASED:
        return
    await erase_words(contribution)
    await erase_objection(contribution)
    await erase_appeals(contribution)
    await erase_asked(contribution=contribution.ref)
    entry = await record(
        "erasure.executed",
        by=by,
        ctx=contribution.consultation.record_id,
        subject=contribution.record_id,
        d={"kind": Kind.TEXT.value, "basis": basis.value},
        ref=await entry_of(contribution.record_id, "comment.received"),
    )
    await plan_scrub(entry.leaf)
    keep(Erased(Kind.TEXT, contribution.record_id))

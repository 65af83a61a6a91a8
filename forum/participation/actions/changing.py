"""What an author may still do with her own words: change them soon, or take them back."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_suspended
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Stale
from forum.core.i18n import _
from forum.core.text import clean, render_in_thread
from forum.participation.events import ContributionEdited, ContributionWithdrawn
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import (
    GONE,
    Showing,
    check_text,
    check_withdraw,
    mark_of,
    tripped,
    why_not_edit,
)
from forum.profiles.load import profile


async def edit_comment(actor: Actor, ref: str, text: str, seen: str) -> Contribution:
    """Change the words of one's own comment, soon after writing and before anybody reacts.

    `seen` is the mark of the words that stood in the form when it was opened; if others stand there
    now, nothing is changed and `Stale` brings them.
    """
    text = clean(text)
    check_text(text)
    require(actor, Permission.COMMENT_EDIT, on=await find_contribution(ref))
    html = str(await render_in_thread(text))
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        require(actor, Permission.COMMENT_EDIT, on=contribution)
        if contribution.text == text:
            return contribution
        await check_not_suspended(actor, contribution.agency_id)
        now = clock.now()
        refused = why_not_edit(
            contribution.showing, contribution.handed_in_at, contribution.reacted_at, now
        )
        if refused is not None:
            raise refused
        if mark_of(contribution.text) != seen:
            raise Stale(
                "comment.stale",
                _("You changed this comment in another window. Both texts are below."),
                contribution.text,
            )
        country = profile(contribution.consultation.agency.profile)
        before, after = (tripped(country, words, 0) for words in (contribution.text, text))
        was = contribution.showing
        if after.held:
            contribution.showing = Showing.HELD
        contribution.text = contribution.shown_text = text
        contribution.html, contribution.edited_at = html, now
        await contribution.save(
            update_fields=["showing", "text", "shown_text", "html", "edited_at"]
        )
        received = await entry_of(contribution.record_id, "comment.received")
        ctx = contribution.consultation.record_id
        await record(
            "comment.edited",
            by="citizen",
            ctx=ctx,
            subject=contribution.record_id,
            c={"body": text},
            ref=received,
        )
        if was is not contribution.showing:
            await record(
                "comment.held",
                by="system",
                ctx=ctx,
                subject=contribution.record_id,
                d={"rule": after.holding[0]},
                ref=received,
            )
        new = tuple(code for code in after.codes if code not in before.codes)
        announce(ContributionEdited(contribution.id, new, after.held))
    return contribution


async def withdraw_comment(actor: Actor, ref: str) -> Contribution:
    """Take one's own comment back: its words are no longer public, a stub stays."""
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        require(actor, Permission.COMMENT_WITHDRAW, on=contribution)
        if contribution.showing in GONE:
            return contribution
        check_withdraw(contribution.showing)
        contribution.showing, contribution.withdrawn_at = Showing.WITHDRAWN, clock.now()
        contribution.shown_text = contribution.html = ""
        await contribution.save(update_fields=["showing", "withdrawn_at", "shown_text", "html"])
        await record(
            "comment.withdrawn",
            by="citizen",
            ctx=contribution.consultation.record_id,
            subject=contribution.record_id,
            ref=await entry_of(contribution.record_id, "comment.received"),
        )
        announce(ContributionWithdrawn(contribution.id))
    return contribution

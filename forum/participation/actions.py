"""What people do: comment, ask, change their words, take them back, support others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions import rename
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity, short_code
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock, i18n
from forum.core.db import announce, savepoint, transaction
from forum.core.errors import Invalid, Refused, Stale
from forum.core.i18n import _
from forum.core.ids import new_record_id
from forum.core.text import clean, render_in_thread
from forum.drafts.models import Clause
from forum.drafts.queries import find_clause
from forum.participation.events import (
    ContributionEdited,
    ContributionReceived,
    ContributionWithdrawn,
)
from forum.participation.models import Contribution, Support
from forum.participation.queries import find_contribution, sent_lately
from forum.participation.rules import (
    Kind,
    Showing,
    Tripped,
    check_once,
    check_text,
    check_withdraw,
    mark_of,
    sent_in_grace,
    tripped,
    why_not_edit,
)
from forum.profiles.load import profile


@dataclass(frozen=True)
class Handed:
    """What a form hands in.

    `once` is the key of the form, the same however often it is sent; `opened_at` is when its page
    was shown; `name` is asked of a person who has none yet.
    """

    text: str
    once: str
    kind: Kind = Kind.COMMENT
    opened_at: datetime | None = None
    name: str = ""


async def post_comment(actor: Actor, slug: str, label: str | None, handed: Handed) -> Contribution:
    """Hand in a comment or a question on one clause, or on the whole draft.

    The same form sent again brings the contribution that it made the first time. Nobody waits for
    another's comment: the consultation is read, not locked.
    """
    require(actor, Permission.COMMENT_POST)
    check_once(handed.once)
    text = clean(handed.text)
    check_text(text)
    html = str(await render_in_thread(text))
    async with transaction():
        consultation = await find_consultation(slug)
        clause = await find_clause(consultation.version, label) if label else None
        earlier = await _sent_before(actor, consultation, clause, text, handed)
        if earlier is not None:
            return earlier
        late = sent_in_grace(
            consultation.phase, consultation.closes_at, handed.opened_at, clock.now()
        )
        require(actor, Permission.COMMENT_POST, on=None if late else consultation)
        await _check_name(actor, handed)
        country = profile(consultation.agency.profile)
        within = country.hold_triggers.repeat.within_hours
        found = tripped(country, text, await sent_lately(actor.person_id, text, within))
        try:
            async with savepoint():
                return await _keep(actor, consultation, clause, handed, text, html, found)
        except IntegrityError:
            # The same form, sent twice in the same moment: the other one came first.
            earlier = await _sent_before(actor, consultation, clause, text, handed)
            if earlier is None:
                raise
            return earlier


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
        if contribution.showing is Showing.WITHDRAWN:
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


async def support_comment(actor: Actor, ref: str) -> Contribution:
    """Say that this matters to oneself too. Saying it again changes nothing."""
    return await _set_support(actor, ref, wanted=True)


async def withdraw_support(actor: Actor, ref: str) -> Contribution:
    """Take one's support back. Taking it back again changes nothing."""
    return await _set_support(actor, ref, wanted=False)


async def _set_support(actor: Actor, ref: str, *, wanted: bool) -> Contribution:
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        if contribution.author_id == actor.person_id:
            raise Refused("comment.own", _("This is your own comment. Others can support it."))
        require(actor, Permission.COMMENT_SUPPORT, on=contribution)
        mine = Support.filter(contribution_id=contribution.id, person_id=actor.person_id)
        if await mine.exists() is wanted:
            return contribution
        if not contribution.public:
            raise Refused("comment.not-public", _("This comment is not public just now."))
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


async def _sent_before(
    actor: Actor, consultation: Consultation, clause: Clause | None, text: str, handed: Handed
) -> Contribution | None:
    """Return what this form made before; refuse a key that was used for something else."""
    earlier = await Contribution.get_or_none(once=handed.once).select_related("consultation")
    if earlier is None:
        return None
    made = (earlier.author_id, earlier.consultation_id, earlier.lineage, earlier.kind, earlier.text)
    asked = (
        actor.person_id,
        consultation.id,
        clause.lineage if clause else "",
        handed.kind,
        text,
    )
    if made != asked:
        raise Refused(
            "comment.key-used",
            _("Another comment was sent from this form before. To send this one too, send it now."),
        )
    return earlier


async def _check_name(actor: Actor, handed: Handed) -> None:
    if actor.name:
        return
    if not clean(handed.name):
        raise Invalid({"name": _("Write your name. It is shown beside your comment.")})
    await rename(actor, name=handed.name, about="")


async def _keep(
    actor: Actor,
    consultation: Consultation,
    clause: Clause | None,
    handed: Handed,
    text: str,
    html: str,
    found: Tripped,
) -> Contribution:
    record_id = new_record_id()
    received = await record(
        "comment.received",
        by="citizen",
        ctx=consultation.record_id,
        subject=record_id,
        d={"clause": clause.label if clause else "", "tier": "email"},
        c={"body": text, "author": identity(actor.record_id)},
    )
    contribution = await Contribution.create(
        record_id=record_id,
        receipt=short_code(bytes.fromhex(received.leaf)),
        consultation=consultation,
        lineage=clause.lineage if clause else "",
        label=clause.label if clause else "",
        kind=handed.kind,
        showing=Showing.HELD if found.held else Showing.SHOWN,
        author_id=actor.person_id,
        text=text,
        shown_text=text,
        html=html,
        language=i18n.language.get(),
        once=handed.once,
        handed_in_at=clock.now(),
    )
    await record(
        "comment.held" if found.held else "comment.published",
        by="system",
        ctx=consultation.record_id,
        subject=record_id,
        d={"rule": found.holding[0]} if found.held else None,
        ref=received,
    )
    announce(ContributionReceived(contribution.id, found.codes, found.held))
    return contribution

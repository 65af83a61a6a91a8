"""Handing in a comment, question or reply, once for each form however often sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tortoise.exceptions import IntegrityError

from forum.access.policy import Actor, Permission, allows, require
from forum.accounts.actions import rename
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity, short_code
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock, i18n
from forum.core.db import announce, one_at_a_time, savepoint, transaction
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import _
from forum.core.ids import new_record_id
from forum.core.text import clean, render_in_thread
from forum.drafts.anchoring import Anchor
from forum.drafts.queries import find_clause
from forum.organisations.models import Organisation
from forum.organisations.queries import find_organisation
from forum.participation.actions.about import (
    About,
    about_draft,
    about_reply,
    key_of,
)
from forum.participation.actions.marking import Pointed, check_pointed, keep_mark
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution, sent_lately
from forum.participation.rules import (
    Kind,
    Showing,
    Tripped,
    check_once,
    check_text,
    sent_in_grace,
    tripped,
)
from forum.profiles.load import profile


@dataclass(frozen=True)
class Handed:
    """What a form hands in.

    `once` is the key of the form, the same however often it is sent; `opened_at` is when its page
    was shown; `name` is asked of a person who has none yet. `field` names a typed field that it is
    about. `organisation` is the slug of one that the person leads and speaks for, empty where they
    speak for themselves. `words` are those of the clause that it is about, if not all.
    """

    text: str
    once: str
    kind: Kind = Kind.COMMENT
    opened_at: datetime | None = None
    name: str = ""
    field: str = ""
    organisation: str = ""
    words: Pointed | None = None


async def post_comment(actor: Actor, slug: str, label: str | None, handed: Handed) -> Contribution:
    """Hand in a comment or a question on one clause, or on the whole draft.

    The same form sent again brings the contribution that it made the first time. Nobody waits for
    another's comment: the consultation is read, not locked.
    """
    text, html = await _checked(actor, handed)
    async with transaction():
        await _one_after_another(actor)
        consultation = await find_consultation(slug)
        clause = await find_clause(consultation.version, label) if label else None
        about = about_draft(consultation, clause, handed.kind, handed.field)
        anchor = check_pointed(handed.words, clause, consultation.version) if clause else None
        return await _hand_in(actor, consultation, about, handed, text, html, anchor)


async def post_reply(actor: Actor, ref: str, handed: Handed) -> Contribution:
    """Reply to what somebody handed in; a reply to a reply belongs to the same thread."""
    text, html = await _checked(actor, handed)
    async with transaction():
        await _one_after_another(actor)
        parent = await find_contribution(ref)
        if parent.parent is not None:
            ref = parent.parent.ref
        # Locked, because it counts its replies and each gets the next place.
        parent = await find_contribution(ref, lock=True)
        consultation = await find_consultation(parent.consultation.slug)
        handed = replace(handed, kind=Kind.REPLY)
        return await _hand_in(actor, consultation, about_reply(parent), handed, text, html)


async def _checked(actor: Actor, handed: Handed) -> tuple[str, str]:
    """Return the text as it is kept, and rendered; refuse what cannot be taken anywhere."""
    require(actor, Permission.COMMENT_POST)
    check_once(handed.once)
    text = clean(handed.text)
    check_text(text)
    return text, str(await render_in_thread(text))


async def _one_after_another(actor: Actor) -> None:
    """Look at what one person sends at once in turn, or no repetition would show."""
    await one_at_a_time(f"handing-in:{actor.person_id}")


async def _hand_in(
    actor: Actor,
    consultation: Consultation,
    about: About,
    handed: Handed,
    text: str,
    html: str,
    anchor: Anchor | None = None,
) -> Contribution:
    earlier = await _sent_before(actor, consultation, about, text, handed)
    if earlier is not None:
        return earlier
    in_time = consultation.permits(Permission.COMMENT_POST) or sent_in_grace(
        consultation.phase, consultation.closes_at, handed.opened_at, clock.now()
    )
    late = not in_time and consultation.takes_late_now
    require(actor, Permission.COMMENT_POST, on=None if in_time or late else consultation)
    organisation = await _spoken_for(actor, handed)
    await _check_name(actor, handed)
    country = profile(consultation.agency.profile)
    within = country.hold_triggers.repeat.within_hours
    found = tripped(country, text, await sent_lately(actor.person_id, text, within))
    try:
        async with savepoint():
            made = await _keep(
                actor, consultation, about, handed, organisation, text, html, found, late=late
            )
            if anchor:
                await keep_mark(made, consultation.version, anchor)
            return made
    except IntegrityError:
        # The same form, sent twice in the same moment: the other one came first.
        earlier = await _sent_before(actor, consultation, about, text, handed)
        if earlier is None:
            raise
        return earlier


async def _sent_before(
    actor: Actor, consultation: Consultation, about: About, text: str, handed: Handed
) -> Contribution | None:
    """Return what this form made before; refuse a key that was used for something else."""
    earlier = await Contribution.get_or_none(once=handed.once)
    if earlier is None:
        return None
    made = (
        earlier.author_id,
        earlier.organisation_id or "",
        earlier.consultation_id,
        earlier.kind,
        earlier.text,
    )
    asked = (actor.person_id, handed.organisation, consultation.id, handed.kind, text)
    if made != asked or key_of(earlier) != about.key:
        raise Refused(
            "comment.key-used",
            _("Another comment was sent from this form before. To send this one too, send it now."),
        )
    return earlier


async def _spoken_for(actor: Actor, handed: Handed) -> Organisation | None:
    """Return the organisation that this is handed in for; only its lead may."""
    if not handed.organisation:
        return None
    organisation = await find_organisation(handed.organisation)
    if not allows(actor, Permission.ORGANISATION_SPEAK, organisation):
        raise NotAllowed(
            "organisation.not-lead",
            _("Only the lead of “%(name)s” hands in for it. You can send this for yourself.")
            % {"name": organisation.name},
        )
    return organisation


async def _check_name(actor: Actor, handed: Handed) -> None:
    if actor.name:
        return
    if not clean(handed.name):
        raise Invalid({"name": _("Write your name. It is shown beside your comment.")})
    await rename(actor, name=handed.name, about="")


async def _keep(
    actor: Actor,
    consultation: Consultation,
    about: About,
    handed: Handed,
    organisation: Organisation | None,
    text: str,
    html: str,
    found: Tripped,
    *,
    late: bool,
) -> Contribution:
    record_id = new_record_id()
    spoken_for = {"organisation": organisation.slug} if organisation else {}
    received = await record(
        "comment.received",
        by="citizen",
        ctx=consultation.record_id,
        subject=record_id,
        d={
            "clause": about.label,
            "tier": "email",
            **spoken_for,
            **({"late": True} if late else {}),
        },
        c={"body": text, "author": identity(actor.record_id)},
        ref=await entry_of(about.parent.record_id, "comment.received") if about.parent else None,
    )
    contribution = await Contribution.create(
        record_id=record_id,
        receipt=short_code(bytes.fromhex(received.leaf)),
        consultation=consultation,
        lineage=about.lineage,
        label=about.label,
        kind=handed.kind,
        **about.columns,
        parent=about.parent,
        thread_place=await _next_place(about.parent) if about.parent else 0,
        showing=Showing.HELD if found.held else Showing.SHOWN,
        author_id=actor.person_id,
        organisation_id=organisation.slug if organisation else None,
        signed=organisation.name if organisation else "",
        interests=organisation.interests if organisation else "",
        text=text,
        shown_text=text,
        html=html,
        language=i18n.language.get(),
        once=handed.once,
        round=consultation.round,
        late=late,
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


async def _next_place(parent: Contribution) -> int:
    """Return the place of one more reply. Words that were replied to stay as they are."""
    parent.replies += 1
    parent.reacted_at = parent.reacted_at or clock.now()
    await parent.save(update_fields=["replies", "reacted_at"])
    return parent.replies

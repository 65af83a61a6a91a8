"""Keeping what was handed in: once for each form, in turn for each person, with its entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from forum.access.policy import Actor, Permission, allows, require
from forum.accounts.actions import rename
from forum.accounts.queries import check_not_suspended
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity, short_code
from forum.consultations.models import Consultation
from forum.core import clock, i18n
from forum.core.db import announce, one_at_a_time
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import _
from forum.core.ids import new_record_id
from forum.core.text import clean, render_in_thread
from forum.drafts.anchoring import Anchor
from forum.organisations.models import Organisation
from forum.organisations.queries import find_organisation
from forum.participation.actions.about import About, Place, place_of
from forum.participation.actions.marking import Pointed, keep_mark
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution
from forum.participation.queries import handed_in_lately, sent_lately
from forum.participation.rules import (
    Kind,
    Showing,
    Tripped,
    check_once,
    check_pace,
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


async def checked(actor: Actor, handed: Handed) -> tuple[str, str]:
    """Return the text as it is kept, and rendered; refuse what cannot be taken anywhere."""
    require(actor, Permission.COMMENT_POST)
    check_once(handed.once)
    text = clean(handed.text)
    check_text(text)
    return text, str(await render_in_thread(text))


async def one_after_another(actor: Actor) -> None:
    """Look at what one person sends at once in turn, or no repetition would show."""
    await one_at_a_time(f"handing-in:{actor.person_id}")


async def hand_in(
    actor: Actor,
    consultation: Consultation,
    about: About,
    handed: Handed,
    text: str,
    html: str,
    anchor: Anchor | None = None,
) -> Contribution:
    """Keep what nobody sent before, if the consultation takes it now; what is tripped is held."""
    in_time = consultation.permits(Permission.COMMENT_POST) or sent_in_grace(
        consultation.phase, consultation.closes_at, handed.opened_at, clock.now()
    )
    late = not in_time and consultation.takes_late_now
    require(actor, Permission.COMMENT_POST, on=None if in_time or late else consultation)
    await check_not_suspended(actor, consultation.agency_id)
    organisation = await _spoken_for(actor, handed)
    await _check_name(actor, handed)
    found = await _tripped(actor, consultation, about, text)
    made = await _keep(
        actor, consultation, about, handed, organisation, text, html, found, late=late
    )
    if anchor:
        await keep_mark(made, consultation.version, anchor)
    return made


async def sent_before(actor: Actor, handed: Handed, text: str, place: Place) -> Contribution | None:
    """Return what this form made before; refuse a key that was used for something else.

    It is asked before anything else: whoever sends a form again hears what came of it, whatever
    happened to the clause or to the words it was about since.
    """
    earlier = await Contribution.get_or_none(once=handed.once).select_related(
        "consultation", "parent"
    )
    if earlier is None:
        return None
    made = (earlier.author_id, earlier.organisation_id or "", earlier.kind, earlier.text)
    asked = (actor.person_id, handed.organisation, handed.kind, text)
    if made != asked or place_of(earlier) != place:
        raise Refused(
            "comment.key-used",
            _("Another comment was sent from this form before. To send this one too, send it now."),
        )
    return earlier


async def _tripped(actor: Actor, consultation: Consultation, about: About, text: str) -> Tripped:
    """Tell what it sets off; only what its author wrote counts, not the words of the clause."""
    country = profile(consultation.agency.profile)
    repeat, many = country.hold_triggers.repeat, country.hold_triggers.many
    lately = await handed_in_lately(actor.person_id, many.within_hours)
    check_pace(many, lately)
    same = 0 if about.proposed else await sent_lately(actor.person_id, text, repeat.within_hours)
    written = f"{about.proposed.added}\n{text}" if about.proposed else text
    return tripped(country, written, same, lately)


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
        c={
            "body": text,
            "author": identity(actor.record_id),
            **({"proposal": about.proposed.words} if about.proposed else {}),
        },
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

"""Handing in a comment or a question, once for each form however often it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions import rename
from forum.audit.actions import record
from forum.audit.rules import identity, short_code
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock, i18n
from forum.core.db import announce, one_at_a_time, savepoint, transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.ids import new_record_id
from forum.core.text import clean, render_in_thread
from forum.drafts.models import Clause
from forum.drafts.queries import find_clause
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution
from forum.participation.queries import sent_lately
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
        # What one person sends at once is looked at one after another, or no repetition would show.
        await one_at_a_time(f"handing-in:{actor.person_id}")
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

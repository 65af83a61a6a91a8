"""Entering what came by letter, at the counter or by telephone, for somebody without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from forum.access.policy import Actor, Permission, require
from forum.accounts.models import Person
from forum.audit.actions import record
from forum.audit.rules import identity, short_code
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import announce, one_at_a_time, transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import LANGUAGES, _
from forum.core.ids import new_record_id
from forum.core.text import clean, render_in_thread
from forum.drafts.queries import find_clause
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution, Entered
from forum.participation.queries import find_contribution
from forum.participation.rules import (
    TO_CHOOSE,
    Channel,
    Kind,
    Showing,
    check_once,
    check_received,
    check_text,
    checked_contact,
    checked_signature,
    tripped,
)
from forum.profiles.load import profile


@dataclass(frozen=True)
class Received:
    """What came in, as staff typed it.

    `signed` is the name that may be shown; `contact` is where the answer is to be sent, and never
    shown to anybody but staff.
    """

    text: str
    once: str
    channel: Channel
    received_on: date | None
    language: str
    kind: Kind = Kind.COMMENT
    signed: str = ""
    contact: str = ""


async def enter_received(
    official: Actor, slug: str, label: str | None, received: Received
) -> Contribution:
    """Hand in for somebody else, on one clause or on the whole draft.

    It is shown, moderated and answered like any other, with how it came in. The same form sent
    again brings the contribution that it made the first time.
    """
    check_once(received.once)
    text = clean(received.text)
    check_text(text)
    signed, contact = checked_signature(received.signed), checked_contact(received.contact)
    if received.channel is Channel.SITE:
        raise Invalid({"channel": _("Choose one of the options offered.")})
    if received.kind not in TO_CHOOSE:
        raise Invalid({"kind": _("Choose one of the options offered.")})
    if received.language not in LANGUAGES:
        raise Invalid({"language": _("Choose one of the options offered.")})
    html = str(await render_in_thread(text))
    async with transaction():
        await one_at_a_time(f"entering:{received.once}")
        # Locked: what is entered while the result is published would never be answered.
        consultation = await find_consultation(slug, lock=True)
        clause = await find_clause(consultation.version, label) if label else None
        require(official, Permission.COMMENT_ENTER, on=consultation)
        earlier = await Contribution.get_or_none(once=received.once)
        if earlier is not None and earlier.text == text:
            return earlier
        if earlier is not None:
            raise Refused(
                "comment.key-used",
                _("Another text was entered from this form before. To enter this too, send again."),
            )
        opens_on, closes_on, today = _days(consultation)
        came = check_received(received.received_on, opens_on, closes_on, today)
        country = profile(consultation.agency.profile)
        found = tripped(country, text, 0)
        author = await Person.create(
            name="", email=None, language=received.language, joined_at=clock.now()
        )
        record_id = new_record_id()
        entry = await record(
            "comment.received",
            by="agency",
            ctx=consultation.record_id,
            subject=record_id,
            d={
                "clause": clause.label if clause else "",
                "tier": "desk",
                "channel": received.channel.value,
            },
            c={
                "body": text,
                "author": identity(author.record_id),
                "actor": identity(official.record_id),
            },
        )
        contribution = await Contribution.create(
            record_id=record_id,
            receipt=short_code(bytes.fromhex(entry.leaf)),
            consultation=consultation,
            lineage=clause.lineage if clause else "",
            label=clause.label if clause else "",
            kind=received.kind,
            showing=Showing.HELD if found.held else Showing.SHOWN,
            author=author,
            signed=signed,
            channel=received.channel,
            text=text,
            shown_text=text,
            html=html,
            language=received.language,
            once=received.once,
            round=consultation.round,
            handed_in_at=clock.now(),
        )
        await Entered.create(
            contribution=contribution,
            received_on=came,
            entered_by_id=official.person_id,
            contact=contact,
        )
        await record(
            "comment.held" if found.held else "comment.published",
            by="system",
            ctx=consultation.record_id,
            subject=record_id,
            d={"rule": found.holding[0]} if found.held else None,
            ref=entry,
        )
        announce(ContributionReceived(contribution.id, found.codes, found.held))
    return contribution


async def pass_on(official: Actor, ref: str) -> Contribution:
    """Note that the answer was passed on, and erase where it was to be sent.

    It may be erased at any time, also before the answer, if the person asks for it.
    """
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        # Not bound to the phase: an address must be erasable for as long as it is kept.
        require(official, Permission.CONTACT_ERASE, on=contribution)
        entered = await Entered.get_or_none(contribution_id=contribution.id)
        if entered is None:
            raise Refused(
                "comment.not-entered", _("Its author handed this in without the help of staff.")
            )
        if entered.passed_on_at is None:
            entered.contact, entered.passed_on_at = "", clock.now()
            await entered.save(update_fields=["contact", "passed_on_at"])
    return contribution


def _days(consultation: Consultation) -> tuple[date | None, date | None, date]:
    """Return the first and the last day of a consultation, and today, in its own zone."""
    zone = ZoneInfo(consultation.time_zone)

    def on(moment: datetime | None) -> date | None:
        return moment.astimezone(zone).date() if moment else None

    return (
        on(consultation.opens_at),
        on(consultation.closes_at),
        clock.now().astimezone(zone).date(),
    )

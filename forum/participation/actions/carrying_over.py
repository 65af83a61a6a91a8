"""What was said in a session and not answered there: a contribution that must be answered."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Person
from forum.audit.actions import record
from forum.audit.rules import identity, short_code
from forum.consultations.models import Consultation
from forum.core import clock
from forum.core.db import announce
from forum.core.ids import new_record_id
from forum.participation.events import ContributionReceived
from forum.participation.models import Contribution
from forum.participation.rules import Kind, Showing, tripped
from forum.profiles.load import profile


@dataclass(frozen=True, kw_only=True)
class Said:
    """One question or remark from the floor; `key` names it, so that it is carried over once.

    `shown` says that everybody in the room read it, whatever it would trip as a comment.
    """

    key: str
    author: Person
    kind: Kind
    session_ref: str
    lineage: str
    label: str
    text: str
    html: str
    language: str
    shown: bool


async def carry_over(consultation: Consultation, said: Said) -> Contribution:
    """Make a contribution of it inside the caller's transaction; done before, return the first.

    Whoever calls has asked for the permission; the consultation's phase does not matter here,
    because what was asked in a session is answered whenever it was held.
    """
    once = f"floor:{said.key}"  # no form can have a key with a colon
    earlier = await Contribution.get_or_none(once=once)
    if earlier is not None:
        return earlier
    country, held = profile(consultation.agency.profile), not said.shown
    found = tripped(country, said.text, 0)
    if held and not found.held:  # so it was the repetition that held it
        found = tripped(country, said.text, country.hold_triggers.repeat.times)
    record_id = new_record_id()
    received = await record(
        "comment.received",
        by="citizen",
        ctx=consultation.record_id,
        subject=record_id,
        d={"clause": said.label, "tier": "email"},
        c={"body": said.text, "author": identity(said.author.record_id)},
    )
    contribution = await Contribution.create(
        record_id=record_id,
        receipt=short_code(bytes.fromhex(received.leaf)),
        consultation=consultation,
        lineage=said.lineage,
        label=said.label,
        kind=said.kind,
        showing=Showing.HELD if held else Showing.SHOWN,
        author=said.author,
        text=said.text,
        shown_text=said.text,
        html=said.html,
        language=said.language,
        once=once,
        session_ref=said.session_ref,
        round=consultation.round,
        handed_in_at=clock.now(),
    )
    await record(
        "comment.held" if held else "comment.published",
        by="system",
        ctx=consultation.record_id,
        subject=record_id,
        d={"rule": found.holding[0]} if held else None,
        ref=received,
    )
    announce(ContributionReceived(contribution.id, found.codes, held))
    return contribution

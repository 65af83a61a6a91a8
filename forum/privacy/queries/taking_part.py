"""Votes, sessions and organisations of one person."""

from __future__ import annotations

from typing import Any

from forum.accounts.models import Person
from forum.organisations.models import Membership, Organisation
from forum.sessions.models import (
    Attendance,
    Correction,
    QueueEntry,
    QueueSupport,
    SessionEvent,
)
from forum.voting.models import Ballot, Entitlement, SecretRoll


async def votes(person: Person) -> list[dict[str, Any]]:
    """Return every vote. Of a secret poll it is known that somebody voted, never how."""
    cast = Ballot.filter(person_id=person.id).select_related("poll").order_by("id")
    secret = SecretRoll.filter(person_id=person.id).select_related("poll").order_by("id")
    entitled = Entitlement.filter(person_id=person.id).select_related("poll").order_by("id")
    return [
        *(
            {
                "question": one.poll.question,
                "marks": one.marks,
                "reason": one.reason,
                "at": one.cast_at,
                "receipt": one.receipt,
            }
            for one in await cast
        ),
        *({"question": one.poll.question, "secret_vote": True} for one in await secret),
        *({"question": one.poll.question, "may_vote": True} for one in await entitled),
    ]


async def sessions(person: Person) -> list[dict[str, Any]]:
    """Return where somebody checked in, what they asked, supported, corrected and did there."""
    came = Attendance.filter(person_id=person.id).select_related("session").order_by("id")
    asked = QueueEntry.filter(person_id=person.id).select_related("session").order_by("id")
    wanted = QueueSupport.filter(person_id=person.id).select_related("entry__session")
    corrected = Correction.filter(person_id=person.id).select_related("minutes__session")
    did = SessionEvent.filter(by_id=person.id).select_related("session").order_by("id")
    return [
        *(
            {
                "session": one.session.title,
                "checked_in_at": one.at,
                "element": one.element,
                "organisation": one.organisation,
                "name_public": one.name_public,
                "in_hall": one.in_hall,
                "muted_because": one.muted_because,
            }
            for one in await came
        ),
        *(
            {
                "session": one.session.title,
                "asked": one.ask.value,
                "stance": one.stance,
                "text": one.text,
                "at": one.asked_at,
                "spoke_at": one.spoke_at,
                "hidden_because": one.hidden_because,
                "number": one.contribution_ref,
            }
            for one in await asked
        ),
        *(
            {"session": one.entry.session.title, "supported_entry": one.entry.ref}
            for one in await wanted.order_by("id")
        ),
        *(
            {
                "session": one.minutes.session.title,
                "correction": one.text,
                "at": one.at,
                "reason": one.reason,
            }
            for one in await corrected.order_by("id")
        ),
        *({"session": one.session.title, "did": one.k, "at": one.at} for one in await did),
    ]


async def organisations(person: Person) -> list[dict[str, Any]]:
    """Return where somebody belongs, and which organisations they registered."""
    members = Membership.filter(person_id=person.id).select_related("organisation")
    return [
        *(
            {"organisation": one.organisation.name, "lead": one.lead, "at": one.since}
            for one in await members.order_by("id")
        ),
        *(
            {"registered": one.name, "at": one.registered_at}
            for one in await Organisation.filter(registered_by_id=person.id).order_by("id")
        ),
    ]

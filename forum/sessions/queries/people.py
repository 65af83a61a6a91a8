"""Who is in the room, what they support, and how one person stands in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.sessions.models import Attendance, QueueEntry, QueueSupport, Session
from forum.sessions.rules import Ask, Standing


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """One person who checked in; the name is public only if `name_public`."""

    person_ref: str
    name: str
    about: str
    element: str
    organisation: str
    name_public: bool
    in_hall: bool
    muted_because: str
    at: datetime


async def attendance_of(session: Session) -> list[Attendee]:
    """Return everybody who checked in, in the order they came."""
    rows = await Attendance.filter(session_id=session.id).order_by("id").select_related("person")
    return [
        Attendee(
            person_ref=row.person.ref,
            name=row.person.name,
            about=row.person.about,
            element=row.element,
            organisation=row.organisation,
            name_public=row.name_public,
            in_hall=row.in_hall,
            muted_because=row.muted_because,
            at=row.at,
        )
        for row in rows
    ]


async def named_in(session_id: int, people: Collection[int]) -> set[int]:
    """Return who of these agreed to be named in public."""
    if not people:
        return set()
    agreed = Attendance.filter(session_id=session_id, person_id__in=people, name_public=True)
    return {person_id for (person_id,) in await agreed.values_list("person_id")}


async def present_in(session_id: int) -> int:
    """Return how many have checked in."""
    return await Attendance.filter(session_id=session_id).count()


async def supports_of(session_id: int) -> dict[str, tuple[int, int]]:
    """Return the support of every entry that ever had any: ref → (supports, changes)."""
    rows = QueueEntry.filter(session_id=session_id, changes__gt=0)
    return {
        ref: (supports, changes)
        for ref, supports, changes in await rows.values_list("ref", "supports", "changes")
    }


@dataclass(frozen=True, kw_only=True)
class OwnEntry:
    """What one person put into the queue, and what became of it."""

    ref: str
    ask: Ask
    standing: Standing
    stance: str
    text: str
    html: str
    supports: int
    answered: bool
    hidden_because: str
    contribution_ref: str


@dataclass(frozen=True, kw_only=True)
class OwnStanding:
    """How one person stands in a session; `muted` is the reason, empty for whoever may speak."""

    name: str = ""
    person_ref: str = ""
    checked_in: bool = False
    in_hall: bool = False
    element: str = ""
    organisation: str = ""
    name_public: bool = False
    muted: str = ""
    chairs: bool = False
    entries: tuple[OwnEntry, ...] = ()
    supported: frozenset[str] = field(default_factory=frozenset)


async def standing_of(actor: Actor, session: Session) -> OwnStanding:
    """Return how this actor stands in a session, own entries with their reasons included."""
    if actor.person_id is None:
        return OwnStanding()
    person = await Person.get(id=actor.person_id)
    row = await Attendance.get_or_none(session_id=session.id, person_id=person.id)
    entries = await QueueEntry.filter(session_id=session.id, person_id=person.id).order_by("id")
    supported = await QueueSupport.filter(
        entry__session_id=session.id, person_id=person.id
    ).values_list("entry__ref")
    return OwnStanding(
        name=person.name,
        person_ref=person.ref,
        checked_in=row is not None,
        in_hall=row is not None and row.in_hall,
        element=row.element if row else "",
        organisation=row.organisation if row else "",
        name_public=row is not None and row.name_public,
        muted=row.muted_because if row else "",
        chairs=session.chair_id == person.id,
        entries=tuple(_own(one) for one in entries),
        supported=frozenset(ref for (ref,) in supported),
    )


def _own(entry: QueueEntry) -> OwnEntry:
    return OwnEntry(
        ref=entry.ref,
        ask=entry.ask,
        standing=entry.standing,
        stance=entry.stance,
        text=entry.text,
        html=entry.html,
        supports=entry.supports,
        answered=entry.answered,
        hidden_because=entry.hidden_because,
        contribution_ref=entry.contribution_ref,
    )

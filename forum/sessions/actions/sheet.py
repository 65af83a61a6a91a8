"""The run sheet in the hands of whoever holds the chair, inside one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forum.access.policy import Actor, Permission, require
from forum.accounts.models import Person
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core.errors import NotFound, Refused
from forum.core.i18n import _
from forum.sessions.actions.log import K, happen
from forum.sessions.floor import Floor
from forum.sessions.models import AgendaItem, QueueEntry, Session, SessionEvent
from forum.sessions.queries import agenda_of, find_visible, floor_of
from forum.sessions.rules import Standing, Step, withdrawn
from forum.sessions.run_sheet import Move, check_does, check_seen, next_move


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a press needs beside its kind; each kind reads its own."""

    item: str = ""
    step: Step | None = None
    entry: str = ""
    seconds: int | None = None
    minutes: int | None = None
    on: bool = False
    poll: str = ""
    hands: tuple[int, ...] = ()
    reason: str = ""
    sentence: str = ""
    problem: str = ""
    term: str = ""


@dataclass(frozen=True)
class Sheet:
    """A session, locked, with its floor and agenda, and whoever presses."""

    actor: Actor
    session: Session
    floor: Floor
    agenda: Sequence[AgendaItem]

    @property
    def next(self) -> Move | None:
        """What the button does now."""
        return next_move(
            self.floor,
            self.agenda,
            rehearsal=self.session.rehearsal,
            withdrawn=self.session.withdrawn,
        )

    async def happen(self, k: K, data: Mapping[str, Any] | None = None) -> None:
        """Add one event by whoever presses."""
        await happen(self.session, k, self.actor, data)

    async def seat_speaker(self) -> None:
        """Whoever has the floor has finished."""
        if self.floor.speaking is not None:
            entry = self.floor.speaking.entry
            await QueueEntry.filter(ref=entry).update(standing=Standing.DONE)
            await self.happen(K.FLOOR_OVER, {"entry": entry})

    async def check_seen(self, seen: int) -> None:
        """Refuse a page that showed an older move."""
        if seen != self.floor.moved:
            newest = await SessionEvent.get_or_none(session_id=self.session.id, s=self.floor.moved)
            own = newest is not None and newest.by_id == self.actor.person_id
            check_seen(self.floor, seen, self.next, own=own)

    def check_does(self, does: str) -> None:
        """Refuse a button that says something else than it would do now."""
        check_does(self.floor, does, self.next)

    def item(self, ref: str) -> AgendaItem:
        """Return one item of the agenda, or say that there is none."""
        for item in self.agenda:
            if item.ref == ref:
                return item
        raise NotFound("session.no-such-item", _("There is no such item on the agenda."))


async def sheet_of(actor: Actor, ref: str) -> Sheet:
    """Lock a session and take its run sheet, for somebody who may run it."""
    session = await find_visible(actor, ref, lock=True)
    require(actor, Permission.SESSION_RUN, on=session)
    return Sheet(actor, session, await floor_of(session), await agenda_of(session))


async def check_may_meet(sheet: Sheet) -> None:
    """Refuse to begin what has nothing to lead to; a move of the consultation waits or goes first.

    Whoever holds a consultation never waits for a session, so nobody waits in a circle.
    """
    consultation = await find_consultation(sheet.session.consultation.slug, lock=True)
    require(sheet.actor, Permission.SESSION_RUN, on=consultation)
    if consultation.phase is Phase.WITHDRAWN:
        raise withdrawn()


async def check_chair(sheet: Sheet) -> None:
    """Only one person presses at a time."""
    holder = sheet.session.chair_id
    if holder is None:
        raise Refused("session.no-chair", _("Nobody holds the chair. Take it first."))
    if holder != sheet.actor.person_id:
        person = await Person.get(id=holder)
        raise Refused(
            "session.chair",
            _("%(name)s holds the chair. Take it over first.") % {"name": person.name},
        )

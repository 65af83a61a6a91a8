"""Rehearsing a session: the same run sheet on a copy that leaves nothing behind."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.sessions.actions.planning import FILLED, free_code
from forum.sessions.models import (
    AgendaItem,
    Attendance,
    Correction,
    Minutes,
    QueueEntry,
    QueueSupport,
    Session,
    SessionEvent,
)
from forum.sessions.queries import agenda_of, find_session, rehearsal_of
from forum.sessions.rules import withdrawn
from forum.voting.actions import clear_polls

COPIED = ["position", "lineage", "label", "title", "minutes", "steps", "straw", "vote"]


async def rehearse(actor: Actor, ref: str) -> Session:
    """Return a copy of a session to rehearse on; asked again, the same one until it is cleared."""
    async with transaction():
        session = await find_session(ref, lock=True)
        require(actor, Permission.SESSION_RUN, on=session)
        if session.withdrawn:
            raise withdrawn()
        if session.rehearsal:
            return session
        there = await rehearsal_of(session)
        if there is not None:
            return there
        copy = await Session.create(
            **{name: getattr(session, name) for name in FILLED},
            code=await free_code(),
            consultation=session.consultation,
            rehearsal_of=session,
            planned_by_id=actor.person_id,
            made_at=clock.now(),
        )
        for item in await agenda_of(session):
            values = {name: getattr(item, name) for name in COPIED}
            await AgendaItem.create(session_id=copy.id, **values)
    return copy


async def clear_rehearsal(actor: Actor, ref: str) -> None:
    """Remove a rehearsal with all that happened in it, ballots too."""
    async with transaction():
        session = await find_session(ref, lock=True)
        require(actor, Permission.SESSION_RUN, on=session)
        if not session.rehearsal:
            raise Refused("session.no-rehearsal", _("Only a rehearsal can be cleared away."))
        await clear_polls(session.ref)
        await Correction.filter(minutes__session_id=session.id).delete()
        await QueueSupport.filter(entry__session_id=session.id).delete()
        for table in (Minutes, QueueEntry, Attendance, SessionEvent, AgendaItem):
            await table.filter(session_id=session.id).delete()
        await session.delete()

"""Finding one session, one entry of its queue, and whether a reader may see it."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, allows
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.sessions.codes import read_code
from forum.sessions.models import AgendaItem, QueueEntry, Session
from forum.sessions.rules import State


async def find_session(ref_or_code: str, *, lock: bool = False) -> Session:
    """Return one session with its consultation and agency, or say there is none.

    Actions lock it: what happens in a session happens one thing after another.
    """
    code = read_code(ref_or_code)
    if code is None and not is_ref(ref_or_code):
        raise _none()
    found = Session.filter(code=code) if code else Session.filter(ref=ref_or_code)
    found = found.select_related("consultation__agency", "consultation__standard")
    if lock:
        found = found.select_for_update(of=("session",), no_key=True)
    session = await found.first()
    if session is None:
        raise _none()
    return session


async def find_visible(actor: Actor, ref_or_code: str, *, lock: bool = False) -> Session:
    """Return one session that this actor may see; of the others nobody is told that they exist."""
    session = await find_session(ref_or_code, lock=lock)
    if not may_see(actor, session):
        raise _none()
    return session


def may_see(actor: Actor, session: Session) -> bool:
    """Tell whether this reader may see it: a plan and a rehearsal are not the public's yet."""
    if session.rehearsal:
        return allows(actor, Permission.SESSION_WATCH, on=session)
    if session.state is State.PLANNED:
        planners = (
            Permission.SESSION_WATCH,
            Permission.SESSION_PLAN,
            Permission.SESSION_ANNOUNCE,
        )
        return any(allows(actor, one, on=session) for one in planners)
    return True


async def find_entry(ref: str) -> QueueEntry:
    """Return one entry of a queue with its session and author, or say there is none."""
    entry = None
    if is_ref(ref):
        entry = (
            await QueueEntry.filter(ref=ref)
            .select_related(
                "person", "session__consultation__agency", "session__consultation__standard"
            )
            .first()
        )
    if entry is None:
        raise NotFound("queue.not-found", _("There is no such entry in the queue."))
    return entry


async def agenda_of(session: Session) -> list[AgendaItem]:
    """Return the items of its agenda in order."""
    return await AgendaItem.filter(session_id=session.id).order_by("position", "id")


def _none() -> NotFound:
    return NotFound("session.not-found", _("There is no such session."))

"""Writing the numbered log of a session, and what of it belongs into the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tortoise.connection import get_connection

from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.audit.actions import By, record
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import announce
from forum.sessions.events import SessionMoved
from forum.sessions.floor import Happening
from forum.sessions.models import Session, SessionEvent
from forum.sessions.rules import State, check_move

K = Happening

STATE_AFTER = {
    K.ANNOUNCED: State.ANNOUNCED,
    K.DOORS: State.CHECK_IN,
    K.BEGAN: State.LIVE,
    K.BREAK: State.BREAK,
    K.RESUMED: State.LIVE,
    K.ENDED: State.ENDED,
}


async def happen(
    session: Session, k: Happening, actor: Actor, data: Mapping[str, Any] | None = None
) -> int:
    """Add one event inside the caller's transaction and return its number.

    Whoever takes a number holds the session until the end of the transaction, so numbers are
    committed in order, and a number that was rolled back is given out again.
    """
    told = dict(data or {})
    to = State(told["state"]) if k is K.MINUTES else STATE_AFTER.get(k)
    if to is not None:
        check_move(session.state, to)
    next_number = f"UPDATE session SET seq = seq + 1 WHERE id = {int(session.id)} RETURNING seq"  # noqa: S608 - a number
    [row] = await get_connection("default").execute_query_dict(next_number)
    session.seq = s = int(row["seq"])
    await SessionEvent.create(
        session_id=session.id,
        s=s,
        k=k.value,
        at=clock.now(),
        by_id=actor.person_id,
        data=told,
    )
    if to is not None:
        session.state = to
        await session.save(update_fields=["state"])
    announce(SessionMoved(session.id, session.ref, s))
    return s


async def enter(
    type_: str,
    session: Session,
    actor: Actor,
    *,
    by: By = "agency",
    d: Mapping[str, Any] | None = None,
    statement: str = "",
) -> None:
    """Write an entry of the record about a session; a rehearsal leaves none."""
    if session.rehearsal:
        return
    c = {"actor": identity(actor.record_id)} if actor.signed_in else {}
    if statement:
        c["statement"] = statement
    ctx = session.consultation.record_id
    await record(type_, by=by, ctx=ctx, subject=session.record_id, d=d, c=c)


async def ref_of(actor: Actor) -> str:
    """Return how the log names whoever acts."""
    person = await Person.get(id=actor.person_id)
    return person.ref

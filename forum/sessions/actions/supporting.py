"""Saying that one wants the answer that somebody else asked for."""

from __future__ import annotations

from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_suspended
from forum.core.db import announce, savepoint, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.sessions.actions.asking import check_in_first
from forum.sessions.events import QueueChanged
from forum.sessions.models import Attendance, QueueEntry, QueueSupport
from forum.sessions.queries import find_entry, find_visible
from forum.sessions.rules import RUNNING, Ask, Standing


async def support(actor: Actor, entry_ref: str, *, on: bool) -> QueueEntry:
    """Say that one wants the same answer, or take that back. Saying it twice changes nothing."""
    require(actor, Permission.SESSION_SPEAK)
    async with transaction():
        entry = await find_entry(entry_ref)
        session = await find_visible(actor, entry.session.ref)
        if entry.person_id == actor.person_id:
            raise Refused("queue.own", _("This is your own. Others can support it."))
        require(actor, Permission.SESSION_SPEAK, on=session)
        if session.state not in RUNNING:
            raise Refused("session.not-running", _("This session is not in progress just now."))
        if not await Attendance.exists(session_id=session.id, person_id=actor.person_id):
            raise check_in_first()
        if on:
            await check_not_suspended(actor, session.agency_id)
        if entry.ask is Ask.HAND or entry.standing not in (Standing.WAITING, Standing.SPEAKING):
            raise Refused("queue.not-waiting", _("This does not wait in the queue any more."))
        if not await _set_support(actor, entry, wanted=on):
            return entry
        count = f"""
            UPDATE queue_entry SET supports = supports + {1 if on else -1}, changes = changes + 1
            WHERE id = {int(entry.id)} RETURNING supports, changes
        """  # noqa: S608 - numbers only
        [row] = await get_connection("default").execute_query_dict(count)
        entry.supports, entry.changes = row["supports"], row["changes"]
        announce(QueueChanged(session.ref, {entry.ref: (entry.supports, entry.changes)}))
    return entry


async def _set_support(actor: Actor, entry: QueueEntry, *, wanted: bool) -> bool:
    """Keep or drop one person's support; tell whether that changed anything."""
    mine = QueueSupport.filter(entry_id=entry.id, person_id=actor.person_id)
    if not wanted:
        return bool(await mine.delete())
    if await mine.exists():
        return False
    try:
        async with savepoint():
            await QueueSupport.create(entry_id=entry.id, person_id=actor.person_id)
    except IntegrityError:
        return False
    return True

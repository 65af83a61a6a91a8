"""What comes with time: what voting does then, and the polls of sessions close."""

from __future__ import annotations

from datetime import datetime

import structlog

from forum.access.policy import CLOCK
from forum.core import clock
from forum.core.db import transaction
from forum.sessions.actions import polling
from forum.sessions.actions.sheet import Sheet
from forum.sessions.queries import agenda_of, find_session, floor_of
from forum.voting.actions import advance_due as advance_voting
from forum.voting.ballot_box import ballot_box
from forum.voting.models import Poll
from forum.voting.queries import due

log = structlog.get_logger(__name__)


async def advance_due() -> None:
    """Do everything the clock asks for just now. Doing it again changes nothing.

    Votes that came to this process in time are written first.
    """
    await ballot_box().drain()
    await advance_voting()
    await close_due_polls(clock.now())


async def close_due_polls(now: datetime) -> None:
    """Close polls of sessions in time; one that fails is tried again and holds up no other."""
    for waiting in await due(now, in_sessions=True):
        try:
            await _close(waiting)
        except Exception:
            log.exception("closing_failed", poll=waiting.ref)


async def _close(waiting: Poll) -> None:
    """Close it, unless the chair was faster: whoever locks the session first does it."""
    async with transaction():
        session = await find_session(waiting.session_ref, lock=True)
        sheet = Sheet(CLOCK, session, await floor_of(session), await agenda_of(session))
        if sheet.floor.poll is not None and sheet.floor.poll.ref == waiting.ref:
            await polling.close_on_time(sheet)

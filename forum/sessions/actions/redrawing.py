"""What a page of a session shows beside its log may change at once: then pages begin anew."""

from __future__ import annotations

from forum.consultations.events import DraftCorrected, PhaseChanged
from forum.consultations.rules import Phase
from forum.core.db import transaction
from forum.core.ids import new_ref
from forum.sessions.models import Session
from forum.sessions.rules import RUNNING, State


async def redraw_withdrawn(fact: PhaseChanged) -> None:
    """Let every open page of a consultation's sessions read that it was withdrawn.

    This is done once the fact is committed: whoever holds a consultation never waits for a session.
    """
    if fact.phase is not Phase.WITHDRAWN:
        return
    await _redraw(fact.consultation_id)


async def redraw_corrected(fact: DraftCorrected) -> None:
    """Let every open page of a consultation's sessions read the corrected words, likewise."""
    await _redraw(fact.consultation_id)


async def _redraw(consultation_id: int) -> None:
    states = [*RUNNING, State.PLANNED, State.ANNOUNCED]
    found = Session.filter(consultation_id=consultation_id, state__in=states)
    for session_id in await found.order_by("id").values_list("id", flat=True):
        async with transaction():
            await Session.filter(id=session_id).update(epoch=new_ref())

"""What the clock does: it opens, closes, and begins the answering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import structlog

from forum.access.policy import CLOCK
from forum.consultations.actions.moving import ADVANCE, enter, move, stamp
from forum.consultations.models import Consultation
from forum.consultations.queries import due
from forum.consultations.rules import Phase
from forum.consultations.timetable import next_move
from forum.core import clock
from forum.core.db import transaction
from forum.core.jobs import job

log = structlog.get_logger(__name__)

ENTRIES = {
    Phase.OPEN: "consultation.opened",
    Phase.CLOSED: "consultation.closed",
    Phase.ANSWERING: "consultation.answering",
}


async def advance_due() -> None:
    """Make every move whose time has come, the earliest first, each once and with its own time.

    After a power cut this opens, closes and goes on to answering as if the clock had never stopped.
    A consultation that fails is tried again next time and holds up no other.
    """
    failed: set[int] = set()
    while waiting := [one for one in await due(clock.now()) if one.id not in failed]:
        first = min(waiting, key=_when)
        try:
            await _advance(first.id)
        except Exception:
            log.exception("advance_failed", consultation=first.ref)
            failed.add(first.id)


@job(ADVANCE)
async def advance(_payload: Mapping[str, Any]) -> None:
    """Do what an alarm was set for."""
    await advance_due()


async def _advance(consultation_id: int) -> None:
    """Make one move, unless another process was here first."""
    async with transaction():
        consultation = (
            await Consultation.filter(id=consultation_id).select_for_update(no_key=True).get()
        )
        step = _next(consultation)
        if step is None or step[1] > clock.now():
            return
        to, at = step
        await move(consultation, to, at=at, by=CLOCK)
        await enter(
            ENTRIES[to],
            consultation,
            CLOCK,
            by="system",
            d={
                "due": stamp(at),
                "closes": stamp(consultation.closes_at),
                "respond_by": stamp(consultation.respond_by),
            },
        )


def _next(consultation: Consultation) -> tuple[Phase, datetime] | None:
    timetable = consultation.timetable
    return next_move(consultation.phase, timetable) if timetable else None


def _when(consultation: Consultation) -> tuple[datetime, int]:
    step = _next(consultation)
    return (step[1] if step else clock.now(), consultation.id)

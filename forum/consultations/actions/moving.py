"""One step of the life cycle, inside the transaction of whoever takes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from forum.access.policy import Actor
from forum.audit.actions import By, record
from forum.audit.rules import identity
from forum.consultations.events import PhaseChanged
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.rules import Phase, check_move
from forum.consultations.timetable import next_move
from forum.core.db import announce
from forum.core.jobs import enqueue

ADVANCE = "consultations.advance"


async def move(
    consultation: Consultation, to: Phase, *, at: datetime, by: Actor, reason: str = ""
) -> None:
    """Move on if the table allows it, and tell everybody who has to follow."""
    check_move(consultation.phase, to)
    gone_on = consultation.phase is Phase.PAUSED and to is Phase.OPEN
    consultation.phase = to
    await consultation.save()
    await PhaseMove.create(
        consultation=consultation,
        phase=to,
        at=at,
        by_id=by.person_id,
        reason=reason,
        closes_after=consultation.closes_at if gone_on else None,
    )
    announce(PhaseChanged(consultation.id, to))


async def enter(
    type_: str,
    consultation: Consultation,
    actor: Actor,
    *,
    by: By = "agency",
    d: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the entry of the record; who did it and why are committed to, never shown there."""
    c = {"actor": identity(actor.record_id)} if actor.signed_in else {}
    if reason:
        c["reason"] = reason
    await record(type_, by=by, ctx=consultation.record_id, subject=consultation.record_id, d=d, c=c)


async def set_alarms(consultation: Consultation) -> None:
    """Leave a job for each move that the clock will make; an alarm for a time past does no harm."""
    phase, timetable = consultation.phase, consultation.timetable
    while timetable and (step := next_move(phase, timetable)):
        phase, at = step
        await enqueue(
            ADVANCE,
            {},
            dedupe=f"consultation:{consultation.ref}:{phase}:{int(at.timestamp())}",
            due_at=at,
        )


def stamp(when: datetime | None) -> str:
    """Write a time as entries of the record do."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when else ""

"""Changing what was announced: longer, paused, gone on with, withdrawn. Always with a reason."""

from __future__ import annotations

from datetime import datetime

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions.moving import enter, move, set_alarms, stamp
from forum.consultations.events import Extended
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.plans import check_reason
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.consultations.timetable import Timetable, extended, resumed
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Refused
from forum.core.i18n import _


async def extend(official: Actor, slug: str, closes_at: datetime, reason: str) -> Consultation:
    """Close later than announced; the answers may come as much later."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_EXTEND, on=consultation)
        before = _timetable(consultation)
        now = clock.now()
        _keep(consultation, extended(before, closes_at, now))
        await consultation.save()
        await PhaseMove.create(
            consultation=consultation,
            phase=consultation.phase,
            at=now,
            by_id=official.person_id,
            reason=reason,
            closed_before=before.closes_at,
            closes_after=consultation.closes_at,
        )
        await set_alarms(consultation)
        await enter(
            "consultation.extended",
            consultation,
            official,
            d={"from": stamp(before.closes_at), **_new_times(consultation)},
            reason=reason,
        )
        announce(Extended(consultation.id))
    return consultation


async def pause(official: Actor, slug: str, reason: str) -> Consultation:
    """Stop a consultation for a while."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_PAUSE, on=consultation)
        if consultation.phase_by_clock is Phase.CLOSED:
            raise Refused(
                "consultation.closed", _("This consultation has closed. There is nothing to pause.")
            )
        now = clock.now()
        consultation.paused_at, consultation.reason = now, reason
        await move(consultation, Phase.PAUSED, at=now, by=official, reason=reason)
        await enter("consultation.paused", consultation, official, reason=reason)
    return consultation


async def resume(official: Actor, slug: str, reason: str) -> Consultation:
    """Go on with a paused consultation; the time that was lost is added at the end."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_PAUSE, on=consultation)
        now = clock.now()
        lost_since = consultation.paused_at or now
        _keep(consultation, resumed(_timetable(consultation), lost_since, now))
        consultation.paused_at, consultation.reason = None, ""
        await move(consultation, Phase.OPEN, at=now, by=official, reason=reason)
        await set_alarms(consultation)
        await enter(
            "consultation.resumed",
            consultation,
            official,
            d=_new_times(consultation),
            reason=reason,
        )
    return consultation


async def withdraw(official: Actor, slug: str, reason: str) -> Consultation:
    """End a consultation without a result. What was said stays where it is."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_WITHDRAW, on=consultation)
        consultation.reason = reason
        await move(consultation, Phase.WITHDRAWN, at=clock.now(), by=official, reason=reason)
        await enter("consultation.withdrawn", consultation, official, reason=reason)
    return consultation


def _timetable(consultation: Consultation) -> Timetable:
    timetable = consultation.timetable
    if timetable is None:
        raise ValueError(f"{consultation.slug} was announced without its times")
    return timetable


def _keep(consultation: Consultation, timetable: Timetable) -> None:
    consultation.closes_at, consultation.respond_by = timetable.closes_at, timetable.respond_by


def _new_times(consultation: Consultation) -> dict[str, str]:
    return {
        "closes": stamp(consultation.closes_at),
        "respond_by": stamp(consultation.respond_by),
    }

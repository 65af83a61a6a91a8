"""What an agency promises after closing: when it answers, and whether it takes what comes late."""

from __future__ import annotations

from datetime import datetime

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions.moving import enter, stamp
from forum.consultations.events import PromisePutOff
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.plans import check_reason
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Change
from forum.consultations.timetable import put_off
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Refused
from forum.core.i18n import _


async def put_off_answers(
    official: Actor, slug: str, respond_by: datetime, reason: str
) -> Consultation:
    """Promise the answers for later than before, in public; the first promise is kept in mind."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.PROMISE_EXTEND, on=consultation)
        before, now = consultation.respond_by, clock.now()
        if before is None:
            raise ValueError(f"{slug} was announced without its times")
        consultation.respond_by = put_off(before, respond_by, now)
        consultation.first_respond_by = consultation.first_respond_by or before
        await consultation.save(update_fields=["respond_by", "first_respond_by"])
        await PhaseMove.create(
            consultation=consultation,
            phase=consultation.phase,
            what=Change.PROMISE,
            at=now,
            by_id=official.person_id,
            reason=reason,
            due_before=before,
            due_after=consultation.respond_by,
        )
        await enter(
            "consultation.put_off",
            consultation,
            official,
            d={"from": stamp(before), "respond_by": stamp(consultation.respond_by)},
            reason=reason,
        )
        announce(PromisePutOff(consultation.id))
    return consultation


async def take_late(official: Actor, slug: str, reason: str) -> Consultation:
    """Take what comes after closing too, marked as late; nobody has to be answered for it."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.LATE_PERMIT, on=consultation)
        if consultation.takes_late:
            raise Refused("consultation.late", _("What comes late is taken already."))
        consultation.takes_late = True
        await consultation.save(update_fields=["takes_late"])
        await PhaseMove.create(
            consultation=consultation,
            phase=consultation.phase,
            what=Change.LATE,
            at=clock.now(),
            by_id=official.person_id,
            reason=reason,
        )
        await enter("consultation.takes_late", consultation, official, reason=reason)
    return consultation

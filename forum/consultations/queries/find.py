"""Finding consultations: one by its name, and those that the clock has to move."""

from __future__ import annotations

from datetime import datetime

from tortoise.expressions import Q

from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.rules import ANSWERING_STARTS_AFTER, Phase
from forum.core.errors import NotFound
from forum.core.i18n import _


async def find_consultation(slug: str, *, lock: bool = False) -> Consultation:
    """Return one consultation with agency, standard, service and versions, or say there is none.

    Actions lock it, so that nothing changes between a check and the write that relies on it;
    comments, which only refer to it, need not wait for that.
    """
    found = Consultation.filter(slug=slug).select_related(
        "agency", "standard__service", "version", "next_version", "overridden_by"
    )
    if lock:
        found = found.select_for_update(of=("consultation",), no_key=True)
    consultation = await found.first()
    if consultation is None:
        raise _none()
    consultation.standard.service.agency = consultation.agency
    consultation.version.standard = consultation.standard
    if consultation.next_version is not None:
        consultation.next_version.standard = consultation.standard
    return consultation


async def find_public(slug: str) -> Consultation:
    """Return one consultation that has been announced; a plan is nobody's to read yet."""
    consultation = await find_consultation(slug)
    if not await was_announced(consultation):
        raise _none()
    return consultation


async def was_announced(consultation: Consultation) -> bool:
    """Tell whether the public has heard of it."""
    if consultation.phase is Phase.WITHDRAWN:
        return await PhaseMove.exists(consultation=consultation, phase=Phase.ANNOUNCED)
    return consultation.phase is not Phase.DRAFTING


async def due(now: datetime) -> list[Consultation]:
    """Return those that the clock has to move."""
    return await Consultation.filter(
        Q(phase=Phase.ANNOUNCED, opens_at__lte=now)
        | Q(phase=Phase.OPEN, closes_at__lte=now)
        | Q(phase=Phase.CLOSED, closes_at__lte=now - ANSWERING_STARTS_AFTER)
    ).order_by("id")


def _none() -> NotFound:
    return NotFound("consultation.not-found", _("There is no such consultation."))

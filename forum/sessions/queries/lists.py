"""Lists of sessions: of one consultation, in progress, coming, finished, and at the desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from tortoise.queryset import QuerySet

from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.sessions.models import Session
from forum.sessions.rules import RUNNING, State

AT_ONCE = 20
FORGOTTEN_AFTER = timedelta(days=2)
"""An announced session that never began is not called a coming one for ever."""


async def sessions_of(consultation: Consultation) -> list[Session]:
    """Return the announced sessions of one consultation, in the order they take place."""
    return await _public().filter(consultation_id=consultation.id).order_by("starts_at", "id")


async def running_in(consultation: Consultation) -> list[Session]:
    """Return the sessions of one consultation that have begun and not ended."""
    found = _public().filter(consultation_id=consultation.id, state__in=list(RUNNING))
    return await found.order_by("id")


async def sessions_now() -> list[Session]:
    """Return the sessions that are in progress, doors open or on a break, the latest first."""
    return await _public().filter(state__in=list(RUNNING)).order_by("-starts_at", "-id")


async def sessions_coming(limit: int = AT_ONCE) -> list[Session]:
    """Return announced sessions that have not begun and still can, the soonest first."""
    since = clock.now() - FORGOTTEN_AFTER
    coming = _public().filter(state=State.ANNOUNCED, starts_at__gte=since)
    coming = coming.exclude(consultation__phase=Phase.WITHDRAWN)
    return await coming.order_by("starts_at", "id").limit(limit)


async def sessions_past(limit: int = AT_ONCE) -> list[Session]:
    """Return sessions that have ended, the latest first."""
    over = _public().exclude(state__in=[State.ANNOUNCED, *RUNNING])
    return await over.order_by("-starts_at", "-id").limit(limit)


async def sessions_at_desk(agency_ids: Collection[int]) -> list[Session]:
    """Return all sessions of these agencies, plans and rehearsals too, the latest first."""
    found = Session.filter(consultation__agency_id__in=list(agency_ids))
    return await _fetched(found).order_by("-starts_at", "-id")


async def rehearsal_of(session: Session) -> Session | None:
    """Return the rehearsal of a session that has not been cleared away, if there is one."""
    return await _fetched(Session.filter(rehearsal_of_id=session.id)).first()


def _public() -> QuerySet[Session]:
    announced = Session.filter(rehearsal_of_id__isnull=True).exclude(state=State.PLANNED)
    return _fetched(announced)


def _fetched(found: QuerySet[Session]) -> QuerySet[Session]:
    return found.select_related("consultation__agency", "consultation__standard__service")

"""Finding consultations: one by its name, and those that the clock moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q, RawSQL

from forum.consultations.models import Consultation, PastRound, PhaseMove
from forum.consultations.rules import ANSWERING_STARTS_AFTER, Change, Phase
from forum.consultations.timetable import next_move
from forum.core import clock
from forum.core.db import dialect
from forum.core.errors import NotFound
from forum.core.i18n import _

MOVED = """(
SELECT {gather}(m.phase || ' ' || m.at, '|') FROM phase_move m
WHERE m.consultation_id = "consultation"."id" AND m.closed_before IS NULL AND m.what = ''
)"""
"""The moves of the life cycle, to be read together with the consultation."""


async def find_consultation(
    slug: str, *, lock: bool = False, with_moves: bool = False
) -> Consultation:
    """Return one consultation with agency, standard, service and versions, or say there is none.

    Actions lock it, so that nothing changes between a check and the write that relies on it;
    comments, which only refer to it, need not wait for that.
    """
    found = Consultation.filter(slug=slug).select_related(
        "agency", "standard__service", "version", "next_version", "overridden_by"
    )
    if lock:
        # Locked before it is read with the rest: whoever waits would be handed the version of now
        # joined as it was before, which is none.
        await Consultation.filter(slug=slug).select_for_update(no_key=True).only("id")
    if with_moves:
        gather = "group_concat" if dialect() == "sqlite" else "string_agg"
        found = found.annotate(moved=RawSQL(MOVED.format(gather=gather)))
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
    consultation = await find_consultation(slug, with_moves=True)
    if not await was_announced(consultation):
        raise _none()
    return consultation


def moved_at(consultation: Consultation) -> dict[Phase, datetime] | None:
    """Return when each phase was first reached, if the consultation was found with its moves."""
    text: str | None = getattr(consultation, "moved", None)
    if text is None:
        return None
    moves = (move.partition(" ") for move in text.split("|"))
    return courses([(Phase(phase), datetime.fromisoformat(at)) for phase, _space, at in moves])


def courses(moves: Iterable[tuple[Phase, datetime]]) -> dict[Phase, datetime]:
    """Return when each phase was first reached; asked again, what came before is history."""
    first: dict[Phase, datetime] = {}
    for phase, at in sorted(moves, key=lambda move: (move[1], move[0] is not Phase.ANNOUNCED)):
        if phase is Phase.ANNOUNCED:
            first = {}
        first.setdefault(phase, at)
    return first


async def was_announced(consultation: Consultation) -> bool:
    """Tell whether the public has heard of it."""
    if consultation.phase is Phase.WITHDRAWN:
        moved = moved_at(consultation)
        if moved is not None:
            return Phase.ANNOUNCED in moved
        return await PhaseMove.exists(consultation=consultation, phase=Phase.ANNOUNCED)
    return consultation.phase is not Phase.DRAFTING


async def promises_of(consultation: Consultation) -> dict[int, datetime | None]:
    """Return by round until when its answers were promised; the first promise counts."""
    over = await PastRound.filter(consultation_id=consultation.id).values_list("round", "promised")
    return {**dict(over), consultation.round: consultation.promised}


async def due(now: datetime) -> list[Consultation]:
    """Return those that the clock has to move."""
    return await Consultation.filter(
        Q(phase=Phase.ANNOUNCED, opens_at__lte=now)
        | Q(phase=Phase.OPEN, closes_at__lte=now)
        | Q(phase=Phase.CLOSED, closes_at__lte=now - ANSWERING_STARTS_AFTER)
    ).order_by("id")


@dataclass(frozen=True)
class Move:
    """A move that the clock makes."""

    consultation: Consultation
    to: Phase
    at: datetime


async def coming_moves() -> list[Move]:
    """Return the next move of the clock in each consultation that has one, the earliest first.

    The end of a second look is one too: nobody can object any more.
    """
    moving = Consultation.filter(phase__in=[Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED])
    moves = [
        Move(one, *step)
        for one in await moving.order_by("id")
        if one.timetable and (step := next_move(one.phase, one.timetable))
    ]
    looks = Consultation.filter(phase=Phase.SECOND_LOOK, second_look_until__gt=clock.now())
    moves += [
        Move(one, Phase.SECOND_LOOK, one.second_look_until)
        for one in await looks.order_by("id")
        if one.second_look_until
    ]
    return sorted(moves, key=lambda move: move.at)


async def latest_move() -> Move | None:
    """Return what the clock moved last."""
    moves = (
        PhaseMove.filter(by_id__isnull=True, what=Change.PHASE)
        .order_by("-at", "-id")
        .select_related("consultation")
    )
    made = await moves.first()
    return Move(made.consultation, made.phase, made.at) if made else None


def _none() -> NotFound:
    return NotFound("consultation.not-found", _("There is no such consultation."))

"""Lists of consultations: for everybody, for the first page, for a desk, for one standard."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from forum.catalogue.models import Standard, Words
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.rules import Phase

AT_ONCE = 20
RECENT = 5
LONGEST_SEARCH = 200
SOUGHT = ("title", "lead", "standard__title", "agency__name")
"""Where words are looked for."""

ORDER = (
    Phase.OPEN,
    Phase.PAUSED,
    Phase.ANNOUNCED,
    Phase.DRAFTING,
    Phase.CLOSED,
    Phase.ANSWERING,
    Phase.SECOND_LOOK,
    Phase.PUBLISHED,
    Phase.WITHDRAWN,
)


@dataclass(frozen=True)
class Narrowed:
    """How the list of consultations is narrowed; empty leaves all."""

    phase: Phase | None = None
    agency: str = ""
    words: str = ""


@dataclass(frozen=True)
class Listed:
    """One page of the list."""

    rows: list[Consultation]
    page: int
    pages: int
    total: int


async def list_consultations(narrowed: Narrowed, *, page: int = 1) -> Listed:
    """Return announced consultations: what can be taken part in first, then the latest.

    Of all but the page that is shown no more is read than finding and sorting needs.
    """
    found = _announced()
    if narrowed.phase is not None:
        found = found.filter(phase=narrowed.phase)
    if narrowed.agency:
        found = found.filter(agency__slug=narrowed.agency)
    wanted = narrowed.words[:LONGEST_SEARCH].casefold().split()
    columns = (*_Known._fields, *SOUGHT) if wanted else _Known._fields
    ranked = sorted(
        (
            _Known(*row[: len(_Known._fields)])
            for row in await found.values_list(*columns)
            if all(word in _told(row[len(_Known._fields) :]) for word in wanted)
        ),
        key=_by_urgency,
    )
    pages = max(1, -(-len(ranked) // AT_ONCE))
    page = min(page, pages)
    ids = [one.id for one in ranked[(page - 1) * AT_ONCE : page * AT_ONCE]]
    rows = {row.id: row for row in await _listed(Consultation.filter(id__in=ids))}
    return Listed([rows[id_] for id_ in ids], page, pages, len(ranked))


@dataclass(frozen=True)
class ForHome:
    """What the first page tells: what is open, what comes next, what was finished lately."""

    open: list[Consultation]
    announced: list[Consultation]
    published: list[Consultation]
    total: int


async def consultations_for_home() -> ForHome:
    """Return the open ones, soonest closing first, the next ones, and those finished lately."""
    now_open = Consultation.filter(phase__in=[Phase.OPEN, Phase.PAUSED])
    coming = Consultation.filter(phase=Phase.ANNOUNCED).order_by("opens_at")
    finished = Consultation.filter(phase=Phase.PUBLISHED).order_by("-closes_at")
    return ForHome(
        open=sorted(await _listed(now_open), key=_by_urgency),
        announced=await _listed(coming.limit(RECENT)),
        published=await _listed(finished.limit(RECENT)),
        total=await _announced().count(),
    )


async def consultations_at_desk(agency_ids: Collection[int]) -> list[Consultation]:
    """Return all consultations of these agencies, plans too: the unfinished first."""
    return sorted(await _listed(Consultation.filter(agency_id__in=agency_ids)), key=_by_urgency)


async def announced_by_record_id(record_ids: Collection[str]) -> dict[str, Consultation]:
    """Return the announced consultations that these entries of the record are about."""
    rows = await _listed(_announced().filter(record_id__in=list(record_ids)))
    return {row.record_id: row for row in rows}


async def every_announced() -> list[Consultation]:
    """Return every consultation that the public has heard of, the newest first."""
    return await _listed(_announced().order_by("-id"))


async def consultations_about(standard: Standard) -> list[Consultation]:
    """Return the announced consultations about one standard, the newest first."""
    return await _listed(_announced().filter(standard_id=standard.id).order_by("-id"))


async def _listed(found: QuerySet[Consultation]) -> list[Consultation]:
    """Return what a list shows of each: without the versions, which carry whole documents."""
    rows = await found.select_related("agency", "standard__service")
    for row in rows:
        row.standard.service.agency = row.agency
    return rows


def _announced() -> QuerySet[Consultation]:
    """Return those the public has heard of, each once, however often people were asked."""
    announced = PhaseMove.filter(phase=Phase.ANNOUNCED).values("consultation_id")
    return Consultation.filter(id__in=Subquery(announced))


class _Known(NamedTuple):
    """What decides about the place of a consultation in a list."""

    id: int
    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None
    respond_by: datetime | None
    second_look_until: datetime | None


def _by_urgency(consultation: Consultation | _Known) -> tuple[int, float, int]:
    next_time = {
        Phase.OPEN: consultation.closes_at,
        Phase.PAUSED: consultation.closes_at,
        Phase.ANNOUNCED: consultation.opens_at,
        Phase.ANSWERING: consultation.respond_by,
        Phase.SECOND_LOOK: consultation.second_look_until,
    }.get(consultation.phase)
    return (
        ORDER.index(consultation.phase),
        next_time.timestamp() if next_time else 0.0,
        -consultation.id,
    )


def _told(sought: Iterable[Words]) -> str:
    return "\n".join(text for words in sought for text in words.values()).casefold()

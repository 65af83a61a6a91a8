"""Where a consultation stands: its ruler, its moves, what is planned and what the check finds."""

from __future__ import annotations

from dataclasses import dataclass

from forum.consultations.linter import WARNINGS, Draft, Finding, check
from forum.consultations.models import Consultation, PhaseMove
from forum.consultations.plans import Plan
from forum.consultations.queries.find import courses, moved_at
from forum.consultations.rules import Change, Phase
from forum.consultations.sentences import Mark, marks, what_comes
from forum.consultations.timetable import steps
from forum.core import clock
from forum.core.i18n import _
from forum.drafts.queries import clauses_of
from forum.profiles.load import profile


@dataclass(frozen=True)
class Cycle:
    """The ruler of the life cycle, and in one sentence what comes next."""

    steps: list[Mark]
    next: str


async def cycle_of(consultation: Consultation) -> Cycle:
    """Return where a consultation stands, in words and dates; a query unless it came with them."""
    happened = {Phase.DRAFTING: consultation.made_at}
    moved = moved_at(consultation)
    if moved is None:
        moves = PhaseMove.filter(
            consultation_id=consultation.id, closed_before__isnull=True, what=Change.PHASE
        )
        moved = courses([(move.phase, move.at) for move in await moves])
    happened = {**moved, **happened}
    planned = {
        Phase.OPEN: consultation.opens_at,
        Phase.CLOSED: consultation.closes_at,
        Phase.ANSWERING: consultation.respond_by,
    }
    if profile(consultation.standard.profile).periods.second_look_days.days:
        planned[Phase.SECOND_LOOK] = consultation.second_look_until
    ruler = steps(consultation.phase, planned, happened)
    return Cycle(marks(ruler, consultation.time_zone), what_comes(consultation))


async def moves_of(consultation: Consultation) -> list[PhaseMove]:
    """Return all moves and changes of the timetable, oldest first, with who made them."""
    return await (
        PhaseMove.filter(consultation_id=consultation.id).order_by("id").select_related("by")
    )


def set_aside(consultation: Consultation) -> list[str]:
    """Return, as sentences, the warnings that a named official set aside."""
    return [_(WARNINGS[code]) for code in consultation.overridden if code in WARNINGS]


def plan_of(consultation: Consultation) -> Plan:
    """Return what is planned, as the check and the form take it."""
    return Plan(
        title=consultation.title,
        lead=consultation.lead,
        time_zone=consultation.time_zone,
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        respond_by=consultation.respond_by,
        contact=consultation.contact,
        privacy_notice=consultation.privacy_notice,
    )


async def findings_of(consultation: Consultation) -> list[Finding]:
    """Return what the check finds just now."""
    version = consultation.version
    draft = Draft(version.note, await clauses_of(version))
    country = profile(consultation.standard.profile)
    return check(plan_of(consultation), draft, country, clock.now())

"""When a consultation opens, closes and is answered: what the clock moves, and what may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from forum.consultations.rules import ANSWERING_STARTS_AFTER, Phase
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _


@dataclass(frozen=True)
class Timetable:
    """The three promised times of a consultation that has been announced."""

    opens_at: datetime
    closes_at: datetime
    respond_by: datetime

    def later(self, by: timedelta) -> Timetable:
        """Close later, and answer as much later: the agency keeps the time it asked for."""
        return replace(self, closes_at=self.closes_at + by, respond_by=self.respond_by + by)


def next_move(phase: Phase, timetable: Timetable) -> tuple[Phase, datetime] | None:
    """Return the move that comes by itself, and when; nothing if somebody has to act first."""
    match phase:
        case Phase.ANNOUNCED:
            return Phase.OPEN, timetable.opens_at
        case Phase.OPEN:
            return Phase.CLOSED, timetable.closes_at
        case Phase.CLOSED:
            return Phase.ANSWERING, timetable.closes_at + ANSWERING_STARTS_AFTER
    return None


def phase_by_clock(phase: Phase, timetable: Timetable, now: datetime) -> Phase:
    """Return where a consultation stands by the clock, even if its moves are not written yet."""
    while (move := next_move(phase, timetable)) and move[1] <= now:
        phase = move[0]
    return phase


def extended(timetable: Timetable, closes_at: datetime, now: datetime) -> Timetable:
    """Close later: only before closing, and only longer."""
    if now >= timetable.closes_at:
        raise Refused(
            "consultation.closed",
            _("This consultation has closed. It cannot be extended any more."),
        )
    if closes_at <= timetable.closes_at:
        raise Invalid({"closes": _("A consultation can only be extended: choose a later time.")})
    return timetable.later(closes_at - timetable.closes_at)


def put_off(respond_by: datetime, later: datetime, now: datetime) -> datetime:
    """Return the new day of a promise: only later, and in the time to come."""
    if later <= respond_by:
        raise Invalid({"respond_by": _("A promise can only be put off: choose a later time.")})
    if later <= now:
        raise Invalid({"respond_by": _("Choose a time in the future.")})
    return later


def resumed(timetable: Timetable, paused_at: datetime, now: datetime) -> Timetable:
    """Add the time that was lost at the end."""
    return timetable.later(now - paused_at)


def days_between(start: datetime, end: datetime, zone: str) -> float:
    """Return days by the clock on the wall, so that summer time changes nothing."""
    there = ZoneInfo(zone)
    wall = end.astimezone(there).replace(tzinfo=None) - start.astimezone(there).replace(tzinfo=None)
    return wall / timedelta(days=1)


class Lies(StrEnum):
    """On which side of today a step lies."""

    PAST = "past"
    NOW = "now"
    FUTURE = "future"


@dataclass(frozen=True)
class Step:
    """One mark on the ruler of the life cycle; `deadline` says that the time is the latest one."""

    phase: Phase
    lies: Lies
    at: datetime | None
    deadline: bool = False


COURSE = (
    Phase.DRAFTING,
    Phase.ANNOUNCED,
    Phase.OPEN,
    Phase.CLOSED,
    Phase.ANSWERING,
    Phase.SECOND_LOOK,
    Phase.PUBLISHED,
)

DEADLINES = frozenset({Phase.ANSWERING, Phase.SECOND_LOOK})
"""Steps of which people read until when, not since when."""


def steps(
    phase: Phase, planned: Mapping[Phase, datetime | None], happened: Mapping[Phase, datetime]
) -> tuple[Step, ...]:
    """Return the steps of the life cycle: when each began, or when it is planned to.

    Where no second look is planned, or was skipped, it has no mark. A pause stands in the place
    of the open step; a withdrawn consultation ends where it stopped.
    """
    if phase is Phase.WITHDRAWN:
        been = [step for step in COURSE if step in happened]
        past = [Step(step, Lies.PAST, happened[step]) for step in been]
        return (*past, Step(phase, Lies.NOW, happened.get(phase)))
    looked = Phase.SECOND_LOOK in happened
    looks = looked or (phase is not Phase.PUBLISHED and Phase.SECOND_LOOK in planned)
    course = [step for step in COURSE if step is not Phase.SECOND_LOOK or looks]
    here = course.index(Phase.OPEN if phase is Phase.PAUSED else phase)
    ruler = []
    for place, step in enumerate(course):
        lies = Lies.PAST if place < here else Lies.NOW if place == here else Lies.FUTURE
        shown = phase if lies is Lies.NOW else step
        if step in DEADLINES and lies is not Lies.PAST:
            ruler.append(Step(shown, lies, planned.get(step), deadline=True))
        else:
            ruler.append(Step(shown, lies, happened.get(step, planned.get(step))))
    return tuple(ruler)

"""The life cycle in words: where a consultation stands, what comes next, and why not now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forum.access.policy import Permission
from forum.consultations.rules import PHASE_WORDS, Change, Phase
from forum.consultations.timetable import Step
from forum.core.errors import Refused
from forum.core.format import day, moment, short_day
from forum.core.i18n import N_, _

HAPPENED: dict[Phase, str] = {
    Phase.ANNOUNCED: N_("Announced"),
    Phase.OPEN: N_("Opened"),
    Phase.PAUSED: N_("Paused"),
    Phase.CLOSED: N_("Closed"),
    Phase.ANSWERING: N_("Answering began"),
    Phase.SECOND_LOOK: N_("Second look began"),
    Phase.PUBLISHED: N_("Published"),
    Phase.WITHDRAWN: N_("Withdrawn"),
}


CHANGED: dict[Change, str] = {
    Change.PROMISE: N_("The answers were put off"),
    Change.LOOK: N_("The second look takes longer"),
    Change.LATE: N_("What comes late is taken"),
    Change.CORRECTION: N_("Corrected"),
}


class Timed(Protocol):
    """What the sentences look at."""

    @property
    def phase(self) -> Phase: ...

    @property
    def time_zone(self) -> str: ...

    @property
    def opens_at(self) -> datetime | None: ...

    @property
    def closes_at(self) -> datetime | None: ...

    @property
    def respond_by(self) -> datetime | None: ...

    @property
    def second_look_until(self) -> datetime | None: ...

    @property
    def second_look_runs(self) -> bool: ...

    @property
    def overdue(self) -> bool: ...

    @property
    def contact(self) -> str: ...


SPEAKING = frozenset({Permission.COMMENT_POST, Permission.COMMENT_SUPPORT, Permission.COMMENT_EDIT})


def why_not(consultation: Timed, permission: Permission) -> Refused:
    """Return the refusal of an act that the present phase does not permit."""
    if permission in SPEAKING:
        return Refused(f"consultation.{consultation.phase}", _too_early_or_late(consultation))
    if permission is Permission.OBJECTION_RAISE:
        return Refused(f"consultation.{consultation.phase}", _too_early_to_object(consultation))
    return Refused(
        f"consultation.{consultation.phase}",
        _("This is not possible while the consultation is “%(phase)s”.")
        % {"phase": _(PHASE_WORDS[consultation.phase])},
    )


def _too_early_or_late(consultation: Timed) -> str:
    zone = consultation.time_zone
    match consultation.phase:
        case Phase.DRAFTING:
            return _("This draft has not been announced yet.")
        case Phase.ANNOUNCED:
            return _("Comments open %(when)s.") % {"when": moment(consultation.opens_at, zone)}
        case Phase.PAUSED:
            return _(
                "This consultation is paused. The time lost is added at the end; "
                "keep your text and send it when it goes on."
            )
        case Phase.WITHDRAWN:
            return _("This consultation was withdrawn, so nothing can be sent any more.")
        case Phase.PUBLISHED:
            return _("This consultation is finished. The new standard is in force.")
    return _(
        "Comments closed %(when)s. The agency answers by %(answer)s. "
        "You can still write to it: %(contact)s. Or say it when it asks the next time."
    ) % {
        "when": moment(consultation.closes_at, zone),
        "answer": moment(consultation.respond_by, zone),
        "contact": consultation.contact,
    }


def _too_early_to_object(consultation: Timed) -> str:
    match consultation.phase:
        case Phase.SECOND_LOOK | Phase.PUBLISHED:
            return _("The second look ended %(when)s. Answers can no longer be objected to.") % {
                "when": moment(consultation.second_look_until, consultation.time_zone)
            }
        case Phase.WITHDRAWN:
            return _("This consultation was withdrawn, so nothing can be sent any more.")
    return _(
        "The second look has not begun. "
        "You can object to an answer once everything has been answered."
    )


@dataclass(frozen=True)
class Mark:
    """One mark on the ruler of the life cycle, as people read it."""

    name: str
    when: str
    state: str


def marks(steps: Iterable[Step], zone: str) -> list[Mark]:
    """Return the ruler in words: "Closed, 30 Nov", "Being answered, until 14 Dec"."""
    return [
        Mark(
            name=_(PHASE_WORDS[step.phase]),
            when=_("until %(day)s") % {"day": short_day(step.at, zone)}
            if step.deadline and step.at
            else short_day(step.at, zone),
            state=step.lies,
        )
        for step in steps
    ]


def what_comes(consultation: Timed) -> str:
    """Return in one sentence what happens next."""
    zone = consultation.time_zone
    closes, answers = day(consultation.closes_at, zone), day(consultation.respond_by, zone)
    match consultation.phase:
        case Phase.DRAFTING:
            return _("Next: it is announced.")
        case Phase.ANNOUNCED:
            return _("Next: it opens %(day)s.") % {"day": day(consultation.opens_at, zone)}
        case Phase.OPEN:
            return _("Next: it closes %(closes)s, then it is answered by %(answers)s.") % {
                "closes": closes,
                "answers": answers,
            }
        case Phase.PAUSED:
            return _("Next: it goes on, and the time lost is added at the end.")
        case Phase.PUBLISHED:
            return _("The new version is the standard in force.")
        case Phase.WITHDRAWN:
            return _("Nothing more comes of it.")
        case Phase.SECOND_LOOK if consultation.second_look_runs:
            return _(
                "Until %(day)s authors can object to their answers. Next: the result is published."
            ) % {"day": day(consultation.second_look_until, zone)}
        case Phase.SECOND_LOOK:
            return _("The second look is over. Next: the result is published.")
    if consultation.overdue:
        return _("The answers are late: they were promised for %(answers)s.") % {"answers": answers}
    return _("Next: every comment is answered by %(answers)s.") % {"answers": answers}


def what_happened(phase: Phase, *, extended: bool = False, gone_on: bool = False) -> str:
    """Return in a word what one step or one change of the timetable was."""
    if extended:
        return _("Extended")
    return _("Gone on with") if gone_on else _(HAPPENED[phase])


def what_changed(what: Change) -> str:
    """Return in a few words what else was changed."""
    return _(CHANGED[what])

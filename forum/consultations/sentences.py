"""What somebody reads who came too early or too late."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from forum.access.policy import Permission
from forum.consultations.rules import PHASE_WORDS, Phase
from forum.core.errors import Refused
from forum.core.format import moment
from forum.core.i18n import _


class Timetable(Protocol):
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


SPEAKING = frozenset({Permission.COMMENT_POST, Permission.COMMENT_SUPPORT, Permission.COMMENT_EDIT})


def why_not(consultation: Timetable, permission: Permission) -> Refused:
    """Return the refusal of an act that the present phase does not permit."""
    if permission in SPEAKING:
        return Refused(f"consultation.{consultation.phase}", _too_early_or_late(consultation))
    return Refused(
        f"consultation.{consultation.phase}",
        _("This is not possible while the consultation is “%(phase)s”.")
        % {"phase": _(PHASE_WORDS[consultation.phase])},
    )


def _too_early_or_late(consultation: Timetable) -> str:
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
    return _("Comments closed %(when)s. The agency answers by %(answer)s.") % {
        "when": moment(consultation.closes_at, zone),
        "answer": moment(consultation.respond_by, zone),
    }

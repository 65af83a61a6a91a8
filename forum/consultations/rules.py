"""The life cycle of a consultation: the table of moves, and what each phase permits."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from forum.access.policy import Permission
from forum.core.errors import Refused
from forum.core.i18n import N_, _


class Phase(StrEnum):
    """Where a consultation stands."""

    DRAFTING = "drafting"
    ANNOUNCED = "announced"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    ANSWERING = "answering"
    SECOND_LOOK = "second_look"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


PHASE_WORDS: dict[Phase, str] = {
    Phase.DRAFTING: N_("Draft"),
    Phase.ANNOUNCED: N_("Announced"),
    Phase.OPEN: N_("Open"),
    Phase.PAUSED: N_("Paused"),
    Phase.CLOSED: N_("Closed"),
    Phase.ANSWERING: N_("Being answered"),
    Phase.SECOND_LOOK: N_("Second look"),
    Phase.PUBLISHED: N_("Published"),
    Phase.WITHDRAWN: N_("Withdrawn"),
}


class Change(StrEnum):
    """What else a line of the history can be, beside a step of the life cycle."""

    PHASE = ""
    PROMISE = "promise"
    LOOK = "look"
    LATE = "late"
    CORRECTION = "correction"


MOVES: dict[Phase, frozenset[Phase]] = {
    Phase.DRAFTING: frozenset({Phase.ANNOUNCED, Phase.WITHDRAWN}),
    Phase.ANNOUNCED: frozenset({Phase.OPEN, Phase.WITHDRAWN}),
    Phase.OPEN: frozenset({Phase.PAUSED, Phase.CLOSED, Phase.WITHDRAWN}),
    Phase.PAUSED: frozenset({Phase.OPEN, Phase.WITHDRAWN}),
    Phase.CLOSED: frozenset({Phase.ANSWERING, Phase.WITHDRAWN}),
    Phase.ANSWERING: frozenset({Phase.SECOND_LOOK, Phase.PUBLISHED, Phase.WITHDRAWN}),
    Phase.SECOND_LOOK: frozenset({Phase.ANNOUNCED, Phase.PUBLISHED, Phase.WITHDRAWN}),
    Phase.PUBLISHED: frozenset(),
    Phase.WITHDRAWN: frozenset(),
}
"""A second look leads back to *announced* when people are asked again, with a new version. Only
where a profile gives it no days is a result published straight from the answering."""

_P = Permission
_ALWAYS = frozenset({_P.DRAFT_READ, _P.ROLE_GIVE})
_MEETING = frozenset(
    {_P.SESSION_PLAN, _P.SESSION_ANNOUNCE, _P.SESSION_RUN, _P.SESSION_JOIN, _P.SESSION_SPEAK}
    | {_P.POLL_PLAN, _P.POLL_RUN, _P.BALLOT_CAST}
)
_RUNNING = _MEETING | frozenset({_P.COMMENT_WITHDRAW, _P.COMMENT_DECIDE, _P.CONSULTATION_WITHDRAW})
_LATE = frozenset({_P.LATE_PERMIT, _P.LATE_ADMIT})

PERMITS: dict[Phase, frozenset[Permission]] = {
    Phase.DRAFTING: _ALWAYS
    | {_P.CONSULTATION_PLAN, _P.CONSULTATION_ANNOUNCE, _P.CONSULTATION_WITHDRAW},
    Phase.ANNOUNCED: _ALWAYS
    | _MEETING
    | {_P.CONSULTATION_EXTEND, _P.CONSULTATION_WITHDRAW, _P.DRAFT_CORRECT},
    Phase.OPEN: _ALWAYS
    | _RUNNING
    | {_P.COMMENT_POST, _P.COMMENT_SUPPORT, _P.COMMENT_EDIT, _P.COMMENT_ENTER}
    | {_P.CONSULTATION_EXTEND, _P.CONSULTATION_PAUSE, _P.RESPONSE_WRITE, _P.RESPONSE_APPROVE}
    | {_P.DRAFT_CORRECT},
    Phase.PAUSED: _ALWAYS
    | _RUNNING
    | {_P.COMMENT_ENTER}
    | {_P.CONSULTATION_PAUSE, _P.RESPONSE_WRITE, _P.RESPONSE_APPROVE, _P.DRAFT_CORRECT},
    Phase.CLOSED: _ALWAYS
    | _RUNNING
    | _LATE
    | {_P.COMMENT_ENTER, _P.RESPONSE_WRITE, _P.RESPONSE_APPROVE, _P.PROMISE_EXTEND},
    Phase.ANSWERING: _ALWAYS
    | _RUNNING
    | {_P.COMMENT_ENTER, _P.RESPONSE_WRITE, _P.RESPONSE_APPROVE, _P.CHANGE_EXPLAIN}
    | _LATE
    | {_P.SUMMARY_WRITE, _P.SUMMARY_PUBLISH, _P.SECOND_LOOK_BEGIN, _P.PROMISE_EXTEND},
    Phase.SECOND_LOOK: _ALWAYS
    | _RUNNING
    | {_P.RESPONSE_WRITE, _P.RESPONSE_APPROVE, _P.CHANGE_EXPLAIN}
    | {_P.OBJECTION_RAISE, _P.OBJECTION_SETTLE, _P.OBJECTION_DECIDE}
    | {_P.CONSULTATION_RECONSULT, _P.SUMMARY_WRITE, _P.SUMMARY_PUBLISH},
    Phase.PUBLISHED: _ALWAYS | {_P.COMMENT_DECIDE},
    Phase.WITHDRAWN: _ALWAYS | {_P.COMMENT_DECIDE, _P.SESSION_RUN, _P.POLL_RUN},
}
"""A session in progress when its consultation is withdrawn can still be brought to its end."""

BY_PHASE: frozenset[Permission] = frozenset().union(*PERMITS.values())
"""The permissions that depend on the phase at all; every other one is never refused by it."""

ANSWERING_STARTS_AFTER = timedelta(minutes=30)
"""Between closing and answering: a page opened before closing may still be sent in this time."""


def permits(phase: Phase, permission: Permission) -> bool:
    """Tell whether the life cycle allows this just now."""
    return permission not in BY_PHASE or permission in PERMITS[phase]


def check_move(now: Phase, to: Phase) -> None:
    """Refuse a move that the life cycle does not have, with a sentence."""
    if to not in MOVES[now]:
        raise Refused(
            "consultation.move",
            _("This consultation is “%(now)s” and cannot become “%(to)s”.")
            % {"now": _(PHASE_WORDS[now]), "to": _(PHASE_WORDS[to])},
        )


SPEAKING = frozenset({Phase.ANNOUNCED, Phase.OPEN, Phase.PAUSED})
"""While people can still speak, or will, nobody waits for an answer yet."""

DISCUSSED = frozenset({Phase.OPEN, Phase.PAUSED, Phase.CLOSED, Phase.ANSWERING, Phase.SECOND_LOOK})
"""When there is something to answer, and the next version may be begun beside what people say."""


def check_next_version(phase: Phase) -> None:
    """Refuse to begin the next version before anybody could speak, or after all is done."""
    if phase not in DISCUSSED:
        raise Refused(
            "consultation.next-version",
            _("The next version is begun once the consultation is open, and before it ends."),
        )

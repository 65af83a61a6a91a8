"""When one person may not decide alone, and what happens if the second one does not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import N_, _
from forum.moderation.rules.deciding import LONGEST_REASON, Measure, Span

CONFIRM_WITHIN = timedelta(hours=24)
ALONE_DAYS = 7
ALONE_AT_ONCE = 5
AT_ONCE = timedelta(hours=1)


class Because(StrEnum):
    """Why a decision needs a second person."""

    CRITICISM = "criticism"
    RULE = "rule"
    LONG = "long"
    MANY = "many"
    AGAIN = "again"


BECAUSE_WORDS: dict[Because, str] = {
    Because.CRITICISM: N_("It hides criticism of the agency or its staff."),
    Because.RULE: N_("The rule asks for two people."),
    Because.LONG: N_("It suspends somebody for more than seven days."),
    Because.MANY: N_("It is more than five limited by one person within an hour."),
    Because.AGAIN: N_("A person has decided about these words before."),
}


@dataclass(frozen=True)
class Around:
    """What a decision is judged by, beside itself.

    `alone` is how many limiting decisions this moderator took alone within `AT_ONCE`; `again` that
    somebody decided about these words, and nobody has reported them since.
    """

    measure: Measure
    days: int
    criticises: bool
    covers_most: bool
    two_by_rule: bool
    alone: int
    again: bool


def why_second(around: Around) -> tuple[Because, ...]:
    """Return why one person may not decide this alone; nothing if one may."""
    limits = around.measure is not Measure.KEEP
    hides = around.measure is Measure.HIDE or (
        around.measure is Measure.REDACT and around.covers_most
    )
    found = {
        Because.CRITICISM: around.criticises and hides,
        Because.RULE: around.two_by_rule and (hides or around.measure is Measure.SUSPEND),
        Because.LONG: around.measure is Measure.SUSPEND and around.days > ALONE_DAYS,
        Because.MANY: limits and around.alone >= ALONE_AT_ONCE,
        Because.AGAIN: around.again,
    }
    return tuple(why for why, so in found.items() if so)


def covers_most(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether so much is covered that it comes to hiding."""
    return 2 * sum(end - start for start, end in spans) > len(text)


def check_another(first_id: int, second_id: int | None) -> None:
    """Refuse a second person who is the first."""
    if first_id == second_id:
        raise NotAllowed(
            "moderation.same-person",
            _("You decided this yourself. Another moderator must look at it."),
        )


def check_why(why: str) -> None:
    """Refuse to send something back without a word, or with more than anybody reads."""
    if not why:
        raise Invalid({"reason": _("Say why, so that the other moderator can do better.")})
    if len(why) > LONGEST_REASON:
        raise Invalid({"reason": _("This is too long. Say it more briefly.")})


def check_in_time(confirm_by: datetime, now: datetime) -> None:
    """Refuse to confirm what the clock has undone, or is about to."""
    if now >= confirm_by:
        raise Refused(
            "moderation.lapsed",
            _("Nobody confirmed this within 24 hours, so it is undone. Decide about it anew."),
        )

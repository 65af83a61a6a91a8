"""Until when one may appeal, who hears it, and what may come of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import N_, _
from forum.moderation.rules.deciding import LONGEST_REASON, Measure, Span, State

HEAR_WITHIN = timedelta(days=7)
LONGEST_APPEAL = 5_000


class Outcome(StrEnum):
    """What came of an appeal."""

    UPHELD = "upheld"
    OVERTURNED = "overturned"
    CHANGED = "changed"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.UPHELD: N_("The decision stays"),
    Outcome.OVERTURNED: N_("The decision is overturned"),
    Outcome.CHANGED: N_("The decision is changed"),
}

AFTER = {
    Outcome.UPHELD: State.STANDS,
    Outcome.OVERTURNED: State.OVERTURNED,
    Outcome.CHANGED: State.CHANGED,
}


def appealable(measure: Measure, state: State, until: datetime | None, now: datetime) -> bool:
    """Tell whether somebody can appeal against a decision just now, if nobody has."""
    limits = measure is not Measure.KEEP
    return limits and state is State.STANDS and until is not None and now < until


def check_appeal(
    measure: Measure, state: State, until: datetime | None, now: datetime, words: str
) -> None:
    """Refuse an appeal against what takes nothing away, that comes too late, or says nothing."""
    if measure is Measure.KEEP or until is None:
        raise Refused("appeal.nothing", _("There is nothing in this decision to appeal against."))
    if state is not State.STANDS:
        raise Refused("appeal.gone", _("This decision is not in force, so no appeal is needed."))
    if now >= until:
        raise Refused("appeal.late", _("The six months for an appeal are over."))
    if not any(letter.isalnum() for letter in words):
        raise Invalid({"words": _("Write why the decision is wrong. A sentence is enough.")})
    if len(words) > LONGEST_APPEAL:
        raise Invalid({"words": _("This is too long. Say it more briefly.")})


def check_hears(hearer_id: int | None, involved: Collection[int | None]) -> None:
    """Refuse whoever had a part in the decision."""
    if hearer_id in involved:
        raise NotAllowed(
            "appeal.involved",
            _("You had a part in this decision. Somebody else must hear the appeal."),
        )


def changeable(measure: Measure) -> bool:
    """Tell whether there is something between keeping a decision and undoing it."""
    return measure in (Measure.HIDE, Measure.SUSPEND)


def check_outcome(
    outcome: Outcome, measure: Measure, reason: str, spans: Sequence[Span], days: int, was_days: int
) -> None:
    """Refuse an outcome without a reason, or a change that is none or makes it worse."""
    wrong: dict[str, str] = {}
    if not reason:
        wrong["reason"] = _("Write the reason. The author reads it.")
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = _("This is too long. Say it more briefly.")
    if outcome is Outcome.CHANGED:
        if not changeable(measure):
            wrong["outcome"] = _("A part is covered already. Uphold it or overturn it.")
        elif measure is Measure.HIDE and not spans:
            wrong["words"] = _("Write the words to cover, one piece a line.")
        elif measure is Measure.SUSPEND and not 1 <= days < was_days:
            wrong["days"] = _("Write fewer days than the %(days)s decided.") % {"days": was_days}
    if wrong:
        raise Invalid(wrong)

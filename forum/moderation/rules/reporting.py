"""What a report must say, and what becomes of it: it calls a moderator, and does nothing else."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from forum.core.errors import Invalid, Refused, TooMany
from forum.core.i18n import N_, _, ngettext
from forum.moderation.rules.deciding import Measure
from forum.participation.rules import GONE, PUBLIC, Showing
from forum.profiles.load import ModerationRule, Profile

LONGEST_REPORT = 1_000
MANY = 20
WITHIN = timedelta(hours=24)
BEYOND = 10
"""So many times what still counts is more than anybody reports by hand."""


class Outcome(StrEnum):
    """What somebody who reported hears of it."""

    WAITS = "waits"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"
    COVERED = "covered"
    HIDDEN = "hidden"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.WAITS: N_("Waits for a moderator"),
    Outcome.WITHDRAWN: N_("Its author has withdrawn it"),
    Outcome.KEPT: N_("It stays as it is"),
    Outcome.COVERED: N_("A part was covered"),
    Outcome.HIDDEN: N_("It was hidden"),
}

_AFTER = {
    Measure.KEEP: Outcome.KEPT,
    Measure.REDACT: Outcome.COVERED,
    Measure.HIDE: Outcome.HIDDEN,
}


def outcome(showing: Showing, measure: Measure | None) -> Outcome:
    """Return what became of a report, by what was decided after it and what is shown now."""
    if measure is not None:
        return _AFTER[measure]
    return Outcome.WITHDRAWN if showing in GONE else Outcome.WAITS


def reportable(rules: Profile) -> list[ModerationRule]:
    """Return the rules that can be broken: where a moderator may do nothing, nobody reports."""
    return [rule for rule in rules.moderation_rules if rule.measures]


def check_report(rules: Profile, rule: str, words: str) -> None:
    """Refuse a report that names no rule, or says more than anybody reads."""
    wrong: dict[str, str] = {}
    if rule not in {one.code for one in reportable(rules)}:
        wrong["rule"] = _("Choose the rule that this breaks.")
    over = len(words) - LONGEST_REPORT
    if over > 0:
        wrong["words"] = ngettext(
            "This is %(num)s character too long.", "This is %(num)s characters too long.", over
        ) % {"num": over}
    if wrong:
        raise Invalid(wrong)


def check_readable(showing: Showing) -> None:
    """Refuse to take a report of words that nobody else reads."""
    if showing not in PUBLIC:
        raise Refused("report.not-public", _("This comment is not public, so nobody needs to."))


def counts(sent: int) -> bool:
    """Tell whether one more report by this person moves anything up in the queue.

    `sent` is how many that person sent within `WITHIN`. One more is kept, has its receipt and is
    looked at, after what others reported.
    """
    return sent < MANY


def check_pace(sent: int) -> None:
    """Refuse what no person reads, let alone reports."""
    if sent >= BEYOND * MANY:
        raise TooMany(
            "report.too-many",
            _("You sent %(sent)s reports within a day. Send this one tomorrow.") % {"sent": sent},
        )

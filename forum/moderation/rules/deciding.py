"""What a decision must say, and how words are covered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum

from forum.core.errors import Invalid
from forum.core.i18n import N_, _
from forum.profiles.load import Profile

COVER = "[…]"
LONGEST_REASON = 2_000
DECIDE_WITHIN = timedelta(hours=24)
APPEAL_WITHIN_DAYS = 183
LONGEST_SUSPENSION = 90

Span = tuple[int, int]


class Measure(StrEnum):
    """What a moderator decides: about a contribution, or about whoever wrote it."""

    KEEP = "keep"
    REDACT = "redact"
    HIDE = "hide"
    SUSPEND = "suspend"


ABOUT_WORDS = (Measure.KEEP, Measure.REDACT, Measure.HIDE)
"""What is done to words; the other measure stops a person for some days and leaves all words."""
LIMITS = (Measure.REDACT, Measure.HIDE, Measure.SUSPEND)
"""What takes something from somebody, who can appeal."""

MEASURE_WORDS: dict[Measure, str] = {
    Measure.KEEP: N_("Shown"),
    Measure.REDACT: N_("A part covered"),
    Measure.HIDE: N_("Hidden"),
    Measure.SUSPEND: N_("Author suspended"),
}


class Source(StrEnum):
    """What led to a decision."""

    REPORT = "report"
    OWN = "own"
    ORDER = "order"


SOURCE_WORDS: dict[Source, str] = {
    Source.REPORT: N_("Somebody reported it."),
    Source.OWN: N_("A moderator noticed it, or a listed pattern did."),
    Source.ORDER: N_("An authority ordered it."),
}


class State(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    STANDS = "stands"
    LAPSED = "lapsed"
    OVERTURNED = "overturned"
    CHANGED = "changed"


STATE_WORDS: dict[State, str] = {
    State.PROPOSED: N_("Waits for a second person"),
    State.RETURNED: N_("Sent back, so nothing was done"),
    State.STANDS: N_("In force"),
    State.LAPSED: N_("Not confirmed by a second person, so it was undone"),
    State.OVERTURNED: N_("Overturned on appeal"),
    State.CHANGED: N_("Changed on appeal"),
}


def spans_of(text: str, words: Iterable[str]) -> list[Span]:
    """Return every place where these words stand, in order, without overlaps."""
    places: list[Span] = []
    for word in words:
        start = text.find(word)
        while start >= 0:
            places.append((start, start + len(word)))
            start = text.find(word, start + len(word))
    return merged(places)


def check_there(texts: Sequence[str], words: Iterable[str]) -> None:
    """Refuse words that stand in none of these texts: covering nothing would be a mistake."""
    for word in words:
        if not any(word in text for text in texts):
            raise Invalid(
                {"words": _("“%(words)s” does not stand in the comment.") % {"words": word}}
            )


def merged(places: Iterable[Span]) -> list[Span]:
    """Return the same places in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def cover(text: str, spans: Sequence[Span]) -> str:
    """Return the text with these places covered; everything else stays letter for letter."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], COVER]
        at = end
    return "".join([*pieces, text[at:]])


def check_decision(
    profile: Profile, measure: Measure, rule: str, reason: str, spans: Sequence[Span]
) -> None:
    """Refuse a measure without a rule that allows it, without a reason, or without a place."""
    if measure is Measure.KEEP:
        return
    wrong = _of_rule(profile, measure, rule)
    if not reason:
        wrong["reason"] = _("Write the reason. The author reads it.")
    if measure is Measure.REDACT and not spans:
        wrong["words"] = _("Write the words to cover, one piece a line.")
    if wrong:
        raise Invalid(wrong)


def check_statement(
    profile: Profile,
    measure: Measure,
    rule: str,
    facts: str,
    days: int,
    *,
    ordered: bool,
    urgent: bool,
) -> None:
    """Refuse what its statement could not account for: an order of nobody, days without end."""
    wrong: dict[str, str] = {}
    if ordered and not facts:
        wrong["facts"] = _("Say which authority ordered it, by what, and when.")
    if measure is Measure.SUSPEND and not 1 <= days <= LONGEST_SUSPENSION:
        wrong["days"] = _("Write for how many days, %(most)s at most.") % {
            "most": LONGEST_SUSPENSION
        }
    if urgent and (measure is Measure.KEEP or rule not in profile.urgent_rules):
        wrong["more"] = _("Only what a rule marks as urgent is decided at once by one person.")
    if wrong:
        raise Invalid(wrong)


def check_judgement(profile: Profile, measure: Measure, rule: str) -> None:
    """Refuse to judge words again by a rule that is none, or that allows no such measure."""
    if measure is not Measure.KEEP and (wrong := _of_rule(profile, measure, rule)):
        raise Invalid(wrong)


def _of_rule(profile: Profile, measure: Measure, rule: str) -> dict[str, str]:
    chosen = profile.rule(rule)
    if chosen is None:
        return {"rule": _("Choose the rule that this breaks.")}
    if measure.value not in {allowed.value for allowed in chosen.measures}:
        return {"rule": _("This rule does not allow that measure. Choose another one.")}
    return {}

"""Correcting minutes and adopting them: until when, by whom decided, and what must be said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _, ngettext
from forum.sessions.minutes.pieces import Paragraph, ParagraphKind
from forum.sessions.rules import LONGEST_REASON, LONGEST_SENTENCE, LONGEST_TERM, State, wrong_words

LONGEST_WORDS = 10_000
LONGEST_CORRECTION = 2_000
CORRECTION_TIME = timedelta(days=7)
"""How long those present have, unless the chair says otherwise."""

EDITABLE = frozenset({State.MINUTES_DRAFT, State.CORRECTION})


class Verdict(StrEnum):
    """What became of a correction; words that break a rule are declined and not shown."""

    TAKEN = "taken"
    DECLINED = "declined"
    HIDDEN = "hidden"


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.TAKEN: N_("Taken"),
    Verdict.DECLINED: N_("Declined"),
    Verdict.HIDDEN: N_("Declined and not shown"),
}

_LONGEST = {"sentence": LONGEST_SENTENCE, "problem": LONGEST_SENTENCE, "term": LONGEST_TERM}


def check_editable(state: State) -> None:
    """Refuse to touch minutes that are not being written, or that are adopted."""
    if state is State.ADOPTED:
        raise Refused("minutes.adopted", _("These minutes are adopted. Nothing in them changes."))
    if state not in EDITABLE:
        raise Refused("minutes.not-yet", _("The minutes are compiled when the session has ended."))


def check_words(paragraph: Paragraph, words: Mapping[str, str]) -> None:
    """Refuse words that do not fit their paragraph; an outcome keeps its sentence."""
    wrong = {}
    for name in paragraph.words:
        most = _LONGEST.get(name, LONGEST_WORDS)
        if len(words.get(name, "")) > most:
            wrong[name] = _("Write at most %(most)s characters.") % {"most": most}
    if paragraph.kind is ParagraphKind.OUTCOME and not words.get("sentence", "x"):
        wrong["sentence"] = _("Write the outcome in one sentence.")
    if wrong:
        raise Invalid(wrong)


def check_proposing(state: State, until: datetime | None, now: datetime) -> None:
    """Refuse a correction before the chair has asked for them, or after the last day."""
    check_editable(state)
    if state is not State.CORRECTION or until is None:
        raise Refused("minutes.no-corrections", _("Corrections can be proposed a little later."))
    if now >= until:
        raise Refused("minutes.too-late", _("The time for proposing corrections is over."))


def check_correction(text: str) -> None:
    """Refuse a correction that says nothing or too much."""
    if wrong := wrong_words("text", text, LONGEST_CORRECTION):
        raise Invalid(wrong)


def check_decision(reason: str) -> None:
    """Refuse a decision without the reason that its author is told."""
    if wrong := wrong_words("reason", reason, LONGEST_REASON):
        raise Invalid(wrong)


def check_until(until: datetime, before: datetime | None, now: datetime) -> None:
    """Refuse a last day that is over, or that takes time away from those present."""
    if until <= now:
        raise Invalid({"until": _("Choose a time that is still to come.")})
    if before is not None and until < before:
        raise Invalid({"until": _("The time for corrections can only become longer.")})


def check_adoptable(state: State, until: datetime | None, undecided: int, now: datetime) -> None:
    """Refuse to adopt while those present may still speak, or have not been answered."""
    check_editable(state)
    if state is not State.CORRECTION or until is None:
        raise Refused(
            "minutes.not-corrected",
            _("Open the minutes for correction first, so that those present can read them."),
        )
    missing = []
    if now < until:
        missing.append(_("Those present can still propose corrections."))
    if undecided:
        sentence = ngettext(
            "%(num)s correction is not decided.", "%(num)s corrections are not decided.", undecided
        )
        missing.append(sentence % {"num": undecided})
    if missing:
        raise Refused(
            "minutes.not-ready", _("These minutes cannot be adopted yet."), tuple(missing)
        )

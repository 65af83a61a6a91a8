"""What must hold before a result may be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import _, ngettext

LONGEST_SUMMARY = 20_000
SHOWN_AT_MOST = 8


class Look(StrEnum):
    """How far the second look has come."""

    NOT_BEGUN = "not_begun"
    RUNS = "runs"
    OVER = "over"


@dataclass(frozen=True)
class Readiness:
    """What stands in the way: numbers of contributions and clauses, and what is not there yet."""

    unanswered: Sequence[str] = ()
    unapproved: Sequence[str] = ()
    unchanged: Sequence[str] = ()
    uncaused: Sequence[str] = ()
    undecided: Sequence[str] = ()
    in_session: Sequence[str] = ()
    objections: Sequence[str] = ()
    next_version: bool = True
    summary: bool = True
    look_days: int = 0
    looked: Look = Look.NOT_BEGUN
    look_until: str = ""


def what_is_missing(state: Readiness) -> list[str]:
    """Return one sentence for each thing that is missing; nothing means ready to publish."""
    missing = []
    if not state.summary:
        missing.append(_("The summary has no words yet in the language that binds."))
    if state.look_days and state.looked is Look.NOT_BEGUN:
        missing.append(_("Authors have not had their second look at the answers."))
    if state.look_days and state.looked is Look.RUNS:
        missing.append(
            _("Authors can object to their answers until %(when)s.") % {"when": state.look_until}
        )
    return [*missing, *what_is_unsettled(state)]


def what_is_unsettled(state: Readiness) -> list[str]:
    """Return what is missing before people may be asked again: the answers, and every objection."""
    missing = what_is_unanswered(state)
    if found := state.objections:
        sentence = ngettext(
            "%(num)s objection is not settled: %(which)s.",
            "%(num)s objections are not settled: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    return missing


def what_is_unanswered(state: Readiness) -> list[str]:
    """Return what is missing before the second look: everything answered, every change caused."""
    missing = []
    if not state.next_version:
        missing.append(_("The next version has not been started."))
    if found := state.in_session:
        sentence = ngettext(
            "%(num)s session is still in progress: %(which)s.",
            "%(num)s sessions are still in progress: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    if found := state.undecided:
        sentence = ngettext(
            "%(num)s comment still waits for a moderator: %(which)s.",
            "%(num)s comments still wait for a moderator: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    if found := state.unanswered:
        sentence = ngettext(
            "%(num)s contribution has no answer: %(which)s.",
            "%(num)s contributions have no answer: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    if found := state.unapproved:
        sentence = ngettext(
            "%(num)s answer is not approved: %(which)s.",
            "%(num)s answers are not approved: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    if found := state.unchanged:
        sentence = ngettext(
            "%(num)s acceptance names no clause that really changes: %(which)s.",
            "%(num)s acceptances name no clause that really changes: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    if found := state.uncaused:
        sentence = ngettext(
            "%(num)s changed clause names no cause: %(which)s.",
            "%(num)s changed clauses name no cause: %(which)s.",
            len(found),
        )
        missing.append(sentence % _listed(found))
    return missing


def _listed(found: Sequence[str]) -> dict[str, object]:
    """Return the number, and the first few by name."""
    named = ", ".join(found[:SHOWN_AT_MOST])
    return {"num": len(found), "which": named + (", …" if len(found) > SHOWN_AT_MOST else "")}


def check_words(words: dict[str, str], language: str) -> None:
    """Refuse a summary without words in the binding language, or one too long to read."""
    wrong = {}
    if not words.get(language):
        wrong[f"words_{language}"] = _("Write the summary in the language that binds.")
    for name, text in words.items():
        if len(text) > LONGEST_SUMMARY:
            wrong[f"words_{name}"] = _("This is too long. Say it in fewer words.")
    if wrong:
        raise Invalid(wrong)


def check_ready(state: Readiness) -> None:
    """Refuse to publish while anything is missing, with the list."""
    if missing := what_is_missing(state):
        raise Refused(
            "publication.not-ready",
            _("This cannot be published yet. The list says what is missing."),
            missing,
        )


def check_answered(state: Readiness) -> None:
    """Refuse a second look while anything is missing that authors would look at, with the list."""
    if missing := what_is_unanswered(state):
        raise Refused(
            "publication.not-answered",
            _("The second look cannot begin yet. The list says what is missing."),
            missing,
        )


def check_settled(state: Readiness) -> None:
    """Refuse to ask again while anything said before is not done with, with the list."""
    if missing := what_is_unsettled(state):
        raise Refused(
            "publication.not-settled",
            _("People cannot be asked again yet. The list says what is missing."),
            missing,
        )

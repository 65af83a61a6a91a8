"""What must hold before a result may be published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.errors import Invalid, Refused
from forum.core.i18n import _, ngettext

LONGEST_SUMMARY = 20_000
SHOWN_AT_MOST = 8


@dataclass(frozen=True)
class Readiness:
    """What stands in the way: numbers of contributions and clauses, and what is not there yet."""

    unanswered: Sequence[str] = ()
    unapproved: Sequence[str] = ()
    unchanged: Sequence[str] = ()
    uncaused: Sequence[str] = ()
    undecided: Sequence[str] = ()
    in_session: Sequence[str] = ()
    next_version: bool = True
    summary: bool = True


def what_is_missing(state: Readiness) -> list[str]:
    """Return one sentence for each thing that is missing; nothing means ready."""
    missing = []
    if not state.next_version:
        missing.append(_("The next version has not been started."))
    if not state.summary:
        missing.append(_("The summary has no words yet in the language that binds."))
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
    missing = what_is_missing(state)
    if missing:
        raise Refused(
            "publication.not-ready",
            _("This cannot be published yet. The list says what is missing."),
            missing,
        )

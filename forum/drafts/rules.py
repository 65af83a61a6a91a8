"""What may become of a version, and what the words of a clause must be like."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from forum.core.errors import Invalid, Refused
from forum.core.i18n import N_, _, ngettext
from forum.core.text import clean
from forum.drafts.fields import WRONG, Choice, TypedField
from forum.profiles.load import Component

LONGEST = 4_000
LONGEST_TITLE = 300
LONGEST_NOTE = 10_000
LONGEST_EASY = 3_000
LONGEST_MEANING = 800
MOST_CLAUSES = 500
LONGEST_READERS = 200
MOST_LINKS = 50
SHARED_DAYS = (3, 7, 14, 30)
"""For how long a secret link may open a draft."""


class VersionState(StrEnum):
    """Where a version stands. A frozen version is never edited."""

    EDITING = "editing"
    FROZEN = "frozen"
    SUPERSEDED = "superseded"


MOVES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.EDITING: frozenset({VersionState.FROZEN}),
    VersionState.FROZEN: frozenset({VersionState.SUPERSEDED}),
    VersionState.SUPERSEDED: frozenset(),
}

_WHY_NOT: dict[VersionState, str] = {
    VersionState.EDITING: N_("This version is still being edited. Freeze it first."),
    VersionState.FROZEN: N_("This version is frozen and never changes. Prepare the next version."),
    VersionState.SUPERSEDED: N_("This version has been replaced by a newer one."),
}


def edition_name(number: int, correction: int) -> str:
    """Return what people call a version: "2", or "2.1" for its first correction."""
    return f"{number}.{correction}" if correction else str(number)


def edition_in(name: str) -> tuple[int, int]:
    """Return the number and the correction that a name such as "2.1" means; the name is one."""
    number, _dot, correction = name.partition(".")
    return int(number), int(correction or 0)


def check_move(now: VersionState, to: VersionState) -> None:
    """Refuse a move that the table does not list."""
    if to not in MOVES[now]:
        raise Refused("version.wrong-state", _(_WHY_NOT[now]))


def check_editing(now: VersionState) -> None:
    """Refuse to touch the words of a version that is no longer being edited."""
    if now is not VersionState.EDITING:
        raise Refused("version.wrong-state", _(_WHY_NOT[now]))


def check_texts(texts: Mapping[str, str], binding: str) -> dict[str, str]:
    """Return the texts of a clause as they are kept; the one in the binding language must be there.

    `Invalid` names a text as `text.id`, as the form does.
    """
    tidy = {language: clean(text) for language, text in texts.items()}
    wrong = {
        f"text.{language}": _too_long(len(text) - LONGEST)
        for language, text in tidy.items()
        if len(text) > LONGEST
    }
    if not any(char.isalnum() for char in tidy.get(binding, "")):
        wrong[f"text.{binding}"] = _("Write at least one word.")
    if wrong:
        raise Invalid(wrong)
    return {language: text for language, text in tidy.items() if text}


def check_fields(component: Component, fields: Mapping[str, TypedField]) -> None:
    """Refuse values that a clause of this component cannot carry."""
    wrong: dict[str, str] = {}
    for code, value in fields.items():
        asked = component.field(code)
        if asked is None or asked.kind != value.kind:
            wrong[code] = _("A clause of this component does not carry such a value.")
        elif isinstance(value, Choice) and value.value not in {one.code for one in asked.choices}:
            wrong[code] = _(WRONG[value.kind])
    if wrong:
        raise Invalid(wrong)


def check_room(clauses: int) -> None:
    """Refuse one clause too many."""
    if clauses > MOST_CLAUSES:
        raise Refused(
            "version.full",
            _("A version has at most %(most)s clauses.") % {"most": MOST_CLAUSES},
        )


def check_whole(clauses: int) -> None:
    """Refuse to freeze what promises nothing."""
    if not clauses:
        raise Refused("version.empty", _("This version has no clauses yet. Add one first."))


def check_title(title: Mapping[str, str], binding: str) -> dict[str, str]:
    """Return the title of a version as it is kept; `Invalid` names it as `title.id`."""
    tidy = {language: " ".join(clean(text).split()) for language, text in title.items()}
    wrong = {
        f"title.{language}": _("Write at most %(most)s characters.") % {"most": LONGEST_TITLE}
        for language, text in tidy.items()
        if len(text) > LONGEST_TITLE
    }
    if not tidy.get(binding):
        wrong[f"title.{binding}"] = _("Write a title.")
    if wrong:
        raise Invalid(wrong)
    return {language: text for language, text in tidy.items() if text}


def check_note(note: Mapping[str, str]) -> dict[str, str]:
    """Return an explanatory note as it is kept; `Invalid` names it as `note.id`."""
    return _checked("note", note, LONGEST_NOTE)


def check_easy(easy: Mapping[str, str]) -> dict[str, str]:
    """Return the summary in easy words as it is kept; `Invalid` names it as `easy.id`."""
    return _checked("easy", easy, LONGEST_EASY)


def check_meaning(easy: Mapping[str, str]) -> dict[str, str]:
    """Return the easy words of one clause as they are kept; `Invalid` names them as `easy.id`."""
    return _checked("easy", easy, LONGEST_MEANING)


def _checked(name: str, words: Mapping[str, str], most: int) -> dict[str, str]:
    tidy = {language: clean(text) for language, text in words.items()}
    wrong = {
        f"{name}.{language}": _("Write at most %(most)s characters.") % {"most": most}
        for language, text in tidy.items()
        if len(text) > most
    }
    if wrong:
        raise Invalid(wrong)
    return {language: text for language, text in tidy.items() if text}


def _too_long(by: int) -> str:
    return ngettext(
        "This is %(num)s character too long. Split the clause in two.",
        "This is %(num)s characters too long. Split the clause in two.",
        by,
    ) % {"num": by}

"""How a form marks a ballot, and how marks are told to whoever made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from forum.core.i18n import _, local
from forum.voting.recount import canonical
from forum.voting.rules import LONGEST_MARKS, Method, wrong_marks

NO_POINTS, NO_PLACE = "-", ""


class Marked(Protocol):
    """A poll of voting, or one on the floor of a session."""

    @property
    def method(self) -> str: ...
    @property
    def options(self) -> Sequence[Mapping[str, Any]]: ...


def marks_of(poll: Marked, choice: Sequence[str]) -> str:
    """Return the marks that a form means, or say what to mark.

    A form sends one option, all that are approved, or for each option its points or its place.
    """
    method, options = Method(poll.method), len(poll.options)
    marks = _joined(method, options, [one.strip() for one in choice])
    known = None
    if marks is not None and len(marks) <= LONGEST_MARKS:
        known = _canonical(method.value, options, marks)
    if known is None:
        raise wrong_marks(method)
    return known


_canonical = lru_cache(maxsize=1_024)(canonical)
"""A crowd marks alike."""


def choice_of(poll: Marked, marks: str) -> list[str]:
    """Return what a form sends for these marks: the way back."""
    match Method(poll.method):
        case Method.RANKED:
            places = _places(marks)
            return [str(places.get(one, NO_PLACE)) for one in range(len(poll.options))]
        case Method.APPROVAL | Method.SCORE:
            return marks.split(",") if marks else []
    return [marks]


def words_of(poll: Marked, marks: str) -> str:
    """Return in the reader's language what these marks say."""
    names = [local(option["words"]) for option in poll.options]
    match Method(poll.method):
        case Method.RANKED:
            places = _places(marks)
            said = [
                f"{places[one]}. {names[one]}" for one in sorted(places, key=lambda o: places[o])
            ]
        case Method.SCORE:
            points = zip(names, marks.split(","), strict=True)
            said = [f"{name}: {point}" for name, point in points if point != NO_POINTS]
        case _:
            said = [names[int(one)] for one in marks.split(",") if one]
    return "; ".join(said) or _("nothing marked")


def _joined(method: Method, options: int, choice: list[str]) -> str | None:
    match method:
        case Method.APPROVAL:
            return ",".join(choice)
        case Method.SCORE:
            return ",".join(one or NO_POINTS for one in choice)
        case Method.RANKED:
            return _ranked(choice) if len(choice) == options else None
    return choice[0] if len(choice) == 1 else None


def _ranked(choice: list[str]) -> str | None:
    """Return options by their places, equal places together; None where a place is no number."""
    at: dict[int, list[str]] = {}
    for option, place in enumerate(choice):
        if place == NO_PLACE:
            continue
        if not place.isascii() or not place.isdigit() or len(place) > 3:
            return None
        at.setdefault(int(place), []).append(str(option))
    return ">".join("=".join(at[place]) for place in sorted(at))


def _places(marks: str) -> dict[int, int]:
    """Return the place of each option that has one; after two at 1 comes 2."""
    groups = [group.split("=") for group in marks.split(">")] if marks else []
    return {int(one): place for place, group in enumerate(groups, 1) for one in group}

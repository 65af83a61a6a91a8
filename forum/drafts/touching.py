"""What new wording does to the words that stand: which it touches, and who touches the same.

Two proposals touch the same words where they cannot both be carried out. Where they do not, they
can, whoever comes first: `merged` does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from forum.drafts.anchoring.words import Span
from forum.drafts.diff import Segment, redline


class Edit(NamedTuple):
    """Words put in place of the characters from start to end; where these are one, only put in."""

    start: int
    end: int
    words: str

    @property
    def span(self) -> Span:
        """What it touches."""
        return Span(self.start, self.end)


def edits_of(segments: Sequence[Segment]) -> list[Edit]:
    """Return what a redline does to the old text, from its beginning to its end."""
    found: list[Edit] = []
    place = 0
    for kind, text in segments:
        if kind == "drop":
            found.append(Edit(place, place + len(text), ""))
        elif kind == "add" and found and found[-1].end == place and not found[-1].words:
            found[-1] = found[-1]._replace(words=text)
        elif kind == "add":
            found.append(Edit(place, place, text))
        place += len(text) if kind != "add" else 0
    return found


def touched(old: str, new: str) -> tuple[Span, ...]:
    """Return the places of the old text that the new one changes.

    Without a new text all of it goes, and with it what somebody would put before or behind it: so
    the place reaches beyond both ends.
    """
    if not new:
        return (Span(-1, len(old) + 1),)
    return tuple(edit.span for edit in edits_of(redline(old, new)))


def collide(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Tell whether two changes of the same text touch the same words."""
    return any(_meet(here, there) for here in one for there in other)


def merged(old: str, one: str, other: str) -> str | None:
    """Return the old text with both changes, or nothing where they touch the same words."""
    if collide(touched(old, one), touched(old, other)):
        return None
    text, place = "", 0
    for edit in sorted([*edits_of(redline(old, one)), *edits_of(redline(old, other))]):
        text += old[place : edit.start] + edit.words
        place = edit.end
    return text + old[place:]


def holds(old: str, now: str, wanted: str) -> bool:
    """Tell whether a text changed since has all that somebody wanted changed, and maybe more."""
    if not wanted or not now:
        return now == wanted
    return set(edits_of(redline(old, wanted))) <= set(edits_of(redline(old, now)))


def _meet(one: Span, other: Span) -> bool:
    """Tell whether both change a character, or both put words in the same place."""
    same_place = one == other and one.start == one.end
    return same_place or (one.start < other.end and other.start < one.end)

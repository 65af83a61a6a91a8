"""What minutes are compiled from, and the paragraphs they consist of, as plain values.

A paragraph holds numbers, times and words, never a ready sentence: each reader gets it in his or
her own language, and only what people wrote keeps the language it was written in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

Words = Mapping[str, str]
Data = Mapping[str, Any]


class ParagraphKind(StrEnum):
    """What a paragraph tells, in the order in which they follow one another."""

    OPENING = "opening"
    ATTENDANCE = "attendance"
    ITEM = "item"
    NOTES = "notes"
    SPEAKERS = "speakers"
    QUESTIONS = "questions"
    REMARKS = "remarks"
    POLL = "poll"
    OUTCOME = "outcome"
    BREAK = "break"
    CLOSING = "closing"


@dataclass(frozen=True)
class Attendee:
    """Somebody who checked in; `agreed` says that the name may be public."""

    name: str
    element: str = ""
    organisation: str = ""
    agreed: bool = False
    in_hall: bool = False


@dataclass(frozen=True)
class Point:
    """One point of the agenda, with the words of its clause where it has one."""

    ref: str
    title: Words
    label: str = ""
    lineage: str = ""
    text: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Meeting:
    """What the log does not say: the plan, who was there, and what became of the questions.

    `attendance` and `officials` are by the ref of a person, `supports` and `written` by the ref of
    an entry of the queue: how many wanted its answer, and the contribution that it became.
    """

    starts_at: datetime
    place: str = ""
    link: str = ""
    agenda: tuple[Point, ...] = ()
    attendance: Mapping[str, Attendee] = field(default_factory=dict)
    officials: Mapping[str, str] = field(default_factory=dict)
    supports: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `values` come from the log; `words` are what the note-taker may rewrite."""

    key: str
    kind: ParagraphKind
    item: str = ""
    values: Data = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    revision: int = 1


def as_data(paragraph: Paragraph) -> dict[str, Any]:
    """Return a paragraph as it is stored."""
    return {
        "key": paragraph.key,
        "kind": paragraph.kind.value,
        "item": paragraph.item,
        "values": dict(paragraph.values),
        "words": dict(paragraph.words),
        "revision": paragraph.revision,
    }


def from_data(stored: Iterable[Data]) -> list[Paragraph]:
    """Return the stored paragraphs."""
    return [Paragraph(**{**one, "kind": ParagraphKind(one["kind"])}) for one in stored]


def rewritten(paragraph: Paragraph, words: Words) -> Paragraph:
    """Return the paragraph with these words; names that it does not have are left out."""
    known = {name: words.get(name, old) for name, old in paragraph.words.items()}
    return replace(paragraph, words=known, revision=paragraph.revision + 1)


def outcomes_in(paragraphs: Iterable[Paragraph]) -> dict[str, Paragraph]:
    """Return the paragraphs that end an item, by the ref of the item, in order of the agenda."""
    return {one.item: one for one in paragraphs if one.kind is ParagraphKind.OUTCOME}

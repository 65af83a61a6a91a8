"""Sentences that stand in the new text letter by letter, though it is not cut there as it was.

A sentence put before another may end in what looks like an abbreviation ("issued it. Free of
charge"): then no sentence of the new text equals the old one, but all its words are there, between
two marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

ENDS = ".;!?\n"
WORDS = 2  # so many at least: one word between two marks may be anything


class Part(NamedTuple):
    """A run of letters in one clause."""

    lineage: str
    start: int
    end: int


class Texts(NamedTuple):
    """What the clauses of two versions say, by lineage."""

    before: Mapping[str, str]
    after: Mapping[str, str]


def kinds_of_kin(family: Mapping[str, int]) -> Sequence[Callable[[str], str]]:
    """Return how near two clauses are, nearest first: the same, of one family, any."""
    return (lambda lineage: lineage), (lambda lineage: str(family[lineage])), (lambda _lineage: "")


def embedded(
    old: Iterable[Part],
    known: Iterable[tuple[Part, Part]],
    news: Sequence[str],
    texts: Texts,
    family: Mapping[str, int],
) -> list[tuple[Part, Part]]:
    """Pair old sentences with the one place between two marks where a new text has their words.

    `known`: what is paired already; its places are taken.
    """
    gone, taken = {one for one, _other in known}, [other for _one, other in known]
    left = [part for part in old if part not in gone]
    found: list[tuple[Part, Part]] = []
    for kin in kinds_of_kin(family):
        for part in list(left):
            words = texts.before[part.lineage][part.start : part.end]
            if len(words.split()) < WORDS or _again(part, words, left, texts, kin):
                continue
            places = [
                place
                for lineage in news
                if kin(lineage) == kin(part.lineage)
                for place in _places(words, lineage, texts.after[lineage])
                if not any(_overlap(place, one) for one in taken)
            ]
            if len(places) == 1:
                found.append((part, places[0]))
                taken.append(places[0])
                left.remove(part)
    return found


def _again(
    part: Part, words: str, left: Iterable[Part], texts: Texts, kin: Callable[[str], str]
) -> bool:
    """Tell whether another old sentence, as near, has the same words."""
    return any(
        other != part
        and kin(other.lineage) == kin(part.lineage)
        and words in texts.before[other.lineage][other.start : other.end]
        for other in left
    )


def _places(words: str, lineage: str, text: str) -> Iterator[Part]:
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        before, behind = text[:start].rstrip(" "), text[end : end + 1]
        if (not before or before[-1] in ENDS) and (not behind or behind in ENDS):
            yield Part(lineage, start, end)
        start = text.find(words, start + 1)


def _overlap(one: Part, other: Part) -> bool:
    return one.lineage == other.lineage and one.start < other.end and other.start < one.end

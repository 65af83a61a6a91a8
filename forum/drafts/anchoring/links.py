"""Which letters of one text stand where in another, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from forum.drafts.diff import Segment, redline

MOST_PAIRS = 4_000  # of words compared with one another where a run of words gave way to another
ALIKE = 0.6  # two words are the same one, spelled otherwise

_WORD = re.compile(r"\w+(?:[.,]\w+)*")
_THE_END = Segment("keep", "")


class Link(NamedTuple):
    """Old letters from `start` to `end` stand in the new text from `at` to `upto`.

    `alike`: 1 where they do letter by letter, less for a word spelled otherwise, 0 where a run of
    words gave way to another.
    """

    start: int
    end: int
    at: int
    upto: int
    alike: float


def links(old: str, new: str) -> list[Link]:
    """Return what the redline of two texts keeps, and which words give way to which."""
    found: list[Link] = []
    start = at = 0
    dropped = ""
    for kind, text in [*redline(old, new), _THE_END]:
        if kind == "add":
            found += _gave_way(dropped, text, start - len(dropped), at)
            at += len(text)
            dropped = ""
        elif kind == "drop":
            start += len(text)
            dropped = text
        else:
            if text:
                found.append(Link(start, start + len(text), at, at + len(text), alike=1.0))
            start, at, dropped = start + len(text), at + len(text), ""
    return found


def _gave_way(old: str, new: str, start: int, at: int) -> list[Link]:
    """Pair the words of a run that gave way to another; what lies between pairs is one link."""
    if not old.strip() or not new.strip():
        return []
    a, b = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    pairs = _pairs([w.group() for w in a], [w.group() for w in b])
    found: list[Link] = []
    end, upto = 0, 0
    for i, j in [*pairs, (-1, -1)]:
        a1, b1 = (a[i].start(), b[j].start()) if i >= 0 else (len(old), len(new))
        ours, theirs = _trimmed(old, end, a1), _trimmed(new, upto, b1)
        if ours and theirs:
            found.append(
                Link(start + ours[0], start + ours[1], at + theirs[0], at + theirs[1], alike=0.0)
            )
        if i >= 0:
            end, upto = a[i].end(), b[j].end()
            alike = _alike(a[i].group(), b[j].group())
            found.append(Link(start + a1, start + end, at + b1, at + upto, alike))
    return found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    part = text[start:end]
    lead, size = len(part) - len(part.lstrip()), len(part.strip())
    return (start + lead, start + lead + size) if size else None


def _pairs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Align two runs of words so that the most letters meet their like."""
    if not a or not b or len(a) * len(b) > MOST_PAIRS:
        return []
    best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
    worth = [[_worth(x, y) for y in b] for x in a]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            met = worth[i][j] + best[i + 1][j + 1] if worth[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], met)
    found, i, j = list[tuple[int, int]](), 0, 0
    while i < len(a) and j < len(b):
        if worth[i][j] and best[i][j] == worth[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _worth(one: str, other: str) -> float:
    alike = _alike(one, other)
    return alike * min(len(one), len(other)) if alike >= ALIKE else 0.0


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if any(letter.isdigit() for letter in one + other):
        return 0.0  # 14 is not 15 spelled otherwise
    return min(0.99, Indel.normalized_similarity(one.lower(), other.lower()))

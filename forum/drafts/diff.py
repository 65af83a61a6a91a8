"""Redlines: which words one text has in place of another. Exact, and made to be read.

Dropping what was added gives the old text, dropping what was dropped gives the new one. Within
that law there are many redlines of the same two texts; this module looks for the one that a
person would have drawn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

Kind = Literal["keep", "drop", "add"]

# The matrix behind a redline takes one bit for each pair of tokens: here 50 megabytes.
MOST_PAIRS = 400_000_000

_TOKEN = re.compile(r"\s+|\w+(?:[.,]\w+)*|[^\w\s]")
_WORD = re.compile(r"\s*\S+")


class Segment(NamedTuple):
    """A run of text that both have (keep), only the old one (drop) or only the new one (add)."""

    kind: Kind
    text: str


def redline(old: str, new: str) -> list[Segment]:
    """Return both texts as one run of segments; what is dropped stands before what replaces it."""
    if old == new:
        return [Segment("keep", old)] if old else []
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    blocks = [_narrow(block, a, b) for block in _join(_slide(_blocks(a, b), a, b), a, b)]
    segments: list[Segment] = []
    end = 0
    for block in [*blocks, _Block(len(a), len(a), len(b), len(b))]:
        runs: tuple[tuple[Kind, list[str]], ...] = (
            ("keep", a[end : block.a1]),
            ("drop", a[block.a1 : block.a2]),
            ("add", b[block.b1 : block.b2]),
        )
        segments += [Segment(kind, "".join(tokens)) for kind, tokens in runs if tokens]
        end = block.a2
    return segments


def changed(segments: Sequence[Segment]) -> bool:
    """Tell whether the two texts differ."""
    return any(segment.kind != "keep" for segment in segments)


def excerpt(segments: Sequence[Segment], around: int = 2) -> list[Segment]:
    """Return the changes with so many words on each side, and "…" for what is left out."""
    first, last = 0, len(segments) - 1
    if not changed(segments):
        return [Segment(kind, _shorten(text, 2 * around, 0)) for kind, text in segments]
    return [
        Segment(kind, _shorten(text, around * (place != first), around * (place != last)))
        if kind == "keep"
        else Segment(kind, text)
        for place, (kind, text) in enumerate(segments)
    ]


def _shorten(text: str, head: int, tail: int) -> str:
    words = list(_WORD.finditer(text))
    if len(words) <= head + tail + 1:
        return text  # nothing is gained by leaving out a single word
    begin = text[: words[head - 1].end()] + " " if head else ""
    end = " " + text[words[-tail].start() :].lstrip() if tail else ""
    return f"{begin}…{end}"


class _Block(NamedTuple):
    """A change: tokens a1 to a2 of the old text give way to tokens b1 to b2 of the new one."""

    a1: int
    a2: int
    b1: int
    b2: int

    @property
    def replaces(self) -> bool:
        return self.a1 < self.a2 and self.b1 < self.b2

    def moved(self, by: int) -> _Block:
        return _Block(self.a1 + by, self.a2 + by, self.b1 + by, self.b2 + by)

    def upto(self, other: _Block) -> _Block:
        return _Block(self.a1, other.a2, self.b1, other.b2)


def _blocks(a: list[str], b: list[str]) -> list[_Block]:
    """Find the longest common run of tokens; the blocks are what lies between."""
    if len(a) * len(b) > MOST_PAIRS:
        return [_Block(0, len(a), 0, len(b))]
    # Numbers, because two words must never pass for one another by having the same hash.
    numbers: dict[str, int] = {}
    x, y = ([numbers.setdefault(token, len(numbers)) for token in tokens] for tokens in (a, b))
    kept = [op for op in LCSseq.opcodes(x, y) if op.tag == "equal"]
    starts = [(0, 0), *((op.src_end, op.dest_end) for op in kept)]
    ends = [*((op.src_start, op.dest_start) for op in kept), (len(a), len(b))]
    blocks = (_Block(a1, a2, b1, b2) for (a1, b1), (a2, b2) in zip(starts, ends, strict=True))
    return [block for block in blocks if block.a1 < block.a2 or block.b1 < block.b2]


def _slide(blocks: list[_Block], a: list[str], b: list[str]) -> list[_Block]:
    """Move what was only added, or only dropped, to where a reader expects it.

    "x [y x] y" is as true as "[x y] x y". Blocks that can touch become one; the others begin where
    a line, a sentence or a word begins.
    """
    todo, settled = blocks[::-1], list[_Block]()
    while todo:
        block = todo.pop()
        if block.replaces:
            settled.append(block)
            continue
        before = settled[-1].a2 if settled else 0
        after = todo[-1].a1 if todo else len(a)
        text, start, end = (a, block.a1, block.a2) if block.b1 == block.b2 else (b, *block[2:])
        left = right = 0
        while block.a1 + left > before and text[start + left - 1] == text[end + left - 1]:
            left -= 1
        while block.a2 + right < after and text[start + right] == text[end + right]:
            right += 1
        if settled and block.a1 + left == before:
            todo.append(settled.pop().upto(block.moved(left)))
        elif todo and block.a2 + right == after:
            todo.append(block.moved(right).upto(todo.pop()))
        else:
            best = max(range(left, right + 1), key=lambda by: (_fitness(text, start + by), by))
            settled.append(block.moved(best))
    return settled


def _fitness(text: list[str], start: int) -> int:
    """Say how good a place this is for a change to begin."""
    if start > 0 and "\n" in text[start - 1]:
        return 4
    if start > 1 and text[start - 1].isspace() and text[start - 2] in ".;:!?":
        return 3
    if start == 0 or text[start - 1].isspace():
        return 2
    return 1 if text[start].isspace() else 0


def _join(blocks: list[_Block], a: list[str], b: list[str]) -> list[_Block]:
    """Make one change of two that only a space or a little word keeps apart."""
    ink_a, ink_b = (
        [0, *accumulate(0 if token.isspace() else len(token) for token in tokens)]
        for tokens in (a, b)
    )

    def weight(block: _Block) -> int:
        return max(ink_a[block.a2] - ink_a[block.a1], ink_b[block.b2] - ink_b[block.b1])

    def one(left: _Block, right: _Block) -> bool:
        gap = ink_a[right.a1] - ink_a[left.a2]
        if gap:
            near = left.replaces and right.replaces and 2 * gap <= min(weight(left), weight(right))
        else:
            drops = left.a1 < left.a2 or right.a1 < right.a2
            near = drops and (left.b1 < left.b2 or right.b1 < right.b2)
        return near and not any("\n" in token for token in a[left.a2 : right.a1])

    joined: list[_Block] = []
    for block in blocks:
        last = block
        while joined and one(joined[-1], last):
            last = joined.pop().upto(last)
        joined.append(last)
    return joined


def _narrow(block: _Block, a: list[str], b: list[str]) -> _Block:
    """Give back what both sides of a change begin or end with."""
    a1, a2, b1, b2 = block
    while a1 < a2 and b1 < b2 and a[a1] == b[b1]:
        a1, b1 = a1 + 1, b1 + 1
    while a1 < a2 and b1 < b2 and a[a2 - 1] == b[b2 - 1]:
        a2, b2 = a2 - 1, b2 - 1
    return _Block(a1, a2, b1, b2)

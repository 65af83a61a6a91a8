"""Which clauses of two versions belong together, and in which order their words stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forum.drafts.pieces import Piece


def in_order(pieces: Iterable[Piece], language: str) -> list[Piece]:
    """Return the clauses that have words in this language, in the order of the text."""
    speaking = (piece for piece in pieces if piece.texts.get(language))
    return sorted(speaking, key=lambda piece: piece.position)


def homes(old: Sequence[Piece], new: Sequence[Piece]) -> dict[str, float]:
    """Number the new clauses in order; one that is gone stays behind the one it stood behind."""
    homes = {one.lineage: float(place) for place, one in enumerate(new)}
    last = -0.5
    for one in old:
        last = homes.setdefault(one.lineage, last + 0.5 if last == int(last) else last)
    return homes


def families(old: Sequence[Piece], new: Sequence[Piece]) -> dict[str, int]:
    """Give one number to all clauses that were split from, or merged with, one another."""
    head = {one.lineage: one.lineage for one in (*old, *new)}

    def root(one: str) -> str:
        while head[one] != one:
            one = head[one]
        return one

    for piece in new:
        for parent in piece.parents:
            if parent in head:
                head[root(piece.lineage)] = root(parent)
    numbers: dict[str, int] = {}
    return {one: numbers.setdefault(root(one), len(numbers)) for one in head}


def by_parents(old: Sequence[Piece], new: Sequence[Piece]) -> list[str]:
    """Return the old clauses in the order in which merging put their words."""
    merged = [parent for piece in new for parent in piece.parents]
    rank = {one.lineage: place for place, one in enumerate(old)}
    told = [one for one in dict.fromkeys(merged) if one in rank]
    return [*told, *(one for one in rank if one not in set(told))]

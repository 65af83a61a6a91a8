"""Which clause of an imported document goes on which clause of the version before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz.fuzz import ratio

from forum.drafts.pieces import Piece, Pieces

ALIKE = 60.0
"""Two texts are the same clause, reworded, if so many of a hundred letters agree."""

BEGINNING = 400  # letters that are compared: enough to know a clause, and quick for long ones


def with_lineage(
    pieces: Sequence[Piece], former: Sequence[Piece], new_lineage: Callable[[], str]
) -> Pieces:
    """Give each clause the key of the former clause it is most like, or a new one.

    Clauses are sought within their component, the most alike first.
    """
    kin = sorted(
        (-_likeness(piece, old), place, old.lineage)
        for place, piece in enumerate(pieces)
        for old in former
        if old.component == piece.component
    )
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for unlikeness, place, lineage in kin:
        if -unlikeness >= ALIKE and place not in keys and lineage not in taken:
            keys[place] = lineage
            taken.add(lineage)
    return [
        replace(piece, lineage=keys.get(place) or new_lineage())
        for place, piece in enumerate(pieces)
    ]


def _likeness(one: Piece, other: Piece) -> float:
    return max(
        (
            100.0
            if text == other.texts.get(language)
            else ratio(text[:BEGINNING], other.texts.get(language, "")[:BEGINNING]) - 0.1
            for language, text in one.texts.items()
        ),
        default=0.0,
    )

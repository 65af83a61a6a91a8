"""What became of every clause between two versions of a standard."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.drafts.fields import Shift, shifts
from forum.drafts.pieces import Piece


class Fate(StrEnum):
    """What happened to a clause. Another value of a typed field counts as another wording."""

    SAME = "same"
    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One clause in both versions. `parents` are the old clauses it was split or merged from."""

    fate: Fate
    old: Piece | None
    new: Piece | None
    parents: tuple[Piece, ...] = ()
    moved: bool = False

    @property
    def lineage(self) -> str:
        """The permanent key of the clause."""
        return self.there.lineage

    @property
    def there(self) -> Piece:
        """The clause as it reads now, or as it read before it was removed."""
        piece = self.new or self.old
        assert piece is not None  # noqa: S101 - a change has at least one side
        return piece

    @property
    def words(self) -> bool:
        """Whether the text itself differs, in any language."""
        return (self.old.texts if self.old else {}) != (self.new.texts if self.new else {})

    @property
    def shifts(self) -> list[Shift]:
        """The typed fields that have another value now."""
        return shifts(self.old.fields if self.old else {}, self.new.fields if self.new else {})


def compare(old: Iterable[Piece], new: Iterable[Piece]) -> list[Change]:
    """Return every clause once, in the new order; what was removed stands where it stood."""
    before, after = _by_lineage(old), _by_lineage(new)
    moved = _moved(before, after)
    origins = {
        lineage: tuple(before[parent] for parent in piece.parents if parent in before)
        for lineage, piece in after.items()
    }
    divided = {
        parents[0].lineage
        for lineage, parents in origins.items()
        if lineage not in before and len(parents) == 1
    }
    changes = [
        _born(piece, origins[lineage])
        if lineage not in before
        else _lived_on(before[lineage], piece, origins[lineage], after, moved, divided)
        for lineage, piece in after.items()
    ]
    absorbed = {
        parent.lineage
        for change in changes
        if change.fate is Fate.MERGED
        for parent in change.parents
    }
    gone = [piece for lineage, piece in before.items() if lineage not in {*after, *absorbed}]
    return _put_back(changes, gone, before)


def _by_lineage(pieces: Iterable[Piece]) -> dict[str, Piece]:
    return {one.lineage: one for one in sorted(pieces, key=lambda one: one.position)}


def _born(piece: Piece, origins: tuple[Piece, ...]) -> Change:
    fate = (Fate.NEW, Fate.SPLIT, Fate.MERGED)[min(len(origins), 2)]
    return Change(fate=fate, old=None, new=piece, parents=origins)


def _lived_on(
    old: Piece,
    new: Piece,
    origins: tuple[Piece, ...],
    after: Mapping[str, Piece],
    moved: set[str],
    divided: set[str],
) -> Change:
    fate = Fate.SAME
    parents: tuple[Piece, ...] = ()
    if any(origin.lineage not in after for origin in origins):
        fate, parents = Fate.MERGED, origins
    elif old.lineage in divided and old.texts != new.texts:
        fate, parents = Fate.SPLIT, (old,)
    elif old.texts != new.texts or old.fields != new.fields:
        fate = Fate.REWORDED
    elif old.lineage in moved:
        fate = Fate.MOVED
    return Change(fate=fate, old=old, new=new, parents=parents, moved=old.lineage in moved)


def _moved(before: Mapping[str, Piece], after: Mapping[str, Piece]) -> set[str]:
    """Find the fewest clauses that must have moved to make the one order of the other."""
    kept = [lineage for lineage in after if lineage in before]
    home = [one for one in kept if before[one].component == after[one].component]
    rank = {lineage: place for place, lineage in enumerate(before)}
    stayed = longest_rising([rank[lineage] for lineage in home])
    return set(kept) - {home[place] for place in stayed}


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of a longest rising run, by patience sorting."""
    tops: list[int] = []
    piles: list[int] = []
    below: list[int] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        below.append(piles[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [number]
        piles[pile : pile + 1] = [place]
    run: list[int] = []
    place = piles[-1] if piles else -1
    while place >= 0:
        run.append(place)
        place = below[place]
    return run


def _put_back(
    changes: list[Change], gone: Sequence[Piece], before: Mapping[str, Piece]
) -> list[Change]:
    """Set what was removed behind the clause that stood before it and has not moved."""
    rank = {lineage: place for place, lineage in enumerate(before)}
    placed = list(changes)
    for piece in gone:
        stayed = [
            (spot, change.there.component)
            for spot, change in enumerate(placed)
            if change.old and not change.moved and rank[change.lineage] < rank[piece.lineage]
        ]
        parts = [change.there.component for change in placed]
        near = [spot for spot, part in stayed if part == piece.component]
        if near:
            spot = near[-1] + 1
        elif piece.component in parts:
            spot = parts.index(piece.component)
        elif stayed:  # its whole component is gone: behind the component before it
            spot = len(parts) - parts[::-1].index(stayed[-1][1])
        else:
            spot = 0
        placed.insert(spot, Change(fate=Fate.REMOVED, old=piece, new=None))
    return placed

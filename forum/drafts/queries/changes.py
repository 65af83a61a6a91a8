"""What became of clauses from one version to another, drawn as redlines and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forum.catalogue.models import Standard
from forum.drafts.diff import Segment, redline
from forum.drafts.lineage import Change, Fate
from forum.drafts.lineage import compare as compare_pieces
from forum.drafts.models import Clause, Version
from forum.drafts.pieces import Piece, Pieces
from forum.drafts.queries.find import IN_LISTS, piece_of, pieces_of, versions_of
from forum.drafts.rules import VersionState
from forum.drafts.wording import FieldRow, field_rows
from forum.profiles.load import Profile, profile


@dataclass(frozen=True, kw_only=True)
class ChangedClause:
    """What became of one clause: its fate, the words as a redline, the values that shifted."""

    change: Change
    redlines: dict[str, list[Segment]]
    rows: list[FieldRow]

    @property
    def fate(self) -> Fate:
        """What happened to it."""
        return self.change.fate

    @property
    def old(self) -> Piece | None:
        """The clause as it read, if there was one."""
        return self.change.old

    @property
    def new(self) -> Piece | None:
        """The clause as it reads, if there is one."""
        return self.change.new

    @property
    def lineage(self) -> str:
        """Its permanent key."""
        return self.change.lineage

    @property
    def label(self) -> str:
        """Its number now, or the one it had."""
        return self.change.there.label

    @property
    def component(self) -> str:
        """The code of the component it belongs to, or belonged to."""
        return self.change.there.component

    @property
    def shifted(self) -> list[FieldRow]:
        """The typed fields that have another value now."""
        return [row for row in self.rows if not row.same]


@dataclass(frozen=True)
class Step:
    """One version in which a clause became what it is."""

    version: Version
    former: Version | None
    changed: ChangedClause


async def compare(old: Version, new: Version) -> list[ChangedClause]:
    """Return every clause of two versions of one standard, in the order of the new one."""
    if new.based_on_id == old.id:
        pieces = await _pieces_by_version({old.id, new.id})
        before, after = pieces[old.id], pieces[new.id]
    else:
        before, after = await pieces_of(old), await _seen_from(old, new)
    return compared(before, after, new.standard.profile)


async def held_against(version: Version, shelf: Shelf | None = None) -> Version | None:
    """Return what a draft is compared with: the version in force before it, or its own source.

    A correction is compared with the same as the version it corrects.
    """
    in_force = version.standard.in_force
    if version.based_on_id is None and not 0 < in_force < version.number:
        return None
    every = shelf.versions.values() if shelf else await versions_of(version.standard)
    editions = {one.edition: one for one in every}
    if 0 < in_force < version.number:
        return editions[in_force, 0]
    as_made = editions[version.number, 0]
    return next((one for one in editions.values() if one.id == as_made.based_on_id), None)


def compared(old: Iterable[Piece], new: Iterable[Piece], code: str) -> list[ChangedClause]:
    """Return every clause of two states of a standard; `code` names its profile."""
    country = profile(code)
    return [_drawn(change, country) for change in compare_pieces(old, new)]


@dataclass(frozen=True)
class Shelf:
    """The versions of a standard by id, the newest first, with their clauses."""

    versions: dict[int, Version]
    pieces: dict[int, Pieces]


async def shelf_of(standard: Standard) -> Shelf:
    """Return every version but the one that is still being written; one query.

    A version with nothing in it cannot be frozen, so the clauses bring all versions along.
    """
    rows = await (
        Clause.filter(version__standard_id=standard.id)
        .exclude(version__state=VersionState.EDITING)
        .order_by("-version__number", "-version__correction", "position", "id")
        .select_related("version")
        .only(*Clause._meta.db_fields, *(f"version__{name}" for name in IN_LISTS))
    )
    versions: dict[int, Version] = {}
    pieces: dict[int, Pieces] = {}
    for row in rows:
        version = versions.setdefault(row.version_id, row.version)
        pieces.setdefault(version.id, []).append(piece_of(row))
    return Shelf(versions, pieces)


async def history(standard: Standard, lineage: str, shelf: Shelf | None = None) -> list[Step]:
    """Return the versions that made this clause or changed it, the newest first.

    What is still being written is left out.
    """
    return all_steps(standard, shelf or await shelf_of(standard), lineage)


def all_steps(standard: Standard, shelf: Shelf, lineage: str = "") -> list[Step]:
    """Return every step of one clause, or of all of them, the newest first."""
    country = profile(standard.profile)
    steps = []
    for version in shelf.versions.values():
        former = shelf.versions.get(version.based_on_id or 0)
        before = shelf.pieces[former.id] if former else []
        steps += [
            Step(version, former, _drawn(change, country))
            for change in compare_pieces(before, shelf.pieces[version.id])
            if lineage in ("", change.lineage) and change.fate is not Fate.SAME
        ]
    return steps


def redlines(
    old: Mapping[str, str], new: Mapping[str, str], languages: Sequence[str]
) -> dict[str, list[Segment]]:
    """Return the redline of two texts in each language that either of them has."""
    return {
        language: redline(old.get(language, ""), new.get(language, ""))
        for language in languages
        if language in old or language in new
    }


def _drawn(change: Change, country: Profile) -> ChangedClause:
    component = country.component(change.there.component)
    if component is None:
        raise LookupError(f"{country.code} has no component {change.there.component}")
    old, new = change.old, change.new
    return ChangedClause(
        change=change,
        redlines=redlines(old.texts if old else {}, new.texts if new else {}, country.languages),
        rows=field_rows(component, old.fields if old else {}, new.fields if new else {}),
    )


async def _seen_from(old: Version, new: Version) -> Pieces:
    """Return the clauses of `new` with parents in `old`, however many versions lie between."""
    versions = {version.id: version for version in await versions_of(new.standard)}
    way = [new.id]
    while way[-1] != old.id and (base := versions[way[-1]].based_on_id):
        way.append(base)
    pieces = await _pieces_by_version({new.id, *way})
    origins: dict[str, tuple[str, ...]] = {}
    if way[-1] == old.id:
        origins = {piece.lineage: (piece.lineage,) for piece in pieces[old.id]}
        for version in way[-2::-1]:
            origins = {piece.lineage: _origins(piece, origins) for piece in pieces[version]}
    return [
        replace(piece, parents=() if found == (piece.lineage,) else found)
        for piece in pieces[new.id]
        for found in [origins.get(piece.lineage, ())]
    ]


def _origins(piece: Piece, before: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    parents = piece.parents or (piece.lineage,)
    return tuple(dict.fromkeys(far for near in parents for far in before.get(near, ())))


async def _pieces_by_version(ids: Iterable[int]) -> dict[int, Pieces]:
    found: dict[int, Pieces] = {id_: [] for id_ in ids}
    for clause in await Clause.filter(version_id__in=list(found)).order_by("position", "id"):
        found[clause.version_id].append(piece_of(clause))
    return found

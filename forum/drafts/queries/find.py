"""Finding versions, their clauses, and who has a hand in them."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.queryset import QuerySet

from forum.catalogue.models import Standard
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.drafts.fields import read_fields
from forum.drafts.models import Clause, ClauseHand, Version
from forum.drafts.pieces import Piece, Pieces
from forum.drafts.rules import VersionState

IN_LISTS = (
    "id", "ref", "standard_id", "based_on_id", "number", "correction", "corrected_because", "state",
    "title", "made_at", "frozen_at", "sha256",
)  # fmt: skip
"""All but the whole document and the note."""


async def find_version(
    standard_slug: str, number: int, correction: int = 0, *, lock: bool = False
) -> Version:
    """Return one version with its standard, service and agency, or say there is none."""
    found = Version.filter(standard__slug=standard_slug, number=number, correction=correction)
    return await _one(found, lock=lock)


async def find_draft(ref: str, *, lock: bool = False) -> Version:
    """Return the version with this reference, whatever its state, or say there is none."""
    return await _one(Version.filter(ref=ref), lock=lock)


async def versions_of(standard: Standard) -> list[Version]:
    """Return every version of a standard, the newest first."""
    return (await versions_by_standard([standard]))[standard.id]


async def versions_by_standard(standards: Collection[Standard]) -> dict[int, list[Version]]:
    """Return the versions of many standards by the standard's id, the newest first."""
    found: dict[int, list[Version]] = {standard.id: [] for standard in standards}
    rows = (
        Version.filter(standard_id__in=list(found))
        .order_by("-number", "-correction")
        .only(*IN_LISTS)
    )
    for version in await rows:
        found[version.standard_id].append(version)
    return found


async def drafts_in_editing(agency_ids: Collection[int]) -> list[Version]:
    """Return what these agencies are writing just now, the oldest first."""
    return await (
        Version.filter(state=VersionState.EDITING, standard__service__agency_id__in=agency_ids)
        .order_by("made_at")
        .prefetch_related("standard__service__agency")
    )


async def clauses_of(version: Version) -> list[Clause]:
    """Return the clauses of a version in order."""
    return await Clause.filter(version_id=version.id).order_by("position", "id")


async def pieces_of(version: Version) -> Pieces:
    """Return the clauses of a version in order, as plain values."""
    return [piece_of(clause) for clause in await clauses_of(version)]


def piece_of(clause: Clause) -> Piece:
    """Return one clause as a plain value."""
    return Piece(
        lineage=clause.lineage,
        component=clause.component,
        texts=clause.text,
        fields=read_fields(clause.typed),
        note=clause.note,
        stale=tuple(clause.stale),
        easy=clause.easy,
        easy_stale=tuple(clause.easy_stale),
        parents=tuple(clause.parents),
        label=clause.label,
        position=clause.position,
    )


async def find_clause(version: Version, label: str) -> Clause:
    """Return the clause that has this number in this version, or say there is none."""
    clause = await Clause.filter(version_id=version.id, label=label).first()
    if clause is None:
        raise NotFound("clause.not-found", _("There is no clause of this number in this version."))
    return clause


async def find_by_lineage(version: Version, lineage: str) -> Clause:
    """Return the clause with this permanent key, or say that it is not there any more."""
    clause = await Clause.filter(version_id=version.id, lineage=lineage).first()
    if clause is None:
        raise NotFound("clause.gone", _("This clause is not in this version any more."))
    return clause


async def words_of_clause(version_id: int, lineage: str) -> dict[str, str]:
    """Return the words of one clause by language; none for the whole draft or a clause gone."""
    found = await Clause.filter(version_id=version_id, lineage=lineage).first() if lineage else None
    return found.text if found else {}


async def where_it_went(version: Version, label: str) -> tuple[Clause | None, Clause | None]:
    """Return the clause of this number in the nearest other version, and itself in this one.

    Both are missing if no version ever had the number; the second, if the clause is gone. What is
    still being written counts only when it is the version asked about.
    """
    elsewhere = await (
        Clause.filter(version__standard_id=version.standard_id, label=label)
        .exclude(version__state=VersionState.EDITING)
        .exclude(version_id=version.id)
        .select_related("version")
    )
    if not elsewhere:
        return None, None
    nearest = min(elsewhere, key=lambda one: abs(one.version.number - version.number))
    here = await Clause.filter(version_id=version.id, lineage=nearest.lineage).first()
    return nearest, here


async def hands_on(standard_id: int, lineage: str) -> set[int]:
    """Return the ids of those who drafted a clause or answer for it.

    Without a lineage, it is about the whole draft: whoever has a hand in any clause.
    """
    found = ClauseHand.filter(standard_id=standard_id)
    if lineage:
        found = found.filter(lineage=lineage)
    return {hand.person_id for hand in await found}


async def _one(found: QuerySet[Version], *, lock: bool) -> Version:
    if lock:
        found = found.select_for_update(no_key=True)
    around = "standard__service__agency"
    version = await (
        found.prefetch_related(around) if lock else found.select_related(around)
    ).first()
    if version is None:
        raise NotFound("version.not-found", _("There is no such version of this standard."))
    return version

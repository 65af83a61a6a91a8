"""Versions as a whole: brought in, begun, frozen, put in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.catalogue.models import Standard
from forum.catalogue.queries import find_standard
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.ids import new_ref
from forum.drafts.actions.hands import note_hands
from forum.drafts.actions.workspace import clause_from
from forum.drafts.document import document, fingerprint
from forum.drafts.events import VersionFrozen
from forum.drafts.importing import ImportedStandard, read_document
from forum.drafts.kinship import with_lineage
from forum.drafts.models import Clause, DraftStep, DraftVisit, HandPart, Version
from forum.drafts.pieces import Pieces, easy_behind
from forum.drafts.queries import find_draft, find_version, pieces_of, versions_of
from forum.drafts.rules import VersionState, check_move, check_whole
from forum.profiles.load import profile


async def import_standard(drafter: Actor, standard_slug: str, source: str | bytes) -> Version:
    """Make the next version of a document; clauses that go on former ones keep their lineage."""
    standard = await find_standard(standard_slug)
    require(drafter, Permission.DRAFT_IMPORT, on=standard)
    imported = read_document(source, profile(standard.profile))
    if not imported.clauses:
        raise Invalid({"document": _("No clause was found in this document.")})
    return await make_version(drafter, standard_slug, imported)


async def make_version(drafter: Actor, standard_slug: str, imported: ImportedStandard) -> Version:
    """Make the next version of what was read; what found no place waits beside it for a person."""
    async with transaction():
        standard = await find_standard(standard_slug, lock=True)
        require(drafter, Permission.DRAFT_IMPORT, on=standard)
        number = await _next_number(standard)
        former = await _last_frozen(standard)
        version = await Version.create(
            standard=standard,
            number=number,
            title={**standard.title, **imported.title},
            note=dict(imported.note),
            based_on=former,
            unplaced=[{"heading": one.heading, "text": one.text} for one in imported.unread],
            made_at=clock.now(),
        )
        before = await pieces_of(former) if former else []
        pieces = _with_easy_words(
            with_lineage(imported.clauses, before, new_ref),
            before,
            profile(standard.profile).default_language,
        )
        await _store(version, pieces)
        await note_hands(
            standard.id, [piece.lineage for piece in pieces], drafter, HandPart.DRAFTED
        )
        await record(
            "draft.imported",
            by="agency",
            subject=version.record_id,
            d={"standard": standard.slug, "version": str(number), "clauses": len(pieces)},
            c={"actor": identity(drafter.record_id)},
        )
    return version


async def start_version(drafter: Actor, standard_slug: str, based_on: int) -> Version:
    """Begin the next version as a copy of an earlier one, as it was corrected last.

    Each clause keeps its lineage.
    """
    async with transaction():
        standard = await find_standard(standard_slug, lock=True)
        require(drafter, Permission.DRAFT_EDIT, on=standard)
        number = await _next_number(standard)
        editions = [one.edition for one in await versions_of(standard) if one.number == based_on]
        former = await find_version(standard_slug, *max(editions, default=(based_on, 0)))
        version = await Version.create(
            standard=standard,
            number=number,
            title=former.title,
            based_on=former,
            made_at=clock.now(),
        )
        await _store(version, await pieces_of(former))
        await record(
            "draft.started",
            by="agency",
            subject=version.record_id,
            d={
                "standard": standard.slug,
                "version": str(number),
                "based_on": former.name,
            },
            c={"actor": identity(drafter.record_id)},
        )
    return version


async def freeze(official: Actor, version: Version, *, ctx: str = "") -> None:
    """Fix the words of a version for ever, as exact bytes with a fingerprint.

    It belongs to a larger act (announcing, publishing), which has asked for its own permission.
    """
    async with transaction():
        locked = await find_draft(version.ref, lock=True)
        check_move(locked.state, VersionState.FROZEN)
        pieces = await pieces_of(locked)
        check_whole(len(pieces))
        country = profile(locked.standard.profile)
        data = document(
            locked.title,
            locked.note,
            locked.number,
            country.components,
            pieces,
            locked.easy,
            (locked.correction, locked.corrected_because) if locked.correction else None,
        )
        version.state, version.frozen_at = VersionState.FROZEN, clock.now()
        version.document, version.sha256 = data.decode(), fingerprint(data)
        await version.save(update_fields=["state", "frozen_at", "document", "sha256"])
        await DraftStep.filter(version_id=locked.id).delete()
        await DraftVisit.filter(version_id=locked.id).delete()
        await record(
            "document.published",
            by="agency",
            ctx=ctx,
            subject=version.record_id,
            d={"version": version.name, "sha256": version.sha256},
            c={"actor": identity(official.record_id)},
        )
        announce(VersionFrozen(version.id))


async def put_in_force(official: Actor, version: Version, *, since: datetime | None = None) -> None:
    """Make a frozen version what the agency promises; those frozen before it are superseded.

    It belongs to a larger act (publishing), which has asked for its own permission.
    """
    async with transaction():
        locked = await find_draft(version.ref, lock=True)
        if locked.state is not VersionState.FROZEN:
            check_move(locked.state, VersionState.SUPERSEDED)
        standard = await find_standard(locked.standard.slug, lock=True)
        await Version.filter(
            standard_id=standard.id, state=VersionState.FROZEN, number__lt=locked.number
        ).update(state=VersionState.SUPERSEDED)
        standard.title, standard.in_force = locked.title, locked.number
        standard.in_force_since = since or clock.now()
        await standard.save(update_fields=["title", "in_force", "in_force_since"])
        await record(
            "standard.in_force",
            by="agency",
            subject=version.record_id,
            d={"standard": standard.slug, "version": str(version.number)},
            c={"actor": identity(official.record_id)},
        )


async def adopt_existing(official: Actor, ref: str, since: datetime) -> Version:
    """Put in force what the agency promised already, before there was a forum to ask in.

    That is the first version only: what a consultation makes of it is put in force by publishing.
    """
    async with transaction():
        version = await find_draft(ref, lock=True)
        require(official, Permission.STANDARD_ADOPT, on=version)
        if version.standard.in_force:
            raise Refused(
                "standard.in-force",
                _("A version of this standard is in force. The next one needs a consultation."),
            )
        if await _last_frozen(version.standard):
            raise Refused(
                "standard.announced",
                _("The public has a version of this standard already. Publish what came of it."),
            )
        if since > clock.now():
            raise Invalid({"since": _("Choose a day that has passed.")})
        await freeze(official, version)
        await put_in_force(official, version, since=since)
        await record(
            "version.published",
            by="agency",
            subject=version.record_id,
            d={
                "version": str(version.number),
                "sha256": version.sha256,
                "before_forum": True,
                "since": since.astimezone(_zone_of(version)).date().isoformat(),
            },
            c={"actor": identity(official.record_id)},
        )
    return version


def _zone_of(version: Version) -> ZoneInfo:
    return ZoneInfo(version.standard.service.agency.time_zone)


async def _next_number(standard: Standard) -> int:
    """Return the number after the last; a standard has one version in the making at a time."""
    versions = await versions_of(standard)
    if any(version.state is VersionState.EDITING for version in versions):
        raise Refused(
            "version.in-editing",
            _("Version %(number)s of this standard is being edited already. Finish that one.")
            % {"number": versions[0].number},
        )
    return versions[0].number + 1 if versions else 1


async def _last_frozen(standard: Standard) -> Version | None:
    versions = await versions_of(standard)
    return next((one for one in versions if one.state is not VersionState.EDITING), None)


def _with_easy_words(pieces: Pieces, before: Pieces, binding: str) -> Pieces:
    """Let clauses that go on keep their easy words, which are behind where the clause changed."""
    former = {piece.lineage: piece for piece in before}
    return [
        replace(
            piece,
            easy=old.easy,
            easy_stale=easy_behind(old, piece.texts, piece.fields, old.easy, binding),
        )
        if (old := former.get(piece.lineage))
        else piece
        for piece in pieces
    ]


async def _store(version: Version, pieces: Pieces) -> None:
    """Write the clauses of a new version; where they came from is told by the former ones."""
    await Clause.bulk_create([clause_from(replace(piece, parents=()), version) for piece in pieces])

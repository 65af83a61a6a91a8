"""Editing a version clause by clause, while it is not frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping

from forum.access.policy import Actor
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.core.errors import Stale
from forum.core.i18n import _
from forum.core.ids import new_ref
from forum.drafts.actions.workspace import opened
from forum.drafts.fields import Fields
from forum.drafts.models import Version
from forum.drafts.pieces import (
    Piece,
    add,
    easy_behind,
    grown_stale,
    merge,
    move,
    remove,
    reword,
    split,
)
from forum.drafts.queries import piece_of
from forum.drafts.rules import (
    check_easy,
    check_fields,
    check_meaning,
    check_note,
    check_texts,
    check_title,
)


async def edit_clause(
    drafter: Actor,
    ref: str,
    lineage: str,
    revision: int,
    texts: Mapping[str, str],
    fields: Fields,
    *,
    note: Mapping[str, str] | None = None,
    holds: Collection[str] = (),
    easy: Mapping[str, str] | None = None,
    easy_holds: Collection[str] = (),
) -> None:
    """Give a clause other words and values; `Stale` carries what somebody else made of it.

    `note` says why the clause is there, `easy` what it means; `holds` names the translations, and
    `easy_holds` the easy words, that still say the same.
    """
    async with opened(drafter, ref) as work:
        clause = work.clause(lineage, revision)
        binding = work.country.default_language
        texts = check_texts(work.in_our_languages(texts), binding)
        check_fields(work.component(clause.component), fields)
        why = None if note is None else check_note(work.in_our_languages(note))
        old = piece_of(clause)
        simple = old.easy if easy is None else check_meaning(work.in_our_languages(easy))
        pieces = reword(
            work.pieces,
            lineage,
            texts,
            fields,
            why,
            grown_stale(old, texts, binding, holds),
            simple,
            easy_behind(old, texts, fields, simple, binding, easy_holds),
        )
        if pieces != work.pieces:
            await work.keep(pieces, "reworded", [lineage])


async def add_clause(
    drafter: Actor,
    ref: str,
    component: str,
    after: str,
    texts: Mapping[str, str],
    fields: Fields,
    note: Mapping[str, str] | None = None,
    easy: Mapping[str, str] | None = None,
) -> str:
    """Put a new clause behind another, or first in its component, and return its lineage."""
    async with opened(drafter, ref) as work:
        part = work.component(work.clause(after).component if after else component)
        texts = check_texts(work.in_our_languages(texts), work.country.default_language)
        check_fields(part, fields)
        why = check_note(work.in_our_languages(note or {}))
        simple = check_meaning(work.in_our_languages(easy or {}))
        new = Piece(
            lineage=new_ref(),
            component=part.code,
            texts=texts,
            fields=fields,
            note=why,
            easy=simple,
        )
        await work.keep(add(work.pieces, new, after or None), "added", [new.lineage])
    return new.lineage


async def remove_clause(drafter: Actor, ref: str, lineage: str, revision: int) -> None:
    """Take a clause out, unless somebody has changed it meanwhile."""
    async with opened(drafter, ref) as work:
        work.clause(lineage, revision)
        await work.keep(remove(work.pieces, lineage), "removed", [lineage])


async def move_clause(
    drafter: Actor, ref: str, lineage: str, after: str, component: str = ""
) -> None:
    """Put a clause behind another, or first in a component: its own, unless one is named."""
    async with opened(drafter, ref) as work:
        clause = work.clause(lineage)
        part = work.component(
            work.clause(after).component if after else component or clause.component
        )
        [piece] = [one for one in work.pieces if one.lineage == lineage]
        check_fields(part, piece.fields)
        pieces = move(work.pieces, lineage, after or None, part.code)
        if [one.lineage for one in pieces] != list(work.clauses) or part.code != piece.component:
            await work.keep(pieces, "moved", [lineage])


async def split_clause(
    drafter: Actor, ref: str, lineage: str, revision: int, at: Mapping[str, int]
) -> str:
    """Cut a clause in two where `at` says, language by language; return the second's lineage."""
    async with opened(drafter, ref) as work:
        work.clause(lineage, revision)
        second = new_ref()
        pieces = split(work.pieces, lineage, at, second, work.country.default_language)
        await work.keep(pieces, "split", [lineage, second])
    return second


async def merge_clauses(
    drafter: Actor,
    ref: str,
    lineage: str,
    revision: int,
    other: str,
    other_revision: int | None = None,
) -> None:
    """Make one clause of two; the first lives on, the other is gone.

    With both revisions, only if nobody has changed either meanwhile.
    """
    async with opened(drafter, ref) as work:
        work.clause(lineage, revision)
        work.clause(other, other_revision)
        pieces = merge(work.pieces, lineage, other)
        await work.keep(pieces, "merged", [lineage, other])


async def edit_note(
    drafter: Actor,
    ref: str,
    seen: str,
    title: Mapping[str, str],
    note: Mapping[str, str],
    easy: Mapping[str, str] | None = None,
) -> None:
    """Give a version another title, explanatory note or summary in easy words.

    `seen` is the seal of what was read. Without `easy` that summary stays as it is.
    """
    async with opened(drafter, ref) as work:
        version = work.version
        if seen != seal(version):
            raise Stale(
                "version.stale",
                _("Somebody changed the title or the note while you were writing."),
                version,
            )
        title = check_title(work.in_our_languages(title), work.country.default_language)
        note = check_note(work.in_our_languages(note))
        simple = version.easy if easy is None else check_easy(work.in_our_languages(easy))
        if (title, note, simple) == (version.title, version.note, version.easy):
            return
        version.title, version.note, version.easy = title, note, simple
        await version.save(update_fields=["title", "note", "easy"])
        await record(
            "draft.edited",
            by="agency",
            subject=version.record_id,
            d={"change": "note"},
            c={"actor": identity(drafter.record_id)},
        )


def seal(version: Version) -> str:
    """Return a short mark of the title, the note and the easy words as they read now."""
    told = json.dumps([version.title, version.note, version.easy], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]

"""Correcting slips of the pen in a fixed version: a new version beside it, never an edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from forum.access.policy import Actor
from forum.catalogue.queries import find_standard
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.drafts.actions.hands import note_hands
from forum.drafts.actions.versions import freeze
from forum.drafts.actions.workspace import clause_from
from forum.drafts.corrections import MOST_CORRECTIONS, check_slips
from forum.drafts.models import Clause, HandPart, Version
from forum.drafts.pieces import Piece, Pieces
from forum.drafts.queries import clauses_of, find_draft, find_version, pieces_of
from forum.drafts.rules import VersionState, check_move

Words = Mapping[str, Mapping[str, str]]
"""By the lineage of a clause, its text in each language."""


async def correct_version(
    official: Actor, version: Version, words: Words, reason: str, *, ctx: str
) -> Version:
    """Return version 1.1, frozen, with these words put right; refuse what is more than slips.

    It belongs to a larger act, which has asked for its own permission. What is being written on
    the base of the version takes the words over wherever it has not changed them itself.
    """
    async with transaction():
        await find_standard(version.standard.slug, lock=True)
        former = await find_draft(version.ref, lock=True)
        check_move(former.state, VersionState.SUPERSEDED)
        before = await pieces_of(former)
        after = _put_right(before, words)
        touched = [
            new.lineage for old, new in zip(before, after, strict=True) if old.texts != new.texts
        ]
        if not touched:
            raise Invalid({}, _("Nothing differs from the words as they are."))
        first = await find_version(former.standard.slug, former.number)
        check_slips(await pieces_of(first), after)
        if former.correction >= MOST_CORRECTIONS:
            raise Refused(
                "correction.last", _("This version was corrected too often. Begin the next one.")
            )
        corrected = await Version.create(
            standard=former.standard,
            number=former.number,
            correction=former.correction + 1,
            corrected_because=reason,
            title=former.title,
            note=former.note,
            easy=former.easy,
            based_on=former,
            made_at=clock.now(),
        )
        await Clause.bulk_create(
            [clause_from(replace(one, parents=()), corrected) for one in after]
        )
        await freeze(official, corrected, ctx=ctx)
        await Version.filter(id=former.id).update(state=VersionState.SUPERSEDED)
        await note_hands(former.standard_id, touched, official, HandPart.DRAFTED)
        await _follow(former, corrected, before, after)
    return corrected


def _put_right(pieces: Pieces, words: Words) -> Pieces:
    """Return the clauses with these words; a language that a clause does not have stays out."""
    if words.keys() - {piece.lineage for piece in pieces}:
        raise NotFound("clause.gone", _("This clause is not in this version any more."))
    return [
        replace(
            piece,
            texts={
                language: clean(words.get(piece.lineage, {}).get(language, text))
                for language, text in piece.texts.items()
            },
        )
        if piece.lineage in words
        else piece
        for piece in pieces
    ]


async def _follow(former: Version, corrected: Version, before: Pieces, after: Pieces) -> None:
    """Let a draft that was begun from the former words go on from the corrected ones."""
    begun = await Version.filter(based_on_id=former.id, state=VersionState.EDITING).values_list(
        "ref", flat=True
    )
    changes = {
        old.lineage: (old, new) for old, new in zip(before, after, strict=True) if old != new
    }
    for ref in begun:
        draft = await find_draft(str(ref), lock=True)
        draft.based_on_id = corrected.id
        await draft.save(update_fields=["based_on_id"])
        for clause in await clauses_of(draft):
            if clause.lineage in changes:
                await _take_over(clause, *changes[clause.lineage])


async def _take_over(clause: Clause, old: Piece, new: Piece) -> None:
    text = {
        language: new.texts[language] if words == old.texts.get(language) else words
        for language, words in clause.text.items()
    }
    if text != clause.text:
        clause.text, clause.revision = text, clause.revision + 1
        await clause.save(update_fields=["text", "revision"])

"""A version opened for editing: locked, checked, and written back as a whole.

Every act of editing is the same journey: what stands there becomes plain values, the pure rules
make other values of it, and only what differs is written.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotFound, Stale
from forum.core.i18n import _
from forum.drafts.actions.hands import note_hands
from forum.drafts.fields import write_fields
from forum.drafts.models import Clause, DraftStep, HandPart, Version
from forum.drafts.pieces import Piece, Pieces, renumber
from forum.drafts.queries import clauses_of, find_draft, piece_of
from forum.drafts.rules import check_editing, check_room
from forum.profiles.load import Component, Profile, profile

SHOWN = [
    *("label", "position", "component", "text", "typed", "parents"),
    *("note", "stale", "easy", "easy_stale"),
]
KEPT = [*SHOWN, "revision"]
UNDONE = "undone"


@dataclass(frozen=True)
class Workspace:
    """One version and its clauses, in the hands of one drafter."""

    drafter: Actor
    version: Version
    clauses: dict[str, Clause]

    @property
    def country(self) -> Profile:
        """The profile that says what a clause may carry."""
        return profile(self.version.standard.profile)

    @property
    def pieces(self) -> Pieces:
        """The clauses in order as plain values."""
        return [piece_of(clause) for clause in self.clauses.values()]

    def clause(self, lineage: str, revision: int | None = None) -> Clause:
        """Return one clause; with a revision, only if nobody has changed it since."""
        clause = self.clauses.get(lineage)
        if clause is None:
            raise NotFound("clause.gone", _("This clause is not in this version any more."))
        if revision is not None and revision != clause.revision:
            raise Stale(
                "clause.stale",
                _("Somebody changed this clause while you were writing. Both texts are below."),
                clause,
            )
        return clause

    def component(self, code: str) -> Component:
        """Return a component of the profile by its code."""
        component = self.country.component(code)
        if component is None:
            raise Invalid({"component": _("Choose one of the components offered.")})
        return component

    def in_our_languages(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the texts in the languages of the profile and in no other."""
        return {language: texts.get(language, "") for language in self.country.languages}

    async def keep(
        self,
        pieces: Iterable[Piece],
        change: str,
        touched: Sequence[str],
        *,
        unplaced: list[dict[str, str]] | None = None,
    ) -> None:
        """Write what differs, and enter what was done to the clauses that were touched.

        With `unplaced`, that is what the version has left of an imported document.
        """
        orders = {component.code: component.order for component in self.country.components}
        numbered = {piece.lineage: piece for piece in renumber(pieces, orders)}
        check_room(len(numbered))
        labels = {lineage: clause.label for lineage, clause in self.clauses.items()}
        labels |= {lineage: piece.label for lineage, piece in numbered.items()}
        if change != UNDONE:
            label = labels[touched[0]] if touched else ""
            await self._remember(numbered, change, label, changes_rest=unplaced is not None)
        for lineage, clause in self.clauses.items():
            if lineage not in numbered:
                await clause.delete()
        for lineage, piece in numbered.items():
            await self._write(piece, self.clauses.get(lineage))
        if unplaced is not None:
            self.version.unplaced = unplaced
            await self.version.save(update_fields=["unplaced"])
        await note_hands(self.version.standard_id, touched, self.drafter, HandPart.DRAFTED)
        for lineage in touched or [""]:
            await record(
                "draft.edited",
                by="agency",
                subject=self.version.record_id,
                d={"change": change, "clause": labels.get(lineage, ""), "lineage": lineage}
                if lineage
                else {"change": change},
                c={"actor": identity(self.drafter.record_id)},
            )

    async def _remember(
        self, numbered: Mapping[str, Piece], change: str, label: str, *, changes_rest: bool
    ) -> None:
        """Keep how everything stood that is about to differ, for undoing it."""
        before: dict[str, dict[str, Any] | None] = {
            lineage: None for lineage in numbered if lineage not in self.clauses
        }
        for lineage, clause in self.clauses.items():
            if numbered.get(lineage) != piece_of(clause):
                before[lineage] = {name: getattr(clause, name) for name in SHOWN}
        await DraftStep.create(
            version=self.version,
            person_id=self.drafter.person_id,
            change=change,
            label=label,
            before=before,
            unplaced=self.version.unplaced if changes_rest else None,
            at=clock.now(),
        )

    async def _write(self, piece: Piece, clause: Clause | None) -> None:
        if clause is None:
            await clause_from(piece, self.version).save()
            return
        old = piece_of(clause)
        if piece == old:
            return
        if replace(piece, label=old.label, position=old.position, component=old.component) != old:
            clause.revision += 1
        _fill(clause, piece)
        await clause.save(update_fields=KEPT)


@asynccontextmanager
async def opened(drafter: Actor, ref: str) -> AsyncGenerator[Workspace]:
    """Lock a version for one act of editing, if this person may edit it and it is not frozen."""
    async with transaction():
        version = await find_draft(ref, lock=True)
        require(drafter, Permission.DRAFT_EDIT, on=version)
        check_editing(version.state)
        clauses = {clause.lineage: clause for clause in await clauses_of(version)}
        yield Workspace(drafter, version, clauses)


def clause_from(piece: Piece, version: Version) -> Clause:
    """Return a new row for a clause of this version."""
    clause = Clause(version=version, lineage=piece.lineage)
    _fill(clause, piece)
    return clause


def _fill(clause: Clause, piece: Piece) -> None:
    clause.label, clause.position, clause.component = piece.label, piece.position, piece.component
    clause.text, clause.typed = dict(piece.texts), write_fields(piece.fields)
    clause.note, clause.stale = dict(piece.note), list(piece.stale)
    clause.easy, clause.easy_stale = dict(piece.easy), list(piece.easy_stale)
    clause.parents = list(piece.parents)

"""Playing the edits of the script on a version that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from forum.access.policy import Actor
from forum.demo.script import Edit
from forum.drafts import actions
from forum.drafts.fields import Fields, read_fields
from forum.drafts.models import Version
from forum.drafts.queries import clauses_of, find_by_lineage


async def play_edits(
    drafter: Actor, version: Version, edits: Sequence[Edit]
) -> dict[str, list[str]]:
    """Make every edit, and return the lineages that each one touched, by the edit's id.

    Labels are those before the first edit, so they are looked up once.
    """
    labels = {clause.label: clause.lineage for clause in await clauses_of(version)}
    desk = _Desk(drafter, version, labels)
    return {edit.id: await desk.play(edit) for edit in edits}


class _Desk:
    def __init__(self, drafter: Actor, version: Version, labels: dict[str, str]) -> None:
        self.drafter = drafter
        self.version = version
        self.labels = labels

    async def play(self, edit: Edit) -> list[str]:
        """Make one edit and return the lineages it touched."""
        match edit.op:
            case "reword":
                return [await self._reword(self.labels[edit.label], edit.text, edit.fields)]
            case "add":
                return [await self._add(edit)]
            case "remove":
                lineage = self.labels[edit.label]
                await actions.remove_clause(
                    self.drafter, self.version.ref, lineage, await self._revision(lineage)
                )
                return [lineage]
            case "split":
                return await self._split(edit)

    async def _reword(
        self, lineage: str, text: dict[str, str] | None, changed: dict[str, Any]
    ) -> str:
        clause = await find_by_lineage(self.version, lineage)
        raw = {**clause.typed, **changed}
        await actions.edit_clause(
            self.drafter,
            self.version.ref,
            lineage,
            clause.revision,
            text or clause.text,
            _fields(raw),
        )
        return lineage

    async def _add(self, edit: Edit) -> str:
        return await actions.add_clause(
            self.drafter,
            self.version.ref,
            edit.component,
            self.labels.get(edit.after, ""),
            edit.text or {},
            _fields(edit.fields),
        )

    async def _split(self, edit: Edit) -> list[str]:
        """Write the pieces as one text, then cut it where each ends."""
        lineage = self.labels[edit.label]
        whole = {
            language: " ".join(piece.text[language] for piece in edit.into)
            for language in edit.into[0].text
        }
        await self._reword(lineage, whole, {})
        made = [lineage]
        for piece in edit.into[:-1]:
            at = {language: len(text) for language, text in piece.text.items()}
            made.append(
                await actions.split_clause(
                    self.drafter, self.version.ref, made[-1], await self._revision(made[-1]), at
                )
            )
        for part, piece in zip(made, edit.into, strict=True):
            await self._reword(part, piece.text, {})
        return made

    async def _revision(self, lineage: str) -> int:
        return (await find_by_lineage(self.version, lineage)).revision


def _fields(raw: dict[str, Any]) -> Fields:
    return read_fields({code: value for code, value in raw.items() if value is not None})

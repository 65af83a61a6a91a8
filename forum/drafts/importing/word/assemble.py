"""From blocks and their roles to the standard they make; every block lands, or is told as left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from forum.core.errors import Invalid
from forum.drafts.fields import Fields, read_fields
from forum.drafts.importing.standard import Component, ImportedStandard, Profile, Unread
from forum.drafts.importing.word.blocks import Block, Role
from forum.drafts.importing.word.languages import language_of
from forum.drafts.importing.word.values import read_values
from forum.drafts.pieces import Piece, renumber
from forum.drafts.rules import LONGEST, LONGEST_NOTE, LONGEST_TITLE, MOST_CLAUSES
from forum.profiles.reading import reading


@dataclass
class Clause:
    """A clause in the making, and the blocks it is made of."""

    component: Component
    texts: dict[str, str]
    blocks: list[int]
    note: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Assembled:
    """The standard, the number of the clause that each block went into, and doubtful values."""

    standard: ImportedStandard
    labels: dict[int, str]
    doubtful: frozenset[int]


def assemble(blocks: Sequence[Block], profile: Profile) -> Assembled:
    """Return what a document becomes with these roles."""
    work = _Work(profile)
    for place, block in enumerate(blocks):
        if block.role is not Role.TRANSLATION:
            work.translate()
        work.take(place, block)
    work.translate()
    work.close_prefix()
    return work.assembled()


class _Work:
    def __init__(self, profile: Profile) -> None:
        self.profile, self.binding = profile, profile.default_language
        self.parts = {part.code: part for part in profile.components}
        self.titles: dict[str, list[str]] = {}
        self.introduction: dict[str, list[str]] = {}
        self.clauses: list[Clause] = []
        self.unread: list[Unread] = []
        self.component: Component | None = None
        self.since = 0  # the clauses since the last heading
        self.prefix = ""
        self.waits = False  # whether the prefix has been before no clause yet
        self.foreign: list[tuple[int, Block]] = []

    def take(self, place: int, block: Block) -> None:
        match block.role:
            case Role.TITLE:
                self._grow(self.titles, block, LONGEST_TITLE)
            case Role.DRAFT_NOTE:
                self._grow(self.introduction, block, LONGEST_NOTE)
            case Role.HEADING:
                self.close_prefix()
                self.component, self.since = self.parts.get(block.component), len(self.clauses)
            case Role.PREFIX:
                self.close_prefix()
                self.prefix, self.waits = block.text.rstrip(": "), True
            case Role.CLAUSE | Role.UNDER:
                self.clause(place, block)
            case Role.JOINED:
                self.join(place, block)
            case Role.NOTE:
                self.note(place, block)
            case Role.TRANSLATION:
                self.foreign.append((place, block))
            case Role.LEFT:
                self.left(block.text)
            case Role.ASIDE:
                pass

    def clause(self, place: int, block: Block) -> None:
        component = self.parts.get(block.component) if block.component else self.component
        text = block.text
        if block.role is Role.UNDER and self.prefix:
            text, self.waits = f"{self.prefix}: {text}", False
        known = component is not None and any(map(str.isalnum, text)) and len(text) <= LONGEST
        if component is None or not known or len(self.clauses) >= MOST_CLAUSES:
            self.left(text)
            return
        self.clauses.append(Clause(component, {self.binding: text}, [place]))

    def join(self, place: int, block: Block) -> None:
        last = self.clauses[-1] if self.clauses else None
        if last is None:
            self.left(block.text)
            return
        before = last.texts[self.binding]
        glue = ": " if block.table and before[-1] not in ".;:,!?" else " "
        if len(before) + len(glue) + len(block.text) > LONGEST:
            self.left(block.text)
            return
        last.texts[self.binding] = f"{before}{glue}{block.text}"
        last.blocks.append(place)

    def note(self, place: int, block: Block) -> None:
        if not self.clauses or sum(map(len, self.clauses[-1].note)) + len(block.text) > 9_000:
            self.left(block.text)
            return
        self.clauses[-1].note.append(_without_word(block.text))
        self.clauses[-1].blocks.append(place)

    def translate(self) -> None:
        """Set the translations gathered so far beside the clauses they follow."""
        told, self.foreign = self.foreign, []
        if not told:
            return
        bare = [one for one in self.clauses[self.since :] if len(one.texts) == 1]
        if len(told) > len(bare):
            for _place, block in told[len(bare) :]:
                self.left(block.text)
        for (place, block), clause in zip(told, bare[-len(told) :], strict=False):
            clause.texts[self._other(block.text)] = block.text
            clause.blocks.append(place)

    def close_prefix(self) -> None:
        """End what stands before clauses; if none came, its words are left over."""
        if self.waits:
            self.left(self.prefix)
        self.prefix, self.waits = "", False

    def left(self, text: str) -> None:
        heading = self.component.name.get(self.binding, "") if self.component else ""
        self.unread.append(Unread(heading, text))

    def assembled(self) -> Assembled:
        doubtful: set[int] = set()
        pieces = []
        for place, clause in enumerate(self.clauses):
            fields, doubt = read_values(
                clause.component, clause.texts[self.binding], self.profile.currency
            )
            if doubt:
                doubtful.add(clause.blocks[0])
            pieces.append(
                Piece(
                    lineage=str(place),
                    component=clause.component.code,
                    texts=clause.texts,
                    fields=fields,
                    note={self.binding: "\n\n".join(clause.note)} if clause.note else {},
                )
            )
        numbered = renumber(pieces, {code: part.order for code, part in self.parts.items()})
        labels = {
            place: piece.label
            for piece in numbered
            for place in self.clauses[int(piece.lineage)].blocks
        }
        whole = [
            replace(piece, lineage="", fields=self._listed(piece) | piece.fields)
            for piece in numbered
        ]
        title = {language: " ".join(lines) for language, lines in self.titles.items()}
        note = {language: "\n\n".join(lines) for language, lines in self.introduction.items()}
        standard = ImportedStandard(title, whole, tuple(self.unread), note)
        return Assembled(standard, labels, frozenset(doubtful))

    def _listed(self, piece: Piece) -> Fields:
        """Give the first clause of a component the list of all that the component asks for."""
        fields: Fields = {}
        if piece.label.endswith(".1"):
            items = [one.texts for one in self.clauses if one.component.code == piece.component]
            for asked in self.parts[piece.component].fields:
                if asked.kind in ("documents", "legal_basis"):
                    with suppress(Invalid):  # too long for a list: the clauses have it all the same
                        fields |= read_fields({asked.code: {"kind": asked.kind, "items": items}})
        return fields

    def _grow(self, words: dict[str, list[str]], block: Block, most: int) -> None:
        language = language_of(block.text)
        if language not in self.profile.languages or not words:
            language = self.binding if self.binding not in words or not language else language
        lines = words.setdefault(language, [])
        if sum(map(len, lines)) + len(lines) * 2 + len(block.text) > most:
            self.left(block.text)
        else:
            lines.append(block.text)

    def _other(self, text: str) -> str:
        language = language_of(text)
        others = [one for one in self.profile.languages if one != self.binding]
        return language if language in others else others[0] if others else self.binding


def _without_word(text: str) -> str:
    head, colon, rest = text.partition(":")
    word = " ".join(re.findall(r"\w+", head.casefold()))
    if not colon or word not in reading().notes:
        return text
    return rest.strip().removesuffix(")").rstrip() if head.startswith("(") else rest.strip()

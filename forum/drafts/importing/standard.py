"""A standard as it arrives from outside: its clauses, and what found no place among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol

from forum.core.errors import Invalid
from forum.core.format import number
from forum.core.i18n import _, local
from forum.core.text import clean
from forum.drafts.field_forms import Asked
from forum.drafts.fields import Fields, one_line, read_fields
from forum.drafts.pieces import Piece, Pieces, renumber
from forum.drafts.rules import LONGEST, LONGEST_TITLE, MOST_CLAUSES, check_texts

LONGEST_DOCUMENT = 1_000_000


class Component(Protocol):
    """A part that the profile asks of every standard, and the fields it may carry."""

    @property
    def code(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def name(self) -> Mapping[str, str]: ...
    @property
    def also(self) -> Sequence[str]: ...
    @property
    def fields(self) -> Sequence[Asked]: ...


class Group(Protocol):
    """What several components are called together."""

    @property
    def name(self) -> Mapping[str, str]: ...


class Profile(Protocol):
    """What the importer needs to know of a country."""

    @property
    def components(self) -> Sequence[Component]: ...
    @property
    def component_groups(self) -> Sequence[Group]: ...
    @property
    def languages(self) -> Sequence[str]: ...
    @property
    def default_language(self) -> str: ...
    @property
    def currency(self) -> str: ...


@dataclass(frozen=True)
class Unread:
    """Something that found no place in the draft: the heading it stood under, and its words."""

    heading: str
    text: str


@dataclass(frozen=True)
class ImportedStandard:
    """What was read, clause by clause in order, and what was not."""

    title: Mapping[str, str]
    clauses: Pieces
    unread: Sequence[Unread]
    note: Mapping[str, str] = field(default_factory=dict)


def unreadable(sentence: str) -> Invalid:
    """Refuse a document as a whole."""
    return Invalid({"document": sentence})


def check_size(size: int) -> None:
    """Refuse what is longer than any standard."""
    if size > LONGEST_DOCUMENT:
        raise unreadable(
            _("This is longer than %(limit)s characters. Import it in parts.")
            % {"limit": number(LONGEST_DOCUMENT)}
        )


@dataclass
class Sheet:
    """Gathers what an importer finds, in any order, and makes a standard of it."""

    profile: Profile
    clauses: Pieces = field(default_factory=list)
    listed: dict[str, list[Mapping[str, str]]] = field(default_factory=dict)
    values: dict[str, dict[str, object]] = field(default_factory=dict)
    unread: dict[Unread, None] = field(default_factory=dict)  # each once, in order

    def item(self, component: Component, texts: Mapping[str, str]) -> None:
        """Take one of the things that the component lists."""
        self.listed.setdefault(component.code, []).append(texts)
        self.clause(component, texts)

    def clause(self, component: Component, texts: Mapping[str, str]) -> None:
        """Take any other text as a clause; a text without words is passed over."""
        if not any(map(str.isalnum, "".join(texts.values()))):
            return
        if len(self.clauses) == MOST_CLAUSES:
            raise unreadable(
                _("A standard has at most %(limit)s clauses. Import it in parts.")
                % {"limit": number(MOST_CLAUSES)}
            )
        try:
            tidy = check_texts(texts, self.profile.default_language)
        except Invalid:
            raise unreadable(
                _(
                    "A text under “%(component)s” has no words in the language that binds, or "
                    "more than %(limit)s characters."
                )
                % {"component": local(component.name), "limit": number(LONGEST)}
            ) from None
        self.clauses.append(Piece(lineage="", component=component.code, texts=tidy))

    def value(self, component: Component, code: str, value: Mapping[str, object]) -> None:
        """Take the value of a typed field, if it can be read."""
        try:
            read_fields({code: value})
        except Invalid:
            self.left(component.name, code)
        else:
            self.values.setdefault(component.code, {})[code] = value

    def left(self, heading: Mapping[str, str] | str, text: str) -> None:
        """Note what finds no place in the draft, to be told."""
        unread = Unread(one_line(local(heading)), clean(text))
        if unread.text:
            self.unread[unread] = None

    def standard(self, title: Mapping[str, str]) -> ImportedStandard:
        """Return all of it, numbered; the first clause of a component carries its fields."""
        tidy = {language: one_line(words) for language, words in title.items()}
        if any(len(words) > LONGEST_TITLE for words in tidy.values()):
            raise unreadable(
                _("The title has more than %(limit)s characters.")
                % {"limit": number(LONGEST_TITLE)}
            )
        parts = {part.code: part for part in self.profile.components}
        numbered = renumber(self.clauses, {code: part.order for code, part in parts.items()})
        clauses = [
            replace(clause, fields=self._fields(parts[clause.component]))
            if clause.label.endswith(".1")
            else clause
            for clause in numbered
        ]
        return ImportedStandard({k: v for k, v in tidy.items() if v}, clauses, tuple(self.unread))

    def _fields(self, component: Component) -> Fields:
        fields = read_fields(self.values.get(component.code, {}))
        for asked in component.fields:
            if asked.kind in ("documents", "legal_basis"):
                items = self.listed.get(component.code, [])
                with suppress(Invalid):  # too much for a list: the clauses have it all the same
                    fields |= read_fields({asked.code: {"kind": asked.kind, "items": items}})
        return fields

"""The draft under discussion as a document: parts, clauses, and what changed since what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.consultations.models import Consultation
from forum.core.i18n import _, lang_of, local
from forum.drafts.diff import Segment
from forum.drafts.diff import changed as differ
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.pieces import Piece
from forum.drafts.queries import (
    ChangedClause,
    Shelf,
    compare,
    compared,
    held_against,
    pieces_of,
)
from forum.participation.queries import Margin
from forum.profiles.load import profile


class View(StrEnum):
    """Which words a reader wants to see."""

    CHANGES = "changes"
    NEW = "new"
    IN_FORCE = "in-force"


@dataclass(frozen=True)
class Meaning:
    """What a clause means in easy words; `behind` where the clause changed after them."""

    words: str
    lang: str
    behind: bool


@dataclass(frozen=True)
class Line:
    """One clause as it is shown: words as a redline, or plain ones as a single segment."""

    changed: ChangedClause
    lang: str
    segments: Sequence[Segment]
    marked: bool = False
    note: str = ""
    meaning: Meaning | None = None

    @property
    def label(self) -> str:
        """Its number."""
        return self.changed.label

    @property
    def lineage(self) -> str:
        """Its permanent key."""
        return self.changed.lineage

    def belongs_to(self, component: str) -> bool:
        """Tell whether it is shown under this component: there are words, and they are its own."""
        return bool(self.segments) and self.changed.component == component

    @property
    def gone(self) -> bool:
        """Whether it is not in the draft any more, so nothing can be said about it alone."""
        return self.changed.new is None


@dataclass(frozen=True)
class Part:
    """One component and its clauses."""

    number: int
    name: str
    lines: list[Line]

    def said(self, margins: Mapping[str, Margin]) -> int:
        """Return how much is said about its clauses."""
        return sum(margins[line.lineage].total for line in self.lines if line.lineage in margins)


@dataclass(frozen=True)
class Draft:
    """The version discussed, beside the one it is held against, if there is one."""

    former: Version | None
    clauses: list[ChangedClause]


async def draft_of(consultation: Consultation, shelf: Shelf | None = None) -> Draft:
    """Return every clause of the draft, compared with what was in force when it was announced."""
    version = consultation.version
    former = await held_against(version, shelf)
    if former is None:
        pieces = shelf.pieces[version.id] if shelf else await pieces_of(version)
        return Draft(None, compared(pieces, pieces, consultation.standard.profile))
    if shelf is not None and former.id == version.based_on_id:
        before, after = shelf.pieces[former.id], shelf.pieces[version.id]
        return Draft(former, compared(before, after, consultation.standard.profile))
    return Draft(former, await compare(former, version))


def view_asked(text: str, draft: Draft) -> View:
    """Return the view that a link names; where nothing was in force there is only the new text."""
    if draft.former is None:
        return View.NEW
    return View(text) if text in set(View) else View.CHANGES


def parts_of(draft: Draft, view: View, profile_code: str) -> list[Part]:
    """Return the document component by component."""
    country = profile(profile_code)
    lines = [line_of(one, view) for one in draft.clauses]
    return [
        Part(component.order, local(component.name), inside)
        for component in sorted(country.components, key=lambda one: one.order)
        if (inside := [line for line in lines if line.belongs_to(component.code)])
    ]


def line_of(changed: ChangedClause, view: View) -> Line:
    """Return one clause as it is shown in this view."""
    old = changed.old.texts if changed.old else {}
    new = changed.new.texts if changed.new else {}
    if view is not View.CHANGES:
        words = new if view is View.NEW else old
        text = local(words)
        return Line(
            changed,
            lang_of(words),
            [Segment("keep", text)] if text else [],
            meaning=meaning_of(changed.new if view is View.NEW else changed.old),
        )
    lang = lang_shown(changed)
    differs = changed.fate not in (Fate.SAME, Fate.MOVED)
    return Line(
        changed,
        lang,
        changed.redlines.get(lang, []),
        marked=differs,
        note=note_on(changed),
        meaning=meaning_of(changed.new),
    )


def meaning_of(piece: Piece | None) -> Meaning | None:
    """Return the easy words of a clause in the reader's language, or in another if there are."""
    if piece is None or not piece.easy:
        return None
    lang = lang_of(piece.easy)
    return Meaning(local(piece.easy), lang, lang in piece.easy_stale)


def lang_shown(changed: ChangedClause) -> str:
    """Return the reader's language, or another whose words changed where theirs did not."""
    there = changed.change.there.texts
    mine = lang_of(there)
    if differ(changed.redlines.get(mine, [])):
        return mine
    return next((lang for lang, words in changed.redlines.items() if differ(words)), mine)


def note_on(changed: ChangedClause) -> str:
    """Return one sentence about what became of a clause, or nothing if it only reads otherwise."""
    change = changed.change
    match changed.fate:
        case Fate.NEW:
            return _("New clause.")
        case Fate.REMOVED:
            return _("This clause is removed.")
        case Fate.SPLIT if change.old is not None:
            return _("Some of its words are a clause of their own now.")
        case Fate.SPLIT:
            return _("Split off from clause %(label)s.") % {"label": change.parents[0].label}
        case Fate.MERGED:
            labels = ", ".join(parent.label for parent in change.parents)
            return _("Made of these clauses: %(labels)s.") % {"labels": labels}
    if change.old is not None and change.moved:
        return _("It was clause %(label)s before.") % {"label": change.old.label}
    return ""

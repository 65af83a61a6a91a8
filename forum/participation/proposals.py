"""New wording for a clause: what a proposal keeps, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _, ngettext
from forum.core.text import clean
from forum.drafts.anchoring import Span
from forum.drafts.diff import Segment, excerpt, redline
from forum.drafts.rules import LONGEST
from forum.drafts.touching import collide, touched

AROUND = 5
"""So many words stay on each side of a change where a proposal is one of many."""
LONG = 400
"""From so many characters on, only the changes are drawn in a list."""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """Other words for one clause of one version, in one language.

    `was` is the text of the clause in that version: the proposal is drawn against it for ever.
    Empty `words` say that the whole clause should go. `shown` is what everybody reads in place of
    `words`: a moderator may have covered a part.
    """

    version_id: int
    version: str
    language: str
    was: str
    words: str
    shown: str

    @property
    def removes(self) -> bool:
        """Whether the whole clause should go."""
        return not self.words

    @cached_property
    def segments(self) -> list[Segment]:
        """The redline as everybody reads it."""
        return redline(self.was, self.shown)

    @property
    def brief(self) -> list[Segment]:
        """The same for a list: of a long clause only what changes, and what stands around it."""
        long = max(len(self.was), len(self.shown)) > LONG
        return excerpt(self.segments, AROUND) if long and not self.removes else self.segments

    @property
    def touches(self) -> Touched:
        """Which words it touches."""
        return Touched(self.version, self.language, touched(self.was, self.words))

    @property
    def added(self) -> str:
        """The words that its author put in, which nobody else wrote."""
        added = (text for kind, text in redline(self.was, self.words) if kind == "add")
        return "\n".join(added)

    @property
    def as_written(self) -> Proposed:
        """The same as its author wrote it, for its author."""
        return replace(self, shown=self.words)

    def covered(self, shown: str) -> Proposed:
        """Return the same as everybody reads it after a moderator looked at it."""
        return replace(self, shown=shown)

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


def read_proposed(kept: dict[str, Any] | None) -> Proposed | None:
    """Return a proposal as it was kept; nothing for what proposes no words."""
    return Proposed(**kept) if kept else None


@dataclass(frozen=True)
class Touched:
    """The places of a clause, in one version and language, that a proposal touches."""

    version: str
    language: str
    spans: Sequence[Span]

    def same_as(self, other: Touched) -> bool:
        """Tell whether both touch the same words, so that only one of them can be taken."""
        where = (self.version, self.language) == (other.version, other.language)
        return where and collide(self.spans, other.spans)

    def kept(self) -> list[Any]:
        """Return it as JSON."""
        return [self.version, self.language, [list(span) for span in self.spans]]


def read_touched(kept: list[Any]) -> Touched:
    """Return the places as they were kept."""
    version, language, spans = kept
    return Touched(version, language, tuple(Span(*span) for span in spans))


def check_words(was: str, typed: str) -> str:
    """Return new words for a clause as they are kept, or say why they propose nothing."""
    words = clean(typed)
    over = len(words) - LONGEST
    if over > 0:
        wrong = ngettext(
            "This is %(num)s character too long for a clause. Use fewer words.",
            "This is %(num)s characters too long for a clause. Use fewer words.",
            over,
        ) % {"num": over}
    elif not any(letter.isalnum() for letter in words):
        wrong = _("Write at least one word. If the whole clause should go, choose that above.")
    elif words.split() == was.split():
        wrong = _("These are the words as they stand. Change what should read otherwise.")
    else:
        return words
    raise Invalid({"words": wrong})

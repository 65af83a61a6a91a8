"""Why a clause reads as it does: each version that changed it, and who caused the change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from forum.catalogue.models import Standard
from forum.drafts.diff import Segment, excerpt
from forum.drafts.models import Version
from forum.drafts.queries import ChangedClause, Shelf, history
from forum.responses.queries import Cause, causes_of
from forum.site.reading import lang_shown, note_on


@dataclass(frozen=True)
class Stage:
    """One version in which a clause became what it is, and the causes of that."""

    version: Version
    changed: ChangedClause
    causes: list[Cause]
    first: bool

    @property
    def when(self) -> datetime:
        """When its words were fixed."""
        return self.version.frozen_at or self.version.made_at

    @property
    def lang(self) -> str:
        """The language in which its words are shown."""
        return lang_shown(self.changed)

    @property
    def words(self) -> list[Segment]:
        """The changed words, and a few around them."""
        return excerpt(self.changed.redlines.get(self.lang, []))

    @property
    def note(self) -> str:
        """What became of the clause, where its words alone do not say it."""
        return "" if self.first else note_on(self.changed)


async def stages_of(
    standard: Standard, lineage: str, *, upto: tuple[int, int], shelf: Shelf | None = None
) -> list[Stage]:
    """Return how a clause came about, oldest first, up to this edition."""
    every = await history(standard, lineage, shelf)
    steps = [step for step in every if step.version.edition <= upto]
    lineages = {lineage, *(one.lineage for step in steps for one in step.changed.change.parents)}
    causes: defaultdict[int, list[Cause]] = defaultdict(list)
    later = [step.version.id for step in steps if step.former is not None]
    for cause in await causes_of(standard.id, sorted(lineages), later):
        causes[cause.version_id].append(cause)
    return [
        Stage(step.version, step.changed, causes[step.version.id], step.former is None)
        for step in reversed(steps)
    ]

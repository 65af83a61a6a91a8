"""A text cut where words are marked, so that overlapping marks can be drawn and told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from forum.drafts.anchoring.words import Span


class Run(NamedTuple):
    """A piece of text under the same marks; `begin` and `end` of them start and stop here."""

    text: str
    marks: tuple[int, ...]
    begin: tuple[int, ...]
    end: tuple[int, ...]


def runs(text: str, marks: Sequence[Span], offset: int = 0) -> list[Run]:
    """Cut a text, which begins so many characters into the whole, by the places of the marks.

    Putting the runs together gives the text. A mark that lies outside it counts for nothing.
    """
    upto = offset + len(text)
    edges = {edge for span in marks for edge in span if offset < edge < upto}
    cuts = [offset, *sorted(edges), upto]
    found = []
    for start, end in pairwise(cuts):
        over = [n for n, span in enumerate(marks) if span.start < end and span.end > start]
        found.append(
            Run(
                text[start - offset : end - offset],
                tuple(over),
                tuple(n for n in over if marks[n].start == start),
                tuple(n for n in over if marks[n].end == end),
            )
        )
    return [run for run in found if run.text]

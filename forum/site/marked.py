"""The words of a clause with the marks of those who speak about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.drafts.anchoring import Run, Span, runs, sentences
from forum.drafts.diff import Segment
from forum.participation.marks import Spot

SHORT = 110


@dataclass(frozen=True)
class Stretch:
    """A segment of a redline, cut into runs where marks begin and end."""

    kind: str
    runs: list[Run]


def stretches(segments: Sequence[Segment], spots: Sequence[Spot]) -> list[Stretch]:
    """Cut the segments of a clause; what was dropped bears no marks."""
    spans = [spot.span for spot in spots]
    found, place = list[Stretch](), 0
    for kind, text in segments:
        if kind == "drop":
            found.append(Stretch(kind, [Run(text, (), (), ())]))
            continue
        found.append(Stretch(kind, runs(text, spans, place)))
        place += len(text)
    return found


def quotes(text: str, spots: Sequence[Spot]) -> list[str]:
    """Return the words of each spot, shortened where they are long."""
    return [_short(text[slice(*spot.span)]) for spot in spots]


def choices(text: str) -> list[tuple[str, str]]:
    """Return the sentences of a clause as options of a form: where they stand, and their words."""
    found = sentences(text)
    return [(f"{one.start}-{one.end}", _short(text[slice(*one)])) for one in found]


def span_in(value: str) -> Span | None:
    """Return the place that such an option names."""
    start, _dash, end = value.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        return None
    return Span(int(start[:6]), int(end[:6]))


def _short(text: str) -> str:
    return (
        text
        if len(text) <= SHORT
        else f"{text[: SHORT // 2].rstrip()} … {text[-SHORT // 2 :].lstrip()}"
    )

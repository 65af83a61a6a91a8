"""How far the words that stayed show that a place is the right one.

Each sentence speaks for its own words: that the one before it stayed says nothing of a word which
the next one, put in place of another, happens to have too. And a long sentence put in place of a
short one has soon one of its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from forum.drafts.anchoring.tracing import Trace, Went
from forum.drafts.anchoring.words import AROUND, Anchor, Span, sentence_at, sentences

ENOUGH = 8  # letters in and around the words that stayed: enough to know a place by …
HALF = 0.5  # … if they are so much of what their sentence said there and says now
CERTAIN = 24  # letters of the words themselves: enough, whatever became of what stood around them
CLEARLY = 0.75  # so alike a word must be to the old one to count as having stayed
FAR = 96  # letters of new text between the words and what stood around them


def trust_in(
    anchor: Anchor, core: Sequence[Went], span: Span, went: Sequence[Went], traced: Trace
) -> float:
    """Return from 0.6 to 1 how far what stayed shows that these are the words.

    `core` is where they went, `span` what that covers; `went`, all that stood around them.
    """
    old = traced.old[anchor.lineage]
    worst = 1.0
    for sentence in sentences(old):
        mine = [one for one in core if one.start < sentence.end and one.end > sentence.start]
        if mine and not all(one.sure for one in mine):
            worst = min(worst, _of_one_sentence(anchor, sentence, core, span, went, traced))
    return worst


def _of_one_sentence(
    anchor: Anchor,
    sentence: Span,
    core: Sequence[Went],
    span: Span,
    went: Sequence[Went],
    traced: Trace,
) -> float:
    old, lineage = traced.old[anchor.lineage], core[0].lineage
    words = Span(max(anchor.start, sentence.start), min(anchor.end, sentence.end))
    near = Span(max(words.start - AROUND, sentence.start), min(words.end + AROUND, sentence.end))
    own = sum(_ink(old, one, *words) for one in core)
    stayed = own
    for one in went:
        if _beside(one, lineage, span, traced):
            stayed += _ink(old, one, near.start, words.start)
            stayed += _ink(old, one, words.end, near.end)
    quote = old[slice(*words)]
    often = max(old.count(quote), traced.new[lineage].count(quote))
    enough = ENOUGH if often < 2 else 2 * ENOUGH
    new = traced.new[lineage]
    around = sentence_at(new, span)
    here = Span(max(span.start - AROUND, around.start), min(span.end + AROUND, around.end))
    there, now = (
        len("".join(text[slice(*part)].split())) for text, part in ((old, near), (new, here))
    )
    if own >= enough * CERTAIN / ENOUGH:
        return 1.0
    return 0.6 + 0.4 * min(1.0, stayed / min(enough, there), stayed / (HALF * (there + now) / 2))


def _ink(text: str, one: Went, start: int, end: int) -> float:
    """Count the letters of this part of a text that stayed."""
    if one.alike < CLEARLY:
        return 0.0
    return len("".join(text[max(one.start, start) : min(one.end, end)].split())) * one.alike


def _beside(one: Went, lineage: str, span: Span, traced: Trace) -> bool:
    """Tell whether letters went near a place: in its clause, or one that was cut from it."""
    if one.lineage != lineage:
        return traced.family[one.lineage] == traced.family[lineage]
    return span.start - FAR <= one.at and one.upto <= span.end + FAR + AROUND

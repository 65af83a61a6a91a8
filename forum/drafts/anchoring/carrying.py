"""Where the words of an anchor are in the next version, and how sure that is.

The score is how alike the words still are, lessened by doubt where little around them stayed. What
a machine is not sure of it leaves to a person, or says that the words are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from forum.drafts.anchoring.links import links
from forum.drafts.anchoring.tracing import MARKS, Trace, Went
from forum.drafts.anchoring.trusting import FAR, trust_in
from forum.drafts.anchoring.words import (
    AROUND,
    Anchor,
    Span,
    sentence_at,
    whole_words,
)

KEPT = 0.9
CHECK = 0.6
A_SENTENCE = 12  # letters at least, to look for one that is nowhere recognised
NEXT_DOOR = 2  # clauses before and after in which words are looked for
LIKE = 65.0  # of a hundred: below it, two sentences are not the same one reworded
A_GUESS = 0.89  # words found by their likeness alone are never taken without a person


_NUMBER = re.compile(r"\d+")


class Fit(StrEnum):
    """What becomes of an anchor."""

    KEPT = "kept"
    CHECK = "check"
    FORMER = "former"


class Way(StrEnum):
    """How the words were found."""

    EXACT = "exact"
    SHIFTED = "shifted"
    ALIKE = "alike"
    NEIGHBOUR = "neighbour"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Carried:
    """Where the words are now, if anywhere: a clause, a place in its text, and how sure."""

    way: Way
    score: float
    lineage: str = ""
    start: int = 0
    end: int = 0

    @property
    def fit(self) -> Fit:
        """Kept, to be checked by a person, or only on the former wording."""
        return fit_of(self.score)


NOWHERE = Carried(Way.NOWHERE, 0.0)


def fit_of(score: float) -> Fit:
    """Return what a score means."""
    if score >= KEPT:
        return Fit.KEPT
    return Fit.CHECK if score >= CHECK else Fit.FORMER


def carry(anchor: Anchor, traced: Trace) -> Carried:
    """Find the words of an anchor in the next version."""
    old = traced.old.get(anchor.lineage, "")
    if not anchor.quote or old[anchor.start : anchor.end] != anchor.quote:
        return NOWHERE
    if traced.new.get(anchor.lineage) == old:
        return Carried(Way.EXACT, 1.0, anchor.lineage, anchor.start, anchor.end)
    found = _followed(anchor, traced)
    if found.score < KEPT:
        found = max(
            found,
            _verbatim(anchor, traced),
            _reworded(anchor, traced),
            _alike(anchor, traced),
            key=lambda one: one.score,
        )
    return found if found.score >= CHECK else Carried(Way.NOWHERE, found.score)


def _followed(anchor: Anchor, traced: Trace) -> Carried:
    """Follow the letters through the trace."""
    around = Span(anchor.start - AROUND, anchor.end + AROUND)
    went = list(traced.between(anchor.lineage, around))
    return _placed(anchor, went, traced)


def _placed(anchor: Anchor, went: Sequence[Went], traced: Trace, trust: float = 1.0) -> Carried:
    """Return where most of the words went together, and how sure it is that these are the ones.

    What gave way to other words at either end is left out, unless too little is left to be sure of:
    then a person sees all that may be meant.
    """
    core = _nearest_together(_clipped(anchor, went), anchor)
    firm = _without_loose_ends(core)
    found = _spanned(anchor, firm, went, traced, trust) if firm else NOWHERE
    if found.score >= KEPT or core == firm:
        return found
    wide = _spanned(anchor, core, went, traced, trust)
    return replace(wide, score=min(wide.score, A_GUESS)) if wide.score >= CHECK else found


def _spanned(
    anchor: Anchor, core: Sequence[Went], went: Sequence[Went], traced: Trace, trust: float
) -> Carried:
    if not core:
        return NOWHERE
    lineage = core[0].lineage
    text = traced.new[lineage]
    span = whole_words(text, Span(core[0].at, core[-1].upto))
    words = text[span.start : span.end]
    trust *= trust_in(anchor, core, span, went, traced)
    way = Way.SHIFTED if lineage == anchor.lineage else Way.NEIGHBOUR
    score = Indel.normalized_similarity(anchor.quote, words) * trust
    if _NUMBER.findall(anchor.quote) != _NUMBER.findall(words):
        score = min(score, A_GUESS)  # few letters, another promise: a person must see it
    if any(one.sure for one in traced.others_at(anchor, lineage, span)):
        score = min(score, A_GUESS)  # a sentence from elsewhere came to stand between them
    return Carried(way, score, lineage, *span)


def _without_loose_ends(core: Sequence[Went]) -> list[Went]:
    firm = [n for n, one in enumerate(core) if one.alike]
    return list(core[firm[0] : firm[-1] + 1]) if firm else []


def _clipped(anchor: Anchor, went: Iterable[Went]) -> list[Went]:
    """Return where the words themselves went; a run that merely gave way counts only as a whole."""
    found = []
    for one in went:
        low, high = max(one.start, anchor.start), min(one.end, anchor.end)
        if low >= high:
            continue
        if one.alike == 1:
            shift = one.at - one.start
            found.append(one._replace(start=low, end=high, at=low + shift, upto=high + shift))
        elif (low, high) == (one.start, one.end):
            found.append(one)
    return found


def _nearest_together(went: Sequence[Went], anchor: Anchor) -> list[Went]:
    """Return the heaviest run of them that stands together, in order, in one clause."""
    runs: list[list[Went]] = []
    for one in went:
        last = runs[-1][-1] if runs else None
        room = len(anchor.quote) + FAR
        if last and last.lineage == one.lineage and last.upto <= one.at <= last.upto + room:
            runs[-1].append(one)
        else:
            runs.append([one])
    return max(runs, key=_weight, default=[])


def _weight(went: Iterable[Went]) -> float:
    return sum((one.end - one.start) * (1 + one.alike) for one in went)


def _verbatim(anchor: Anchor, traced: Trace) -> Carried:
    """Look for the sentence of these words, letter by letter, inside what is new."""
    old = traced.old[anchor.lineage]
    sentence = sentence_at(old, Span(anchor.start, anchor.end))
    words = old[sentence.start : sentence.end].rstrip(MARKS)
    if len(words) < A_SENTENCE or anchor.end > sentence.start + len(words):
        return NOWHERE
    places = [
        (lineage, span.start + place)
        for lineage, spans in traced.fresh.items()
        for span in spans
        if (place := traced.new[lineage][span.start : span.end].find(words)) >= 0
    ]
    if len(places) != 1:
        return NOWHERE
    [(lineage, place)] = places
    start = place + anchor.start - sentence.start
    way = Way.SHIFTED if lineage == anchor.lineage else Way.NEIGHBOUR
    return Carried(way, 1.0, lineage, start, start + len(anchor.quote))


def _reworded(anchor: Anchor, traced: Trace) -> Carried:
    """Look for the sentence of these words, reworded, where nothing old stands: nearest first."""
    old = traced.old[anchor.lineage]
    sentence = sentence_at(old, Span(anchor.start, anchor.end))
    words = old[sentence.start : sentence.end]
    best = NOWHERE
    for near, lineages in enumerate(_by_distance(anchor.lineage, traced)):
        pool = [(lineage, span) for lineage in lineages for span in traced.unheard[lineage]]
        texts = [traced.new[lineage][span.start : span.end] for lineage, span in pool]
        match = process.extractOne(words, texts, scorer=fuzz.ratio, score_cutoff=LIKE)
        if match is None:
            continue
        text, ratio, place = match
        lineage, span = pool[place]
        went = [
            Went(
                one.start + sentence.start,
                one.end + sentence.start,
                lineage,
                one.at + span.start,
                one.upto + span.start,
                one.alike,
                sure=False,
            )
            for one in links(words, text)
        ]
        trust = min(1.0, ratio / 100 + 0.05) if near or lineage != anchor.lineage else 1.0
        best = max(best, _placed(anchor, went, traced, trust), key=lambda one: one.score)
    return best


def _alike(anchor: Anchor, traced: Trace) -> Carried:
    """Look for words like these in what is new in the clause and next door."""
    best = NOWHERE
    for lineage in [one for some in _by_distance(anchor.lineage, traced)[:2] for one in some]:
        text = traced.new[lineage]
        for span in traced.fresh.get(lineage, []):
            part = text[span.start : span.end]
            if len(part) * 2 < len(anchor.quote):
                continue
            found = fuzz.partial_ratio_alignment(anchor.quote, part, score_cutoff=LIKE)
            if found is None:
                continue
            place = whole_words(
                text, Span(span.start + found.dest_start, span.start + found.dest_end)
            )
            words = text[place.start : place.end]
            alike = Indel.normalized_similarity(anchor.quote, words)
            around = Indel.normalized_similarity(
                anchor.before + anchor.after,
                text[max(0, place.start - AROUND) : place.start]
                + text[place.end : place.end + AROUND],
            )
            score = min(A_GUESS, alike * (0.75 + 0.25 * around))
            way = Way.ALIKE if lineage == anchor.lineage else Way.NEIGHBOUR
            best = max(best, Carried(way, score, lineage, *place), key=lambda one: one.score)
    return best


def _by_distance(lineage: str, traced: Trace) -> list[list[str]]:
    """Return the clauses in which something is new: itself and its family, next door, the rest."""
    fresh = list(traced.fresh)
    family = traced.family.get(lineage, -1)
    own = [one for one in fresh if one == lineage or traced.family.get(one) == family]
    home = traced.homes[lineage]
    near = [one for one in fresh if one not in own and abs(traced.homes[one] - home) <= NEXT_DOOR]
    return [own, near, [one for one in fresh if one not in own and one not in near]]

"""What an edit did to the words of an anchor, known by construction, and how the forum did."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bench.anchoring.clauses import Clause, Draft, Token, split_sentences
from forum.drafts.anchoring import Anchor, Carried, Fit, Span, anchor_at

IN_EDITED, BESIDE = 8, 4


class Now(NamedTuple):
    """Where an old token stands now; `same`: as it was, otherwise something stands in its place."""

    lineage: str
    start: int
    end: int
    same: bool


@dataclass(frozen=True)
class Marked:
    """An anchor and the truth about it.

    `kind`: its sentence is as it was ("untouched"), its words are but not those around them
    ("around"), or it was touched itself. `at`: where its words stand now, if all of them do.
    `allowed`: the letters that are its own, or came between them.
    """

    anchor: Anchor
    kind: str
    at: tuple[str, int, int] | None
    allowed: frozenset[tuple[str, int]]


def marked(dice: random.Random, before: Draft, after: Draft, touched: set[str]) -> list[Marked]:
    """Mark words in clauses that were edited, and some in others."""
    now = _now(after)
    edited = [one for one in before.clauses if one.lineage in touched]
    others = [one for one in before.clauses if one.lineage not in touched]
    chosen = [dice.choice(edited) for _ in range(IN_EDITED)] if edited else []
    chosen += [dice.choice(others) for _ in range(BESIDE)] if others else []
    return [_truth(clause, _chosen(dice, clause), before, after, now) for clause in chosen]


def judged(one: Marked, found: Carried, after: Draft) -> str:
    """Say what became of an anchor: exact, kept, wrong, check, or former."""
    where = (found.lineage, found.start, found.end)
    if found.fit is Fit.KEPT and one.at is not None:
        return "exact" if where == one.at else "wrong"
    if found.fit is Fit.KEPT:
        return "kept" if _its_own(one, found, after) else "wrong"
    if found.fit is Fit.CHECK:
        return "check, right" if where == one.at else "check"
    return "former"


def _now(after: Draft) -> dict[int, list[Now]]:
    found: dict[int, list[Now]] = {}
    for clause in after.clauses:
        place = 0
        for token in clause.tokens:
            end = place + len(token.text)
            for was in token.was:
                found.setdefault(was, []).append(Now(clause.lineage, place, end, token.same))
            place = end
    return found


def _chosen(dice: random.Random, clause: Clause) -> tuple[int, int]:
    """Choose a whole sentence, or from one word to fifteen."""
    if dice.random() < 0.2:
        return dice.choice(split_sentences(clause.tokens))
    words = [n for n, token in enumerate(clause.tokens) if token.word]
    first = dice.randrange(len(words))
    last = min(len(words) - 1, first + dice.choice((0, 0, 1, 2, 3, 4, 6, 9, 14)))
    return words[first], words[last] + 1


def _truth(
    clause: Clause,
    tokens: tuple[int, int],
    before: Draft,
    after: Draft,
    now: dict[int, list[Now]],
) -> Marked:
    first, last = tokens
    words = _to_the_last_word(clause.tokens[first:last])
    start = _length(clause.tokens[:first])
    span = Span(start, start + _length(words))
    anchor = anchor_at(clause.text, span, lineage=clause.lineage, language=before.language)
    there = [one for token in words for one in now.get(token.was[0], [])]
    at = _together(words, now)
    around = [
        slice(*one) for one in split_sentences(clause.tokens) if one[0] < last and one[1] > first
    ]
    sentence = _to_the_last_word(clause.tokens[around[0].start : around[-1].stop])
    quiet = at is not None and _together(sentence, now) is not None
    kind = "touched" if at is None else "untouched" if quiet else "around"
    return Marked(anchor, kind, at, _allowed(there, after))


def _together(tokens: Sequence[Token], now: dict[int, list[Now]]) -> tuple[str, int, int] | None:
    """Return where these tokens stand, if all do and nothing stands between them."""
    row = [now.get(token.was[0], []) for token in tokens]
    if not all(len(one) == 1 and one[0].same for one in row):
        return None
    places = [one[0] for one in row]
    if any(a.lineage != b.lineage or a.end != b.start for a, b in pairwise(places)):
        return None
    return places[0].lineage, places[0].start, places[-1].end


def _allowed(there: Sequence[Now], after: Draft) -> frozenset[tuple[str, int]]:
    """Its own letters, and what was put in between them, unless it is old text from elsewhere."""
    own = {(one.lineage, place) for one in there for place in range(one.start, one.end)}
    for clause in after.clauses:
        mine = [one for one in there if one.lineage == clause.lineage]
        place = 0
        for token in clause.tokens if mine else ():
            end = place + len(token.text)
            if not token.was and mine[0].start <= place < max(one.end for one in mine):
                own |= {(clause.lineage, letter) for letter in range(place, end)}
            place = end
    return frozenset(own)


def _its_own(one: Marked, found: Carried, after: Draft) -> bool:
    """Tell whether the place found holds words of the anchor, and no others."""
    text = next(clause.text for clause in after.clauses if clause.lineage == found.lineage)
    letters = {
        (found.lineage, place) for place in range(found.start, found.end) if text[place].isalnum()
    }
    return bool(letters) and letters <= one.allowed


def _to_the_last_word(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Leave out the stop of a sentence: people mark it or not."""
    last = max(n for n, token in enumerate(tokens) if token.word)
    return tokens[: last + 1]


def _length(tokens: Sequence[Token]) -> int:
    return sum(len(token.text) for token in tokens)

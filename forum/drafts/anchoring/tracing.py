"""Where every letter of one version stands in the next: traced once, asked for each anchor.

Whole sentences are recognised first, wherever they went: within the clause and those it was split
into or merged with, then anywhere. What lies between them is compared word by word, in the order
of the text. So a sentence that stayed is never torn apart to explain one that changed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from forum.drafts.anchoring.embedding import Part, Texts, embedded, kinds_of_kin
from forum.drafts.anchoring.links import Link, links
from forum.drafts.anchoring.order import by_parents, families, homes, in_order
from forum.drafts.anchoring.words import Anchor, Span, sentences
from forum.drafts.lineage import longest_rising
from forum.drafts.pieces import Piece

MARKS = " .;:,!?"  # may change where clauses are joined or cut without making another sentence


class Went(NamedTuple):
    """Letters `start` to `end` of an old clause stand in clause `lineage`, from `at` to `upto`.

    `alike`: 1 where they do letter by letter, as in a `Link`. `sure`: a whole sentence, or a whole
    clause, recognised as such.
    """

    start: int
    end: int
    lineage: str
    at: int
    upto: int
    alike: float
    sure: bool


@dataclass
class Trace:
    """One language of two versions: the texts, where the old letters went, and what is new.

    `homes` says where a clause stands in the new order, or would stand had it not been removed;
    `fresh` are the parts of a new text into which no old letters went, `unheard` the sentences that
    are mostly such; `came` says of a new clause which letters came into it from which old one.
    """

    old: Mapping[str, str]
    new: Mapping[str, str]
    family: Mapping[str, int]
    homes: Mapping[str, float]
    went: dict[str, list[Went]] = field(default_factory=dict)
    fresh: dict[str, list[Span]] = field(default_factory=dict)
    unheard: dict[str, list[Span]] = field(default_factory=dict)
    came: dict[str, list[tuple[str, Went]]] = field(default_factory=dict)

    def between(self, lineage: str, span: Span) -> Iterator[Went]:
        """Return where letters of this part of an old clause went, in the order of the old text."""
        went = self.went.get(lineage, [])
        place = bisect_left(went, span.start, key=lambda one: one.end)
        for one in went[place:]:
            if one.start >= span.end:
                return
            if one.end > span.start:
                yield one

    def others_at(self, anchor: Anchor, lineage: str, span: Span) -> Iterator[Went]:
        """Return the letters in this part of a new clause that come from other old words."""
        for source, one in self.came.get(lineage, []):
            if one.at < span.end and one.upto > span.start:
                inside = source == anchor.lineage and (
                    one.start < anchor.end and one.end > anchor.start
                )
                if not inside:
                    yield one


def trace(old: Iterable[Piece], new: Iterable[Piece], language: str) -> Trace:
    """Find where the letters of one version went in the next one."""
    old, new = in_order(old, language), in_order(new, language)
    before = {piece.lineage: piece.texts[language] for piece in old}
    after = {piece.lineage: piece.texts[language] for piece in new}
    family = families(old, new)
    found = Trace(before, after, family, homes(old, new))
    went: defaultdict[str, list[Went]] = defaultdict(list)
    changed = {one for one in {*before, *after} if before.get(one) != after.get(one)}
    for lineage in before.keys() - changed:
        end = len(before[lineage])
        went[lineage].append(Went(0, end, lineage, 0, end, alike=1.0, sure=True))
    texts = Texts(before, after)
    to: defaultdict[str, dict[Part, Part]] = defaultdict(dict)
    taken: defaultdict[str, list[Part]] = defaultdict(list)
    ours, theirs = (
        [part for one in side if one.lineage in changed for part in _sentences(one, language)]
        for side in (old, new)
    )
    pairs = _recognised(ours, theirs, texts, family)
    pairs += embedded(ours, pairs, [one for one in after if one in changed], texts, family)
    for one, other in pairs:
        to[one.lineage][one] = other
        taken[other.lineage].append(other)
        went[one.lineage].append(Went(one.start, one.end, *other, alike=1.0, sure=True))
    groups: defaultdict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, lineages in ((0, by_parents(old, new)), (1, [one.lineage for one in new])):
        for lineage in lineages:
            if lineage in changed:
                groups[family[lineage]][side].append(lineage)
    for olds, news in groups.values():
        for lineage, where in _between(olds, news, to, taken, texts):
            went[lineage].append(where)
    found.went = {lineage: sorted(one) for lineage, one in went.items()}
    came: defaultdict[str, list[tuple[str, Went]]] = defaultdict(list)
    for lineage, row in found.went.items():
        for where in row:
            came[where.lineage].append((lineage, where))
    found.came = dict(came)
    found.fresh = _fresh(after, changed, found.went.values())
    found.unheard = {
        lineage: [one for one in sentences(after[lineage]) if _mostly(one, spans)]
        for lineage, spans in found.fresh.items()
    }
    return found


def _sentences(piece: Piece, language: str) -> list[Part]:
    text = piece.texts[language]
    return [Part(piece.lineage, *_core(text, one)) for one in sentences(text)]


def _core(text: str, span: Span) -> Span:
    """Leave out the marks at the end of a sentence."""
    return Span(span.start, span.start + len(text[span.start : span.end].rstrip(MARKS)))


def _recognised(
    old: Sequence[Part],
    new: Sequence[Part],
    texts: Texts,
    family: Mapping[str, int],
) -> list[tuple[Part, Part]]:
    """Pair the sentences that each side has once: in the clause, in its family, anywhere."""
    left = [(part, texts.before[part.lineage][part.start : part.end]) for part in old]
    right = [(part, texts.after[part.lineage][part.start : part.end]) for part in new]
    found: list[tuple[Part, Part]] = []
    for kin in kinds_of_kin(family):
        ours = _single((kin(part.lineage), text, part) for part, text in left)
        theirs = _single((kin(part.lineage), text, part) for part, text in right)
        pairs = [(ours[key], theirs[key]) for key in ours if key in theirs]
        found += pairs
        gone, taken = {one for one, _other in pairs}, {other for _one, other in pairs}
        left = [(part, text) for part, text in left if part not in gone]
        right = [(part, text) for part, text in right if part not in taken]
    return found


def _single(keyed: Iterable[tuple[str, str, Part]]) -> dict[tuple[str, str], Part]:
    rows = [((kin, text), part) for kin, text, part in keyed if text]
    many = Counter(key for key, _part in rows)
    return {key: part for key, part in rows if many[key] == 1}


def _between(
    olds: Sequence[str],
    news: Sequence[str],
    to: Mapping[str, Mapping[Part, Part]],
    taken: Mapping[str, Sequence[Part]],
    texts: Texts,
) -> Iterator[tuple[str, Went]]:
    """Compare what stands between recognised sentences of one family, word by word."""
    rank = {lineage: place for place, lineage in enumerate(news)}
    places = {lineage: place for place, lineage in enumerate(olds)}
    inside = [
        (one, other)
        for lineage in olds
        for one, other in sorted(to[lineage].items())
        if other.lineage in rank
    ]
    ends = {other: n for n, other in enumerate(sorted(_at(other, rank) for _one, other in inside))}
    stayed = [inside[n] for n in longest_rising([ends[_at(other, rank)] for _one, other in inside])]
    ours = _rest(olds, to, texts.before)
    theirs = _rest(news, taken, texts.after)
    gaps = zip(
        _cut(ours, [_at(one, places) for one, _other in stayed], places),
        _cut(theirs, [_at(other, rank) for _one, other in stayed], rank),
        strict=True,
    )
    for a, b in gaps:
        if a and b:
            yield from _compared(a, b, texts)


def _at(part: Part, places: Mapping[str, int]) -> tuple[int, int]:
    return places[part.lineage], part.start


def _rest(
    lineages: Iterable[str], spoken_for: Mapping[str, Iterable[Part]], texts: Mapping[str, str]
) -> list[Part]:
    """Return what is left of these clauses without the parts that are spoken for."""
    found = []
    for lineage in lineages:
        end = 0
        for part in sorted(spoken_for[lineage]):
            found.append(Part(lineage, end, part.start))
            end = part.end
        found.append(Part(lineage, end, len(texts[lineage])))
    return [one for one in found if texts[one.lineage][one.start : one.end].strip(MARKS + "\n")]


def _cut(
    parts: Iterable[Part], cuts: Sequence[tuple[int, int]], places: Mapping[str, int]
) -> list[list[Part]]:
    """Sort parts into the gaps between the places where something stayed."""
    gaps: list[list[Part]] = [[] for _ in range(len(cuts) + 1)]
    for part in parts:
        gaps[bisect_left(cuts, _at(part, places))].append(part)
    return gaps


def _compared(a: Sequence[Part], b: Sequence[Part], texts: Texts) -> Iterator[tuple[str, Went]]:
    """Return the links between two runs of parts, each in the clauses where it begins and ends."""
    old = "\n".join(texts.before[part.lineage][part.start : part.end] for part in a)
    new = "\n".join(texts.after[part.lineage][part.start : part.end] for part in b)
    for link in links(old, new):
        for (one, start, end), (other, at, upto) in _pieces(link, a, b):
            yield one, Went(start, end, other, at, upto, link.alike, sure=False)


def _pieces(link: Link, a: Sequence[Part], b: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Cut a link where clauses begin; what merely gave way counts only within one clause."""
    start, end, at, upto, alike = link
    if alike < 1:
        ours, theirs = list(_inside(a, start, end)), list(_inside(b, at, upto))
        if len(ours) == len(theirs) == 1:
            yield ours[0][1], theirs[0][1]
        return
    for place, part in _inside(a, start, end):
        length = part.end - part.start
        shift = at + place - start
        for other_place, other in _inside(b, shift, shift + length):
            lead = other_place - shift
            size = other.end - other.start
            yield Part(part.lineage, part.start + lead, part.start + lead + size), other


def _inside(parts: Sequence[Part], start: int, end: int) -> Iterator[tuple[int, Part]]:
    """Return the parts that a stretch of the joined text covers, and where in it each begins."""
    place = 0
    for lineage, first, last in parts:
        low, high = max(start, place), min(end, place + last - first)
        if low < high:
            yield low, Part(lineage, first + low - place, first + high - place)
        place += last - first + 1


def _fresh(
    after: Mapping[str, str], changed: Iterable[str], went: Iterable[Iterable[Went]]
) -> dict[str, list[Span]]:
    """Return by clause the parts of its text into which no old letters went."""
    covered: defaultdict[str, list[Span]] = defaultdict(list)
    for one in (one for row in went for one in row if one.alike == 1):
        covered[one.lineage].append(Span(one.at, one.upto))
    fresh: dict[str, list[Span]] = {}
    for lineage in changed & after.keys():
        end, spans = 0, list[Span]()
        for span in [*sorted(covered[lineage]), Span(len(after[lineage]), len(after[lineage]))]:
            if span.start > end and after[lineage][end : span.start].strip(MARKS + "\n"):
                spans.append(Span(end, span.start))
            end = max(end, span.end)
        if spans:
            fresh[lineage] = spans
    return fresh


def _mostly(one: Span, spans: Iterable[Span]) -> bool:
    inside = sum(max(0, min(one.end, span.end) - max(one.start, span.start)) for span in spans)
    return 2 * inside >= one.end - one.start

"""The clauses of a version as plain values, and what an editor may do with them.

Each operation returns a new list and says where every clause comes from: a clause keeps its
lineage as long as it lives, and names the clauses it was split or merged from as its parents.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.drafts.fields import Fields


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One clause of one version."""

    lineage: str
    component: str
    texts: Mapping[str, str]
    fields: Fields = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    stale: tuple[str, ...] = ()  # languages that say what the binding words said before
    easy: Mapping[str, str] = field(default_factory=dict)
    easy_stale: tuple[str, ...] = ()  # languages whose easy words tell of the clause as it was
    parents: tuple[str, ...] = ()
    label: str = ""
    position: int = 0


Pieces = list[Piece]


def renumber(pieces: Iterable[Piece], orders: Mapping[str, int]) -> Pieces:
    """Return the clauses component by component, numbered "3.1", "3.2" and so on."""
    numbered: Pieces = []
    counted: dict[str, int] = {}
    for position, piece in enumerate(sorted(pieces, key=lambda one: orders[one.component]), 1):
        count = counted[piece.component] = counted.get(piece.component, 0) + 1
        label = f"{orders[piece.component]}.{count}"
        numbered.append(replace(piece, label=label, position=position))
    return numbered


def by_number(label: str) -> tuple[int, ...]:
    """Return what sorts "3.10" behind "3.9"; the whole draft, which has no number, comes first."""
    return tuple(int(part) for part in label.split(".")) if label else ()


def reword(
    pieces: Sequence[Piece],
    lineage: str,
    texts: Mapping[str, str],
    fields: Fields,
    note: Mapping[str, str] | None = None,
    stale: tuple[str, ...] = (),
    easy: Mapping[str, str] | None = None,
    easy_stale: tuple[str, ...] = (),
) -> Pieces:
    """Give one clause other words and values; another reason and easy words, if they are given."""
    old = find(pieces, lineage)
    new = replace(
        old,
        texts=texts,
        fields=fields,
        note=old.note if note is None else note,
        stale=stale,
        easy=old.easy if easy is None else easy,
        easy_stale=easy_stale,
    )
    return [new if one is old else one for one in pieces]


def grown_stale(
    old: Piece, texts: Mapping[str, str], binding: str, holds: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the languages that do not follow the binding words any more.

    A translation is behind when the words that bind changed and its own did not, until somebody
    rewrites it or says that it holds.
    """
    moved_on = texts.get(binding) != old.texts.get(binding)
    return tuple(
        language
        for language, text in sorted(texts.items())
        if language != binding
        and language not in holds
        and text == old.texts.get(language)
        and (moved_on or language in old.stale)
    )


def easy_behind(
    old: Piece,
    texts: Mapping[str, str],
    fields: Fields,
    easy: Mapping[str, str],
    binding: str,
    holds: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the languages in which the easy words tell of the clause as it was.

    They are behind when its values, the words that bind or the words of their own language changed
    and they did not, until somebody rewrites them or says that they hold.
    """
    return tuple(
        language
        for language, words in sorted(easy.items())
        if language not in holds
        and words == old.easy.get(language)
        and (
            language in old.easy_stale
            or fields != old.fields
            or any(texts.get(one) != old.texts.get(one) for one in (binding, language))
        )
    )


def add(pieces: Sequence[Piece], new: Piece, after: str | None = None) -> Pieces:
    """Put a new clause behind another, or first in its component."""
    if after is None:
        return _first(pieces, new)
    place = pieces.index(before := find(pieces, after)) + 1
    return [*pieces[:place], replace(new, component=before.component), *pieces[place:]]


def remove(pieces: Sequence[Piece], lineage: str) -> Pieces:
    """Take one clause out."""
    gone = find(pieces, lineage)
    return [one for one in pieces if one is not gone]


def move(
    pieces: Sequence[Piece], lineage: str, after: str | None = None, component: str | None = None
) -> Pieces:
    """Put a clause behind another, or first in a component; its own, unless one is named."""
    if after == lineage:
        return list(pieces)
    piece = find(pieces, lineage)
    piece = replace(piece, component=component or piece.component)
    return add(remove(pieces, lineage), piece, after)


def split(
    pieces: Sequence[Piece], lineage: str, at: Mapping[str, int], new: str, binding: str = ""
) -> Pieces:
    """Cut a clause in two, in each language where `at` says how many characters come first.

    The first part stays the same clause and keeps the values; the second is a clause of its own,
    with the lineage `new`. A translation that was not cut says more now than the words that bind,
    and so do the easy words.
    """
    old = find(pieces, lineage)
    cut = {language: _cut(old.texts.get(language, ""), place) for language, place in at.items()}
    if not cut or not all(first and second for first, second in cut.values()):
        raise Invalid({"at": _("Choose a place with words before and after it.")})
    kept = {language: first for language, (first, _second) in cut.items()}
    rest = {language: second for language, (_first, second) in cut.items()}
    uncut = {language for language in old.texts if language not in at}
    head = replace(
        old,
        texts={**old.texts, **kept},
        stale=tuple(sorted({*old.stale, *uncut} - {binding})),
        easy_stale=tuple(sorted(old.easy)),
    )
    tail = Piece(lineage=new, component=old.component, texts=rest, parents=_origins(old))
    place = pieces.index(old)
    return [*pieces[:place], head, tail, *pieces[place + 1 :]]


def merge(pieces: Sequence[Piece], lineage: str, other: str) -> Pieces:
    """Make one clause of two: the first lives on, with the words and values of both."""
    if lineage == other:
        raise Refused("clause.same", _("A clause cannot be merged with itself."))
    one, two = find(pieces, lineage), find(pieces, other)
    if any(one.fields.get(code, value) != value for code, value in two.fields.items()):
        raise Refused(
            "clause.two-values",
            _("Both clauses promise a different value of the same kind. Make them equal first."),
        )
    texts = {
        language: _sentence(one.texts.get(language, ""), two.texts.get(language, ""))
        for language in {**one.texts, **two.texts}
    }
    parents = tuple(dict.fromkeys((*_origins(one), *_origins(two))))
    merged = replace(
        one,
        texts=texts,
        fields={**two.fields, **one.fields},
        note=_both(one.note, two.note, "\n\n"),
        stale=tuple(sorted({*one.stale, *two.stale, *_only_in_one(one.texts, two.texts)})),
        easy=_both(one.easy, two.easy, " "),
        easy_stale=tuple(
            sorted({*one.easy_stale, *two.easy_stale, *_only_in_one(one.easy, two.easy)})
        ),
        parents=() if parents == (lineage,) else parents,
    )
    return [merged if piece is one else piece for piece in pieces if piece is not two]


def find(pieces: Iterable[Piece], lineage: str) -> Piece:
    """Return the clause of this lineage."""
    for piece in pieces:
        if piece.lineage == lineage:
            return piece
    raise NotFound("clause.unknown", _("This clause is not in this version."))


def _first(pieces: Sequence[Piece], new: Piece) -> Pieces:
    place = next(
        (place for place, one in enumerate(pieces) if one.component == new.component), len(pieces)
    )
    return [*pieces[:place], new, *pieces[place:]]


def _origins(piece: Piece) -> tuple[str, ...]:
    return piece.parents or (piece.lineage,)


def _only_in_one(one: Mapping[str, str], two: Mapping[str, str]) -> set[str]:
    """Return the languages that hold only a part of what both clauses said together."""
    return {*one} ^ {*two}


def _both(one: Mapping[str, str], two: Mapping[str, str], between: str) -> dict[str, str]:
    return {
        language: between.join(filter(None, (one.get(language), two.get(language))))
        for language in {**one, **two}
    }


def _cut(text: str, place: int) -> tuple[str, str]:
    place = max(place, 0)
    return text[:place].strip(), text[place:].strip()


def _sentence(one: str, two: str) -> str:
    """Join two texts so that they still read as two."""
    if not one or not two:
        return one or two
    return f"{one} {two}" if one[-1] in ".;:,!?" else f"{one}; {two}"

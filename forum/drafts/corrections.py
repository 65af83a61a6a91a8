"""What may be corrected in a version that people are discussing: a slip of the pen, no more.

The rule looks at letters, not at meaning, so it is drawn narrowly. Whoever corrects still answers
for it by name, and everybody reads what was changed and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.diff import redline
from forum.drafts.pieces import Piece

MOST_CLAUSES = 10
"""In so many clauses of one version, all its corrections taken together."""
MOST_PLACES = 3
"""At so many places of one clause in one language."""
MOST_LETTERS = 2
"""So many letters of a word may be wrong, left out, too many or in the wrong order."""
SHORT = 4
"""In words of so few letters it is one: two would make another word of them."""
MOST_CORRECTIONS = 99

DECIDING = frozenset(
    word
    for words in (
        "tidak tak bukan jangan tanpa belum kecuali hanya",  # what denies or excepts
        "wajib harus dapat boleh dilarang dan atau",  # what binds, allows, joins
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh belas puluh ratus ribu",
        "no not never nor none without unless except only cannot",
        "must shall may can should will and or",
        "zero one two three four five six seven eight nine ten hundred thousand",
    )
    for word in words.split()
)
"""Words on which a promise turns. A slip in one of them is no small thing to the reader."""

MARKS = frozenset(".,;:!?'\"()-_\N{HORIZONTAL ELLIPSIS}\N{EN DASH}\N{EM DASH}") | frozenset(
    "\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}“”"
)
"""May be put right wherever they stand, but inside a number."""

_WORD = re.compile(r"\w+(?:[.,:/-]\w+)*")


class Place(NamedTuple):
    """Words that gave way to others, and the words on both sides; what was not there is empty."""

    old: str
    new: str
    before: str = ""
    after: str = ""


def check_slips(announced: Sequence[Piece], corrected: Sequence[Piece]) -> None:
    """Refuse whatever is more than slips of the pen between a version and its corrected words.

    It is held against the words as they were announced, so that many small corrections do not
    add up to another draft.
    """
    changed = 0
    for old, new in zip(announced, corrected, strict=True):
        if (old.lineage, old.component, old.fields, old.label) != (
            new.lineage,
            new.component,
            new.fields,
            new.label,
        ) or old.texts.keys() != new.texts.keys():
            raise _more(new.label)
        changed += old.texts != new.texts
        for language, text in new.texts.items():
            places = places_in(old.texts[language], text)
            if len(places) > MOST_PLACES or not all(is_slip(one) for one in places):
                raise _more(new.label)
    if changed > MOST_CLAUSES:
        raise Refused(
            "correction.many",
            _(
                "More than %(most)s clauses would differ from what was announced. That is more than"
                " a correction: ask people again about the next version."
            )
            % {"most": MOST_CLAUSES},
        )


def places_in(old: str, new: str) -> list[Place]:
    """Return where two texts differ, in whole words: "hri" gave way to "hari"."""
    places: list[Place] = []
    for kind, text in redline(old, new):
        if kind == "keep":
            words = _words(text)
            if places and words:
                places[-1] = places[-1]._replace(after=words[0])
            before = words[-1] if words else ""
            places.append(Place("", "", before))
        else:
            last = places.pop() if places else Place("", "")
            wider = {"drop": {"old": last.old + text}, "add": {"new": last.new + text}}[kind]
            places.append(last._replace(**wider))
    return [one for one in places if one.old or one.new]


def is_slip(place: Place) -> bool:
    """Tell whether this is a slip: the same letters but for one or two, and nothing that decides.

    A space, a mark or a capital letter is one whatever it is; so is a word that stood there twice.
    """
    old, new = _words(place.old), _words(place.new)
    if _signs(place.old) != _signs(place.new):
        return False
    if any(_decides(word) for word in (*old, *new)):
        return old == new
    if not new:
        return old in ([], [place.before], [place.after])
    if not old:
        return False
    was, reads = "".join(old), "".join(new)
    most = MOST_LETTERS if min(len(was), len(reads)) > SHORT else 1
    return OSA.distance(was, reads, score_cutoff=most) <= most


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _signs(text: str) -> str:
    """Return what is neither a word nor an ordinary mark: a sign such as % or / says something."""
    return "".join(one for one in text if not (one.isalnum() or one.isspace() or one in MARKS))


def _decides(word: str) -> bool:
    return word in DECIDING or any(letter.isdigit() for letter in word)


def _more(label: str) -> Refused:
    return Refused(
        "correction.more",
        _(
            "What you wrote in clause %(label)s is more than a typing error. People are discussing"
            " the words as they are: put it into the next version, and ask them again about that."
        )
        % {"label": label},
    )

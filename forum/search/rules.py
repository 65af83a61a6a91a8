"""What is looked for: the words of a question, and which of them say nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from forum.consultations.rules import Phase
from forum.core.i18n import N_
from forum.responses.rules import Disposition
from forum.search.affixes import alike, fold

MOST_WORDS = 8
LONGEST_WORD = 40
MOST_LETTERS = 200


class Kind(StrEnum):
    """What can be found."""

    SERVICE = "service"
    STANDARD = "standard"
    CONSULTATION = "consultation"
    CLAUSE = "clause"
    CONTRIBUTION = "contribution"
    ANSWER = "answer"


KIND_WORDS: dict[Kind, str] = {
    Kind.SERVICE: N_("Services"),
    Kind.STANDARD: N_("Standards"),
    Kind.CONSULTATION: N_("Consultations"),
    Kind.CLAUSE: N_("Clauses"),
    Kind.CONTRIBUTION: N_("Contributions"),
    Kind.ANSWER: N_("Answers"),
}

WITH_PHASE = frozenset({Kind.CONSULTATION, Kind.CLAUSE, Kind.CONTRIBUTION, Kind.ANSWER})
WITH_NUMBER = frozenset({Kind.CLAUSE, Kind.CONTRIBUTION, Kind.ANSWER})
WITH_DISPOSITION = frozenset({Kind.CONTRIBUTION, Kind.ANSWER})

# Words that stand in nearly every text: looked for alone they would find everything.
EMPTY = frozenset({
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "atau", "ini", "itu", "adalah",
    "akan", "telah", "sudah", "juga", "oleh", "dalam", "para", "ada", "tidak", "bagi", "agar",
    "karena", "saya", "kami", "kita", "anda", "mereka", "dia", "apa", "apakah", "bagaimana",
    "the", "a", "an", "and", "or", "of", "to", "in", "on", "for", "with", "at", "by", "is", "are",
    "was", "be", "this", "that", "it", "as", "i", "we", "you", "they", "what", "how",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Question:
    """What somebody looks for. `words` are folded, without those that say nothing."""

    typed: str = ""
    words: tuple[str, ...] = ()
    left_out: bool = False
    """More words were typed than are looked for."""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed at all."""
        return not self.typed

    @property
    def says_nothing(self) -> bool:
        """Whether something was typed, but no word that could be looked for."""
        return bool(self.typed) and not self.words


@dataclass(frozen=True)
class Narrowed:
    """Where it is looked for; an empty value leaves all."""

    kind: Kind | None = None
    agency: str = ""
    phase: Phase | None = None
    label: str = ""
    disposition: Disposition | None = None

    @property
    def anyhow(self) -> bool:
        """Whether anything but the kind narrows the search."""
        return bool(self.agency or self.phase or self.label or self.disposition)

    def kinds(self) -> list[Kind]:
        """Return the kinds that can have what is asked for: a service has no phase."""
        return [
            kind
            for kind in Kind
            if (self.phase is None or kind in WITH_PHASE)
            and (not self.label or kind in WITH_NUMBER)
            and (self.disposition is None or kind in WITH_DISPOSITION)
        ]


def read_question(typed: str) -> Question:
    """Return the words in whatever was typed; signs and operators mean nothing."""
    every = [word[:LONGEST_WORD] for word in words_in(typed)]
    telling = list(dict.fromkeys(word for word in every if word not in EMPTY))
    return Question(typed, tuple(telling[:MOST_WORDS]), len(telling) > MOST_WORDS)


def words_in(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True)
class Run:
    """A run of letters in an excerpt, found or not."""

    text: str
    found: bool = False


def excerpt(text: str, words: Collection[str], most: int = 220) -> list[Run]:
    """Return the part of a text that tells most about these words, those found marked.

    The text is never changed: only cut, at a word, with an ellipsis where something is left out.
    """
    spots = [(m.start(), m.end()) for m in _WORD.finditer(text) if _is_one(m.group(), words)]
    start = _where(text, [first for first, _ in spots], most)
    end = min(len(text), start + most)
    if end < len(text) and " " in text[start:end]:
        end = start + text[start:end].rindex(" ")
    runs = [Run("… ")] if start else []
    at = start
    for first, last in spots:
        if at <= first and last <= end:
            runs += [Run(text[at:first]), Run(text[first:last], found=True)]
            at = last
    runs += [Run(text[at:end]), Run(" …" if end < len(text) else "")]
    return [run for run in runs if run.text]


def best_of(texts: Iterable[str], words: Collection[str]) -> str:
    """Return the first of the texts that has the most of these words."""
    return max(texts, key=lambda text: _had(text, words), default="")


def _had(text: str, words: Collection[str]) -> int:
    there = set(words_in(text))
    return sum(any(alike(one, word) for one in there) for word in words)


def _is_one(piece: str, words: Collection[str]) -> bool:
    folded = fold(piece)
    return any(alike(folded, word) for word in words)


def _where(text: str, spots: list[int], most: int) -> int:
    """Return where the excerpt begins: a few words before the window with the most finds."""
    if not spots or len(text) <= most or spots[-1] < most:
        return 0
    first = max(spots, key=lambda spot: sum(spot <= other < spot + most - 60 for other in spots))
    begin = max(0, first - 50)
    if begin == 0:
        return 0
    space = text.find(" ", begin)
    return space + 1 if 0 <= space < first else first

"""Clauses as lists of tokens that know which old token they are: the truth of an edit."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import count

from forum.drafts.pieces import Piece

LANGUAGES = ("id", "en")
TOKEN = re.compile(r"\s+|\w+(?:[.,]\w+)*|[^\w\s]")

_numbers = count(1)


@dataclass(frozen=True)
class Token:
    """A word, a mark or a space. `was`: the old tokens that it is, or stands in place of."""

    text: str
    was: tuple[int, ...] = ()
    same: bool = False

    @property
    def word(self) -> bool:
        """Whether it is a word."""
        return self.text[0].isalnum()


@dataclass(frozen=True)
class Clause:
    """One clause of one language, token by token."""

    lineage: str
    component: str
    tokens: tuple[Token, ...]
    parents: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(token.text for token in self.tokens)


@dataclass
class Draft:
    """A version: its clauses in order, in one language; `first`: how it read before any edit."""

    language: str
    clauses: list[Clause] = field(default_factory=list)
    first: str = ""

    def pieces(self) -> list[Piece]:
        """Return it as the forum keeps it."""
        return [
            Piece(
                lineage=one.lineage,
                component=one.component,
                texts={self.language: one.text},
                parents=one.parents,
                position=place,
            )
            for place, one in enumerate(self.clauses)
        ]


def written(text: str) -> tuple[Token, ...]:
    """Return a text as tokens that were there from the beginning."""
    return tuple(Token(one, (next(_numbers),), same=True) for one in TOKEN.findall(text))


def put_in(text: str, was: Iterable[int] = ()) -> tuple[Token, ...]:
    """Return a text as new tokens; `was`: those they stand in place of."""
    return tuple(Token(one, tuple(was)) for one in TOKEN.findall(text))


def split_sentences(tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Return where sentences begin and end, by full stops and semicolons before a space."""
    found, start = list[tuple[int, int]](), 0
    for place, token in enumerate(tokens):
        last = place + 1 == len(tokens)
        before = tokens[place - 1].text if place else ""
        stop = token.text == ";" or (token.text == "." and before not in ("e.g", "No", "dr"))
        if last or (stop and tokens[place + 1].text.isspace()):
            found.append((start, place + 1))
            start = place + 2
    return [one for one in found if one[0] < one[1]]


@cache
def _standards() -> tuple[dict[str, object], ...]:
    folder = resources.files("forum.demo").joinpath("content/standards")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(json.loads(file.read_text(encoding="utf-8")) for file in files)


@cache
def lines(language: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the clauses of each standard of the demonstration: component and words."""
    return tuple(
        tuple(
            (part["code"], item[language])
            for part in standard["components"]  # type: ignore[attr-defined]
            for item in part.get("items", [])
            if item.get(language)
        )
        for standard in _standards()
    )


@cache
def sayings(language: str) -> tuple[str, ...]:
    """Return real sentences that stand in no standard: what people of the demonstration wrote."""
    folder = resources.files("forum.demo").joinpath("content/consultations")
    found = list[str]()
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        plot = json.loads(file.read_text(encoding="utf-8"))
        texts = [c["text"] for c in plot.get("comments", []) if c.get("language", "id") == language]
        texts += [r["reason"] for r in plot.get("responses", []) if language == "id"]
        found += [s for text in texts for s in re.split(r"(?<=[.!?])\s+|\n+", text)]
    return tuple(s for s in found if 20 <= len(s) <= 160)


def draft(dice: random.Random, language: str) -> Draft:
    """Return a standard as it is, clause by clause, or with several clauses written as one."""
    rows = dice.choice(lines(language))
    most = 1 if dice.random() < 0.5 else dice.randint(2, 6)
    made = Draft(language)
    place = 0
    while place < len(rows):
        component = rows[place][0]
        size = dice.randint(1, most)
        part = [text for code, text in rows[place : place + size] if code == component]
        joint = dice.choice((". ", "; "))
        text = joint.join(one.rstrip(".;") for one in part)
        made.clauses.append(Clause(f"k{place:04}", component, written(text)))
        place += len(part)
    made.first = "\n".join(one.text for one in made.clauses)
    return made


def with_tokens(clause: Clause, tokens: Iterable[Token]) -> Clause:
    """Return the clause with other words."""
    return replace(clause, tokens=tuple(tokens))

"""What a line of a Word document looks like, and what that says about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from forum.drafts.importing.names import LONGEST_NAME, Names
from forum.drafts.importing.word.blocks import Block, Where
from forum.drafts.importing.word.languages import language_of
from forum.profiles.reading import reading

SHORT = 9  # words: more than that is no heading

_WORDS = re.compile(r"[^\W_]+")

Look = tuple[int, bool, int, str]


def look(block: Block) -> Look:
    """Return what a reader sees of a line before reading it: rank, weight, indent, numbering."""
    return block.heading, block.strong, block.depth, series(block)


def looks_of_headings(blocks: Sequence[Block], names: Names) -> frozenset[Look]:
    """Return the looks that only names of components have in this document, or nearly only."""
    every: Counter[Look] = Counter()
    named: Counter[Look] = Counter()
    for block in blocks:
        if block.where is Where.BODY:
            every[look(block)] += 1
            named[look(block)] += bool(names.exactly(block.text.partition(":")[0]))
    return frozenset(
        look for look, count in named.items() if count > 2 and count * 5 >= every[look] * 3
    )


def slanted_is_foreign(blocks: Sequence[Block], binding: str) -> bool:
    """Whether what is set in italics is what is said in the other language."""
    told = [language for one in blocks if one.slanted and (language := language_of(one.text))]
    return len(told) > 2 and sum(one != binding for one in told) * 5 >= len(told) * 4


def leads(block: Block, following: Block | None) -> bool:
    """Whether a line only leads to the list below it."""
    if following is None or not following.depth or not block.text.endswith(":"):
        return False
    return following.depth > block.depth or series(following) != series(block)


def series(block: Block) -> str:
    """Tell "1." from "a." and "(1)" from "•": items of one list are numbered alike."""
    return re.sub(r"[0-9]+", "1", re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", block.number)))


def note_word(text: str) -> bool:
    """Whether a text says of itself that it is a note: "Reason: …"."""
    head, colon, rest = text.partition(":")
    return bool(colon and rest.strip()) and bare(head.strip("( ")) in map(bare, reading().notes)


def short(text: str) -> bool:
    """Whether a text is short enough for a heading, and ends like one."""
    return (
        len(text) <= LONGEST_NAME and len(text.split()) <= SHORT and not text.endswith((".", ";"))
    )


def bare(text: str) -> str:
    """Return the words of a text in small letters, without marks and numbers' dots."""
    return " ".join(_WORDS.findall(text.casefold()))

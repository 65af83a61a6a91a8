"""Finding English where only Indonesian should be read."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from tests.sentences import PLACEHOLDER, indonesian, sentences

SILENT = {"script", "style", "code", "pre", "kbd", "svg", "template"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
READ_ALOUD = {"alt", "aria-label", "aria-description", "placeholder", "title"}
BUTTONS = {"submit", "button", "reset"}

ENGLISH = re.compile(
    r"\b(?i:the|and|are|was|were|this|that|these|those|with|without|you|your|they|their|there|from"
    r"|not|has|have|had|been|will|would|should|must|can|cannot|which|what|when|where|why|who|how"
    r"|then|than|before|after|until|every|each|other|more|only|here|its|for|nobody|nothing|please"
    r"|write|choose|read|send)\b|\b(?:of|is|we|if|or|it|to|by|an|at|on|be|as|so)\b"
)
"""Little words that no Indonesian sentence has, and hardly an English one is without."""

ADDRESS = re.compile(r"\S*(?:@|://|/)\S*")


def english_left(html: str) -> list[str]:
    """Return what an Indonesian page still says in English.

    People's own words, which stand in an element with its own `lang`, are theirs.
    """
    page = _Page()
    page.feed(html)
    page.close()
    return [text for text in page.said if is_english(text)]


def is_english(text: str) -> bool:
    """Tell whether this is one of our English sentences, or has words that only English has."""
    words = " ".join(text.split())
    plain, filled = _keys()
    return (
        bool(ENGLISH.search(ADDRESS.sub("", words)))
        or words in plain
        or any(key.fullmatch(words) for key in filled)
    )


@cache
def _keys() -> tuple[set[str], list[re.Pattern[str]]]:
    """Every English sentence that reads otherwise in Indonesian: plain ones, and filled in ones."""
    plain, filled = set(), []
    for sentence in sentences():
        there = indonesian().get(sentence.one)
        same = [there.string] if there and isinstance(there.string, str) else []
        for key in filter(None, (sentence.one, sentence.many)):
            pieces = _fixed(" ".join(key.split()))
            if key in same or not any(re.search("[A-Za-z]{2}", piece) for piece in pieces):
                continue
            if len(pieces) == 1:
                plain.add(pieces[0])
            else:
                filled.append(re.compile(".+?".join(map(re.escape, pieces))))
    return plain, filled


def _fixed(key: str) -> list[str]:
    return PLACEHOLDER.sub("\x00", key.replace("%%", "%")).split("\x00")


class _Page(HTMLParser):
    """Collects what is read or read aloud, but for what has its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.skipping: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        skip = self._skips or tag in SILENT or ("lang" in given and tag != "html")
        if not skip:
            self.said += [value for value in _aloud(tag, given) if value.strip()]
        if tag not in VOID:
            self.skipping.append(skip)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.skipping:
            self.skipping.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._skips:
            self.said.append(data.strip())

    @property
    def _skips(self) -> bool:
        return bool(self.skipping) and self.skipping[-1]


def _aloud(tag: str, given: dict[str, str]) -> list[str]:
    aloud = [value for name, value in given.items() if name in READ_ALOUD]
    aloud += [value for name, value in given.items() if name.startswith("data-") and " " in value]
    if tag == "input" and given.get("type") in BUTTONS:
        aloud.append(given.get("value", ""))
    if tag == "meta" and given.get("name") == "description":
        aloud.append(given.get("content", ""))
    return aloud

"""The numbers that Word counts by itself: they are not in the text, but readers see them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DEEPEST = 9
LONGEST = 60
"""Of what is printed before a paragraph: a document may claim megabytes, again for each."""
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def value(element: Any, path: str) -> str:
    """Return the `w:val` of what lies at this path below the element, or nothing."""
    found = element.find("/".join(W + step for step in path.split("/"))) if path else element
    return found.get(f"{W}val", "") if found is not None else ""


@dataclass
class Numbering:
    """How each list counts, and how far each has come."""

    levels: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def next(self, list_id: str, depth: int) -> str:
        """Return the next number of a list at this depth, as it is printed."""
        kind = self.lists.get(list_id)
        if kind is None:
            return ""
        shape, printed, start = self.levels.get((kind, depth), ("decimal", f"%{depth + 1}.", 1))
        counts = self.counts[kind]
        counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if shape in ("bullet", "none"):
            return "•" if shape == "bullet" else ""
        text = printed
        for level in range(DEEPEST):
            form = self.levels.get((kind, level), ("decimal", "", 1))[0]
            text = text.replace(f"%{level + 1}", _written(counts.get(level, 1), form))
        return text.strip()


def read_numbering(root: Any) -> Numbering:
    """Return what the numbering part of a document says; nothing, if it has none."""
    numbering = Numbering()
    if root is None:
        return numbering
    for kind in root.iter(f"{W}abstractNum"):
        name = kind.get(f"{W}abstractNumId", "")
        for level in kind.iter(f"{W}lvl"):
            depth = whole(level.get(f"{W}ilvl"), 0)
            numbering.levels[name, depth] = (
                value(level, "numFmt") or "decimal",
                value(level, "lvlText")[:LONGEST],
                whole(value(level, "start"), 1),
            )
    for one in root.iter(f"{W}num"):
        numbering.lists[one.get(f"{W}numId", "")] = value(one, "abstractNumId")
    return numbering


def whole(text: str | None, otherwise: int) -> int:
    """Return a small whole number that a document claims, or another one."""
    return (
        int(text) if text and text.isascii() and text.isdecimal() and len(text) < 5 else otherwise
    )


def _written(count: int, shape: str) -> str:
    match shape:
        case "lowerLetter":
            return chr(96 + (count - 1) % 26 + 1)
        case "upperLetter":
            return chr(64 + (count - 1) % 26 + 1)
        case "lowerRoman":
            return _roman(count)
        case "upperRoman":
            return _roman(count).upper()
        case _:
            return str(count)


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        while count >= size and len(text) < 20:
            text, count = text + letters, count - size
    return text

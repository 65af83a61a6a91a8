"""In which language a paragraph is written, by its commonest words. A guess, and used as one."""

from __future__ import annotations

import re

from forum.profiles.reading import reading

_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """Return the language whose common words stand in a text most often, or nothing if unsure."""
    said = [word.casefold() for word in _WORD.findall(text)]
    counted = sorted(
        ((sum(word in common for word in said), code) for code, common in reading().common.items()),
        reverse=True,
    )
    (most, best), (next_most, _other) = counted[0], counted[1]
    return best if most > next_most and most * 8 >= len(said) else ""

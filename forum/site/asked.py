"""What a link asks for, read so that nothing in an address can go wrong."""

from __future__ import annotations

from forum.core.text import clean

LONGEST = 200
LAST_PAGE = 1_000_000


def page_asked(text: str | None) -> int:
    """Return the number of a page, the first one for anything that is not a number."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 7:
        return 1
    return min(max(int(text), 1), LAST_PAGE)


def words_asked(text: str | None) -> str:
    """Return the words to look for, tidied and not too many."""
    return clean((text or "")[:LONGEST])

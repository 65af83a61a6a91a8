"""Words of one clause: marked by somebody, found again in its text, cut into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from forum.core.errors import Invalid
from forum.core.i18n import _

AROUND = 32  # characters on each side that tell one "hari kerja" from another
LONGEST_QUOTE = 1_000

_WORD = re.compile(r"\w+(?:[.,]\w+)*|[^\w\s]")
# A full stop ends a sentence unless what stands before it is a "No." or "dr."; a "!" does not if a
# small letter follows ("SP4N-LAPOR! melalui laman"); a semicolon does, and a line.
_END = re.compile(
    r"(?:(?<=\w\w\w)|(?<=\.\w\w)|(?<=\d\d)|(?<=[\])”\"']))(?:\.[.!?]*|[!?]+(?!\s+[a-z(]))(?=\s)"
    r"|;(?=\s)|\n+"
)


class Span(NamedTuple):
    """Where words stand in a text: the first character, and the one behind the last."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Words of one clause in one language, and what stood around them."""

    lineage: str
    language: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


def anchor_at(text: str, span: Span, *, lineage: str, language: str) -> Anchor:
    """Return these words of a text with what stands around them."""
    start, end = span
    return Anchor(
        lineage=lineage,
        language=language,
        start=start,
        end=end,
        quote=text[start:end],
        before=text[max(0, start - AROUND) : start],
        after=text[end : end + AROUND],
    )


def check_quote(text: str, span: Span, quote: str) -> Span:
    """Return the whole words that a form marked in a text; refuse words that are not there.

    Without a quote the form chose a place only, which must hold a word.
    """
    start, end = span
    there = text[start:end] if 0 <= start < end <= len(text) else ""
    if not there or (quote and _tidy(there) != _tidy(quote)):
        raise Invalid(
            {"about": _("The clause does not read so. Mark the words again, or choose a sentence.")}
        )
    whole = whole_words(text, span)
    if not any(letter.isalnum() for letter in text[whole.start : whole.end]):
        raise Invalid({"about": _("Mark at least one word.")})
    if whole.end - whole.start > LONGEST_QUOTE:
        raise Invalid({"about": _("Mark fewer words, or comment on the whole clause.")})
    return whole


def whole_words(text: str, span: Span) -> Span:
    """Widen a span to the words that it cuts, and leave out the space around them."""
    start, end = span
    touched = [word.span() for word in _WORD.finditer(text) if word.start() < end]
    touched = [word for word in touched if word[1] > start]
    return Span(touched[0][0], touched[-1][1]) if touched else Span(start, start)


def find_quote(text: str, quote: str) -> Span | None:
    """Return where a text has these words, if it has them once."""
    pattern = r"\s+".join(re.escape(part) for part in quote.split())
    found = list(re.finditer(pattern, text)) if pattern else []
    return Span(*found[0].span()) if len(found) == 1 else None


def sentences(text: str) -> list[Span]:
    """Return the sentences of a clause without the space around them."""
    ends = [end.end() for end in _END.finditer(text)] + [len(text)]
    found, start = list[Span](), 0
    for end in ends:
        part = text[start:end]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            found.append(Span(start + lead, start + len(part.rstrip())))
        start = end
    return found


def sentence_at(text: str, span: Span) -> Span:
    """Return the sentence, or the run of sentences, in which these words stand."""
    touched = [one for one in sentences(text) if one.start < span.end and one.end > span.start]
    return Span(touched[0].start, touched[-1].end) if touched else span


def _tidy(text: str) -> str:
    return " ".join(text.split())

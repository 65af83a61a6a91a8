"""Numbers and dates in words, as official forms want them: 2025 is "dua ribu dua puluh lima".

A language that is not here writes the figures: a number is never left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date

from forum.core.i18n import language

LARGEST = 1_000_000_000


class SpeltDate(NamedTuple):
    """A day as a form names it: "Selasa", "tujuh", "Oktober", "dua ribu dua puluh lima"."""

    weekday: str
    day: str
    month: str
    year: str


def spelt(number: int, name: str = "") -> str:
    """Write a number in words, in this language or the reader's; figures beyond a billion."""
    speller = _SPELLERS.get(name or language.get())
    if speller is None or not 0 <= number <= LARGEST:
        return str(number)
    return speller(number)


def spelt_date(when: date, zone: str = "") -> SpeltDate:
    """Return the parts of a date in words, in the reader's language; a moment: in `zone`."""
    if isinstance(when, datetime):
        when = when.astimezone(ZoneInfo(zone or "UTC")).date()
    weekday, month = (format_date(when, part, locale=language.get()) for part in ("EEEE", "MMMM"))
    return SpeltDate(weekday, spelt(when.day), month, spelt(when.year))


_ID_WORDS = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
_ID = _ID_WORDS.split()
_ID_RANKS = ((LARGEST, "miliar"), (1_000_000, "juta"), (1_000, "ribu"), (100, "ratus"))


def _indonesian(number: int) -> str:
    if number < len(_ID):
        return _ID[number]
    if number < 20:
        return f"{_ID[number - 10]} belas"
    if number < 100:
        return _joined(f"{_ID[number // 10]} puluh", number % 10, _indonesian)
    value, rank = next(one for one in _ID_RANKS if number >= one[0])
    many, rest = divmod(number, value)
    # One hundred and one thousand are one word: seratus, seribu.
    head = f"se{rank}" if many == 1 and value <= 1_000 else f"{_indonesian(many)} {rank}"
    return _joined(head, rest, _indonesian)


_EN_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_EN_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_EN, _EN_TENS = _EN_WORDS.split(), _EN_TEN_WORDS.split()
_EN_RANKS = ((LARGEST, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))


def _english(number: int) -> str:
    if number < len(_EN):
        return _EN[number]
    if number < 100:
        ten = _EN_TENS[number // 10 - 2]
        return f"{ten}-{_EN[number % 10]}" if number % 10 else ten
    value, rank = next(one for one in _EN_RANKS if number >= one[0])
    many, rest = divmod(number, value)
    head = f"{_english(many)} {rank}"
    return _joined(f"{head} and" if 0 < rest < 100 else head, rest, _english)


def _joined(head: str, rest: int, speller: Callable[[int], str]) -> str:
    return f"{head} {speller(rest)}" if rest else head


_SPELLERS: dict[str, Callable[[int], str]] = {"id": _indonesian, "en": _english}

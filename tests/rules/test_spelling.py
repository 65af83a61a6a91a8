"""Numbers and dates in words, as the clerk of an office writes them into an official record."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.i18n import speaking
from forum.core.spelling import LARGEST, spelt, spelt_date

WORDS = [
    (0, "nol", "zero"),
    (11, "sebelas", "eleven"),
    (12, "dua belas", "twelve"),
    (20, "dua puluh", "twenty"),
    (31, "tiga puluh satu", "thirty-one"),
    (100, "seratus", "one hundred"),
    (111, "seratus sebelas", "one hundred and eleven"),
    (212, "dua ratus dua belas", "two hundred and twelve"),
    (1_000, "seribu", "one thousand"),
    (1_001, "seribu satu", "one thousand and one"),
    (1_945, "seribu sembilan ratus empat puluh lima", "one thousand nine hundred and forty-five"),
    (2_025, "dua ribu dua puluh lima", "two thousand and twenty-five"),
    (11_100, "sebelas ribu seratus", "eleven thousand one hundred"),
    (100_000, "seratus ribu", "one hundred thousand"),
    (1_000_000, "satu juta", "one million"),
    (1_001_000, "satu juta seribu", "one million one thousand"),
    (LARGEST, "satu miliar", "one billion"),
]


@pytest.mark.parametrize(("number", "indonesian", "english"), WORDS)
def test_a_number_is_written_as_it_is_said(number, indonesian, english):
    assert spelt(number, "id") == indonesian
    assert spelt(number, "en") == english


@given(st.integers(0, LARGEST))
def test_whoever_hears_an_indonesian_number_can_write_it_down(number):
    assert heard(spelt(number, "id"), INDONESIAN) == number


@given(st.integers(0, LARGEST))
def test_whoever_hears_an_english_number_can_write_it_down(number):
    assert heard(spelt(number, "en").replace("-", " "), ENGLISH) == number


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_has_no_words_here_stays_in_figures(number):
    assert spelt(number, "id") == str(number)
    assert spelt(7, "mk") == "7"


def test_a_day_is_spelt_in_the_language_of_the_reader():
    day = date(2025, 10, 7)

    with speaking("id"):
        assert spelt_date(day) == ("Selasa", "tujuh", "Oktober", "dua ribu dua puluh lima")
    with speaking("en"):
        assert spelt_date(day) == ("Tuesday", "seven", "October", "two thousand and twenty-five")


def test_a_late_evening_in_london_is_the_next_day_in_makassar():
    with speaking("id"):
        found = spelt_date(datetime(2026, 11, 30, 17, 0, tzinfo=UTC), "Asia/Makassar")

    assert found[:3] == ("Selasa", "satu", "Desember")


ONES = {
    "id": "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "tens": "zero ten twenty thirty forty fifty sixty seventy eighty ninety",
}
INDONESIAN: dict[str, int | str] = {
    **{word: number for number, word in enumerate(ONES["id"].split())},
    "belas": "+10",
    "puluh": "*10",
    "ratus": "*100",
    "seratus": 100,
    "seribu": "1k",
    "ribu": 1_000,
    "juta": 1_000_000,
    "miliar": LARGEST,
}
ENGLISH: dict[str, int | str] = {
    **{word: 10 * number for number, word in enumerate(ONES["tens"].split())},
    **{word: number for number, word in enumerate(ONES["en"].split())},
    "hundred": "*100",
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": LARGEST,
}


def heard(words: str, known: dict[str, int | str]) -> int:
    """Add the words up one after another, as somebody does who writes along."""
    total = group = last = 0
    for word in words.split():
        if word == "and":
            continue
        value = known[word]
        if value == "+10":
            group, last = group + 10, last + 10
        elif value in ("*10", "*100"):
            times = int(str(value)[1:])
            group, last = group - last + last * times, last * times
        elif value == "1k":
            total, group, last = total + 1_000, 0, 0
        elif isinstance(value, int) and value >= 1_000:
            total, group, last = total + group * value, 0, 0
        else:
            assert isinstance(value, int)
            group, last = group + value, value
    return total + group

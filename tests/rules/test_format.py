"""Dates, numbers and typed fields as Sari reads them in Indonesian and a visitor in English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from forum.core import format as write
from forum.core.field_words import Shown, duration_words, field_words, shown
from forum.core.i18n import speaking
from forum.core.templating import environment

CLOSES = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
HERE = "Asia/Makassar"


@pytest.fixture
def indonesian() -> Iterator[None]:
    with speaking("id"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with speaking("en"):
        yield


def test_sari_reads_a_closing_time_with_its_weekday_and_zone(indonesian: None) -> None:
    assert write.moment(CLOSES, HERE) == "Senin 30 November 2026, 16.00 WITA"
    assert write.weekday(CLOSES, HERE) == "Senin 30 November, 16.00 WITA"
    assert write.zone_of(CLOSES, HERE) == "WITA"
    assert write.day(CLOSES, HERE) == "30 November 2026"
    assert write.short_day(date(2026, 12, 14)) == "14 Des"


def test_a_visitor_reads_the_same_time_in_english(english: None) -> None:
    assert write.moment(CLOSES, HERE) == "Monday 30 November 2026, 16:00 WITA"
    assert write.hour(CLOSES, HERE) == "16:00 WITA"
    assert write.short_day(date(2026, 12, 14)) == "14 Dec"


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("Asia/Jakarta", "15.00 WIB"),
        ("Asia/Jayapura", "17.00 WIT"),
        ("Asia/Singapore", "16.00 UTC+08"),
        ("UTC", "08.00 UTC"),
    ],
)
def test_a_time_belongs_to_its_place(indonesian: None, zone: str, time: str) -> None:
    assert write.hour(CLOSES, zone) == time


def test_a_day_begins_when_it_begins_there(indonesian: None) -> None:
    late = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)

    assert write.day(late, HERE) == "1 Desember 2026"
    assert write.day(late, "UTC") == "30 November 2026"


def test_a_thing_without_a_place_has_the_time_of_the_forum(indonesian: None) -> None:
    assert write.hour(CLOSES) == "15.00 WIB"


def test_no_time_is_written_as_nothing() -> None:
    assert not write.moment(None)
    assert not write.until(None)
    assert not write.iso(None)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=6), "in 6 days"),
        (timedelta(hours=25), "in 1 day"),
        (timedelta(hours=23, minutes=59), "in 23 hours"),
        (timedelta(minutes=61), "in 1 hour"),
        (timedelta(minutes=59), "in 59 minutes"),
        (timedelta(seconds=30), "in less than a minute"),
        (timedelta(seconds=-30), "just now"),
        (timedelta(minutes=-2), "2 minutes ago"),
        (timedelta(hours=-1), "1 hour ago"),
        (timedelta(days=-3), "3 days ago"),
    ],
)
def test_what_is_left_is_counted_in_words(english: None, before: timedelta, words: str) -> None:
    with time_machine.travel(CLOSES - before, tick=False):
        assert write.until(CLOSES, HERE) == words


def test_days_are_counted_on_the_calendar(english: None) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), tick=False):
        assert write.until(CLOSES, HERE) == "in 6 days"


def test_numbers_and_money_follow_the_language() -> None:
    with speaking("id"):
        assert write.number(1984) == "1.984"
        assert write.money(50_000) == "Rp50.000"
        assert write.money(12.5, "EUR") == "EUR 12,50"
    with speaking("en"):
        assert write.number(1984) == "1,984"
        assert write.money(50_000) == "Rp50,000"


def test_one_template_answers_two_readers(indonesian: None) -> None:
    constant = environment().from_string("{{ 1984|number }}")

    assert constant.render() == "1.984"
    with speaking("en"):
        assert constant.render() == "1,984"


def test_a_duration_agrees_with_its_number(english: None) -> None:
    assert duration_words(1, "working_day") == "1 working day"
    assert duration_words(14, "working_day") == "14 working days"
    assert duration_words(0, "day") == "the same day"


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"kind": "duration", "value": 5, "unit": "minute"}, ["5 minutes"]),
        ({"kind": "money", "amount": 0, "currency": "IDR", "free": True}, ["free of charge"]),
        ({"kind": "money", "amount": 350_000, "currency": "IDR", "free": False}, ["Rp350,000"]),
        (
            {"kind": "documents", "items": [{"id": "Kartu keluarga", "en": "Family card"}]},
            ["Family card"],
        ),
        ({"kind": "legal_basis", "items": [{"id": "UU 24/2013"}]}, ["UU 24/2013"]),
        (
            {"kind": "channels", "items": [{"type": "phone", "value": "(021) 555-0100"}]},
            ["Telephone: (021) 555-0100"],
        ),
        (
            {
                "kind": "steps",
                "items": [
                    {"actor": "operator", "action": {"en": "Print the card"}, "minutes": 1},
                    {"actor": "", "action": {"en": "Receive the card"}, "minutes": None},
                ],
            },
            ["Print the card, operator (1 minute)", "Receive the card"],
        ),
        ({"kind": "choice", "value": "complete_file"}, ["when the file is complete"]),
    ],
)
def test_every_kind_of_field_has_words(
    english: None, field: dict[str, Any], words: list[str]
) -> None:
    names = {"complete_file": {"id": "sejak berkas lengkap", "en": "when the file is complete"}}

    assert field_words(field, names) == words


def test_a_shorter_deadline_reads_14_to_5_working_days(english: None) -> None:
    def duration(value: int, unit: str = "working_day") -> dict[str, Any]:
        return {"kind": "duration", "value": value, "unit": unit}

    assert shown(duration(14), duration(5)) == Shown(["14"], ["5"], "working days", same=False)
    assert shown(duration(14), duration(14)) == Shown(
        ["14 working days"], ["14 working days"], "", same=True
    )
    assert shown(duration(2, "day"), duration(1, "hour")) == Shown(
        ["2 days"], ["1 hour"], "", same=False
    )
    assert shown(None, duration(5)) == Shown([], ["5 working days"], "", same=False)
    assert shown(duration(5), duration(0)) == Shown(
        ["5 working days"], ["the same day"], "", same=False
    )


def test_what_happened_a_moment_ago_is_told_to_the_second(indonesian: None) -> None:
    assert write.second(CLOSES + timedelta(seconds=7), HERE) == "16.00.07"
    with speaking("en"):
        assert write.second(CLOSES + timedelta(seconds=7), HERE) == "16:00:07"


@pytest.mark.parametrize(
    ("left", "words"), [(72, "1.12"), (600, "10.00"), (5, "0.05"), (-30, "0.00")]
)
def test_a_clock_runs_down_to_nothing_and_stays_there(
    indonesian: None, left: int, words: str
) -> None:
    with time_machine.travel(CLOSES, tick=False):
        assert write.countdown(CLOSES + timedelta(seconds=left)) == words

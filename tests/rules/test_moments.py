"""Times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.i18n import speaking
from forum.web.moments import read_moment, write_moment

MAKASSAR = "Asia/Makassar"
INDONESIA = st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def test_four_in_the_afternoon_in_makassar_is_eight_in_the_morning_in_utc():
    assert read_moment("2026-11-30T16:00", MAKASSAR) == datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def test_a_space_between_day_and_hour_is_fine():
    assert read_moment("2026-11-30 16:00", MAKASSAR) == read_moment("2026-11-30T16:00", MAKASSAR)


def test_nothing_typed_is_no_time():
    assert read_moment("", MAKASSAR) is None
    assert write_moment(None, MAKASSAR) == ""


@given(st.integers(0, 50_000_000), INDONESIA)
def test_what_a_field_shows_is_read_back_as_the_same_minute(minutes, zone):
    when = datetime(2000, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)

    assert read_moment(write_moment(when, zone), zone) == when


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30 November", "Write a date and a time"),
        ("2026-11-30", "Write a date and a time"),
        ("2026-13-01T00:00", "Write a date and a time"),
        ("2026-11-31T00:00", "Write a date and a time"),
        ("9999-12-31T23:59", "Write a year between"),
        ("1026-11-30T16:00", "Write a year between"),
        ("2026-11-30T16:00+07:00", "without a zone of its own"),
        ("2026-11-30T16:00Z", "without a zone of its own"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_moment(typed, MAKASSAR)


def test_an_hour_that_the_clocks_skip_is_refused():
    with pytest.raises(ValueError, match="put forward"):
        read_moment("2026-03-29T02:30", "Europe/Berlin")

"""What is judged again is drawn from the record: nobody chooses, and anybody can draw again."""

import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.moderation.rules.drawing import drawn, drawn_at, week_of

leaves = st.sets(st.binary(min_size=32, max_size=32), max_size=90)


@given(leaves)
def test_one_in_twenty_is_drawn_and_one_at_least(made):
    lots = drawn(made)

    assert len(lots) == -(-len(made) // 20)
    assert set(lots) <= made


@given(leaves, st.randoms())
def test_whoever_has_the_entries_draws_the_same(made, random):
    assert drawn(random.sample(sorted(made), len(made))) == drawn(made)


def test_it_is_drawn_as_the_page_about_the_record_says():
    made = [hashlib.sha256(bytes([number])).digest() for number in range(41)]
    seed = hashlib.sha256(b"".join(sorted(made))).digest()
    lots = sorted(made, key=lambda leaf: hashlib.sha256(seed + leaf).hexdigest())

    assert drawn(made) == lots[:3]


def test_each_decision_of_the_week_changes_what_is_drawn():
    made = [hashlib.sha256(bytes([number])).digest() for number in range(200)]
    draws = {tuple(drawn(made[:number])) for number in range(100, 120)}

    assert len(draws) == 20


@pytest.mark.parametrize(
    ("at", "week"),
    [
        (datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC), "2026-W47"),
        (datetime(2026, 11, 23, tzinfo=UTC), "2026-W48"),
        (datetime(2027, 1, 3, tzinfo=UTC), "2026-W53"),
    ],
)
def test_a_week_begins_on_monday_and_is_drawn_from_on_the_next(at, week):
    assert week_of(at) == week
    assert week_of(drawn_at(week)) != week
    assert drawn_at(week) > at

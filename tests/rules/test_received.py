"""When a letter counts: the day it was received decides, not the day it is typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid, Refused
from forum.participation.rules import EARLIEST, check_received

OPENS, CLOSES = date(2026, 11, 1), date(2026, 11, 14)
days = st.dates(date(2026, 6, 1), date(2027, 6, 1))


@given(days, days)
def test_a_letter_counts_if_it_came_in_time_however_late_it_is_entered(came, today):
    if came > today or came < OPENS - EARLIEST:
        with pytest.raises(Invalid):
            check_received(came, OPENS, CLOSES, today)
    elif came > CLOSES:
        with pytest.raises(Refused):
            check_received(came, OPENS, CLOSES, today)
    else:
        assert check_received(came, OPENS, CLOSES, today) == came


def test_a_letter_without_a_day_is_asked_for_it():
    with pytest.raises(Invalid) as wrong:
        check_received(None, OPENS, CLOSES, CLOSES + timedelta(days=1))
    assert list(wrong.value.fields) == ["received"]

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.rules.codes import enrolment_uri, matching_step, new_code_secret

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
SECRET = new_code_secret()
PRESENT = int(NOON.timestamp()) // 30


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@pytest.mark.parametrize(("seconds", "step"), [(-30, -1), (0, 0), (29, 0), (30, 1)])
def test_a_telephone_may_be_half_a_minute_off(seconds, step):
    code = code_at(NOON + timedelta(seconds=seconds))
    assert matching_step(SECRET, code, NOON, after=0) == PRESENT + step


@pytest.mark.parametrize("seconds", [-61, -31, 60, 90])
def test_older_and_later_codes_are_refused(seconds):
    assert matching_step(SECRET, code_at(NOON + timedelta(seconds=seconds)), NOON, after=0) is None


def test_no_code_works_twice():
    code = code_at(NOON)
    used = matching_step(SECRET, code, NOON, after=0)
    assert used is not None
    for later in range(0, 90, 10):
        assert matching_step(SECRET, code, NOON + timedelta(seconds=later), after=used) is None


def test_a_code_older_than_one_that_was_used_is_refused():
    assert matching_step(SECRET, code_at(NOON - timedelta(seconds=30)), NOON, after=PRESENT) is None


def test_spaces_in_a_code_do_not_matter():
    code = code_at(NOON)
    assert matching_step(SECRET, f" {code[:3]} {code[3:]} ", NOON, after=0) == PRESENT


@given(st.text(max_size=20))
def test_anything_else_is_simply_wrong(typed):
    right = {code_at(NOON + timedelta(seconds=seconds)) for seconds in (-30, 0, 30)}
    if "".join(typed.split()) not in right:
        assert matching_step(SECRET, typed, NOON, after=0) is None


def test_the_app_is_told_whose_code_it_is_and_of_which_site():
    uri = enrolment_uri(SECRET, email="sari@example.id", site="Forum Konsultasi")
    assert pyotp.parse_uri(uri).now() == pyotp.TOTP(SECRET).now()
    assert "Forum%20Konsultasi:sari%40example.id" in uri

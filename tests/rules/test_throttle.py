from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.rules.sign_ins import LINK_LIFE
from forum.accounts.rules.throttle import (
    GUESSES_AT_ACCOUNT,
    GUESSES_FROM_NETWORK,
    LETTERS_FROM_NETWORK,
    LETTERS_TO_ADDRESS,
    NO_PAUSE,
    Pace,
    network_of,
    too_soon,
)
from forum.core.i18n import speaking

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def evaluated(pace: Pace, tries: list[timedelta]) -> int:
    """Count how many of these tries are looked at; a try that comes too soon is not."""
    seen: list[datetime] = []
    for after in sorted(tries):
        if pace.left(seen, NOON + after) == NO_PAUSE:
            seen.append(NOON + after)
    return len(seen)


def most_within(pace: Pace, time: timedelta) -> int:
    """Count the tries of somebody who knows the pauses and tries as soon as each is over."""
    seen, now = [NOON], NOON
    while (now := max(now, now + pace.left(seen, now))) - NOON < time:
        seen.append(now)
    return len(seen) - 1


@given(st.integers(), st.timedeltas(timedelta(seconds=1), DAY))
def test_of_a_thousand_guesses_within_a_day_at_most_thirty_are_looked_at(seed, time):
    random = Random(seed)  # noqa: S311 - times, not secrets
    assert evaluated(GUESSES_AT_ACCOUNT, [random.random() * time for _ in range(1000)]) <= 30


def test_not_even_perfect_timing_gives_more_than_thirty_guesses_at_an_account_a_day():
    assert 20 <= most_within(GUESSES_AT_ACCOUNT, DAY) <= 30


def test_a_network_gets_at_most_thirty_guesses_at_all_accounts_in_an_hour():
    assert 20 <= most_within(GUESSES_FROM_NETWORK, timedelta(hours=1)) <= 30


@pytest.mark.parametrize(
    "pace", [GUESSES_AT_ACCOUNT, GUESSES_FROM_NETWORK, LETTERS_TO_ADDRESS, LETTERS_FROM_NETWORK]
)
@given(st.integers(0, 100_000))
def test_nobody_is_locked_out(pace, attempts):
    assert pace.pause_after(attempts) <= pace.longest


def test_sari_may_mistype_her_password_a_few_times_without_waiting():
    assert evaluated(GUESSES_AT_ACCOUNT, [timedelta(seconds=n) for n in range(5)]) == 5


def test_the_first_pause_is_short():
    five = [NOON] * 5
    assert GUESSES_AT_ACCOUNT.left(five, NOON) == timedelta(seconds=15)
    assert GUESSES_AT_ACCOUNT.left(five, NOON + timedelta(seconds=15)) == NO_PAUSE


def test_yesterdays_attempts_are_forgotten():
    assert GUESSES_AT_ACCOUNT.left([NOON - DAY] * 50, NOON) == NO_PAUSE


def test_letters_keep_coming_at_least_as_often_as_a_link_lives():
    assert LETTERS_TO_ADDRESS.longest <= LINK_LIFE


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9/32"),
        ("::ffff:203.0.113.9", "203.0.113.9/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_network_is_one_ipv4_address_or_one_household_of_ipv6(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        (timedelta(seconds=1), "Too many attempts. Wait 1 minute, then try again."),
        (timedelta(seconds=60), "Too many attempts. Wait 1 minute, then try again."),
        (timedelta(seconds=61), "Too many attempts. Wait 2 minutes, then try again."),
        (timedelta(hours=2), "Too many attempts. Wait 120 minutes, then try again."),
    ],
)
def test_the_sentence_says_how_long_to_wait(left, sentence):
    with speaking("en"):
        assert too_soon(left).message == sentence


def test_two_guesses_of_one_moment_are_both_free():
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    just_after = now + timedelta(microseconds=40)
    assert Pace(5, timedelta(seconds=15), timedelta(hours=2)).left([just_after], now) == timedelta()

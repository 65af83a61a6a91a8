from datetime import UTC, datetime, timedelta

import pytest

from forum.access.policy import OPERATOR, Actor, Grant, Role
from forum.accounts.rules.roles import check_giver, check_taking
from forum.accounts.rules.sign_ins import Next, check_fresh, check_link, still_good, what_next
from forum.core.errors import NotAllowed, Refused
from forum.core.i18n import speaking

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def test_a_link_is_good_for_fifteen_minutes():
    check_link(NOON, None, NOON + 15 * MINUTE)
    with speaking("en"), pytest.raises(Refused) as late:
        check_link(NOON, None, NOON + 15 * MINUTE + timedelta(seconds=1))
    assert late.value.message == "This sign-in link has expired. Ask for a new one."


def test_a_link_is_good_once():
    with speaking("en"), pytest.raises(Refused) as again:
        check_link(NOON, NOON, NOON)
    assert again.value.message == "This sign-in link has been used. Ask for a new one."


@pytest.mark.parametrize(
    ("started", "seen", "staff", "good"),
    [
        (HOUR, MINUTE, False, True),
        (13 * HOUR, 12 * HOUR, False, True),
        (13 * HOUR, 12 * HOUR + MINUTE, False, False),
        (7 * 24 * HOUR, MINUTE, False, True),
        (7 * 24 * HOUR + MINUTE, MINUTE, False, False),
        (8 * HOUR, MINUTE, True, True),
        (8 * HOUR + MINUTE, MINUTE, True, False),
    ],
)
def test_a_sign_in_ends_after_half_a_day_alone_or_a_week_and_for_staff_after_a_working_day(
    started, seen, staff, good
):
    assert still_good(NOON - started, NOON - seen, NOON, staff=staff) is good


@pytest.mark.parametrize(
    ("has_second_factor", "has_roles", "following"),
    [
        (False, False, Next.NOTHING),
        (True, False, Next.CODE),
        (True, True, Next.CODE),
        (False, True, Next.SET_UP),
    ],
)
def test_staff_must_have_a_second_factor_and_whoever_has_one_must_use_it(
    has_second_factor, has_roles, following
):
    assert what_next(has_second_factor=has_second_factor, has_roles=has_roles) is following


def test_what_could_lock_the_owner_out_needs_a_sign_in_of_the_last_fifteen_minutes():
    check_fresh(NOON, NOON + 15 * MINUTE)
    with speaking("en"), pytest.raises(Refused, match="Sign in again first"):
        check_fresh(NOON, NOON + 16 * MINUTE)


def test_nobody_gives_a_role_to_themself_but_the_operator():
    omar = Actor(person_id=7)
    check_giver(omar, 8)
    check_giver(OPERATOR, 7)
    with speaking("en"), pytest.raises(NotAllowed, match="You cannot give a role to yourself"):
        check_giver(omar, 7)


def test_the_last_owner_of_an_agency_stays():
    owner = Grant(Role.OWNER, 1)
    check_taking(owner, [Grant(Role.OWNER, 1)])
    check_taking(Grant(Role.DRAFTER, 1), [])
    check_taking(Grant(Role.OWNER, 1, "k7m2q9x4ab"), [])
    for others in ([], [Grant(Role.DRAFTER, 1)], [Grant(Role.OWNER, 1, "k7m2q9x4ab")]):
        with speaking("en"), pytest.raises(Refused, match="This is the last owner of the agency"):
            check_taking(owner, others)

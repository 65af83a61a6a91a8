"""Codes of an authenticator app: demanded of staff, offered to everybody."""

import asyncio
from datetime import timedelta

import pytest

from forum.access.policy import OPERATOR, Actor, Role
from forum.accounts.actions import (
    begin_second_factor,
    begin_sign_in,
    clear_second_factor,
    confirm_second_factor,
    pass_second_factor,
    recognise,
    remove_second_factor,
)
from forum.accounts.models import Person, SignIn
from forum.accounts.rules.sign_ins import Next
from forum.catalogue.models import Agency
from forum.core import clock
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from tests.clocks import code_of, later
from tests.databases import both_databases
from tests.people import person
from tests.signing_in import VISITOR, arrive, refused

WRONG = "another look"


async def secret_of(actor: Actor) -> str:
    return (await Person.get(id=actor.person_id)).totp_secret


async def enrol(email: str) -> tuple[Actor, str]:
    """Sign in, set up a second factor with a first code, and return who that is, and the secret."""
    opened = await arrive(email)
    actor = await recognise(opened.token)
    await begin_second_factor(actor)
    secret = await secret_of(actor)
    token = await confirm_second_factor(actor, code_of(secret))
    return await recognise(token), secret


@pytest.fixture
async def dewi(agency: Agency) -> Actor:
    """A drafter on her first day."""
    return await person("Dewi Anggraini", agency, Role.DRAFTER)


@both_databases
async def test_roles_wake_when_the_second_factor_is_set_up_and_the_secret_of_the_cookie_changes(
    dewi,
):
    opened = await arrive("dewi@example.id")
    assert opened.next is Next.SET_UP
    asleep = await recognise(opened.token)
    assert (asleep.asleep, asleep.is_staff) == (True, False)

    await begin_second_factor(asleep)
    token = await confirm_second_factor(asleep, code_of(await secret_of(dewi)))

    awake = await recognise(token)
    assert (awake.asleep, awake.is_staff) == (False, True)
    assert await recognise(opened.token) is None


@both_databases
async def test_the_next_sign_in_counts_only_after_the_code(dewi):
    _actor, secret = await enrol("dewi@example.id")
    with later(hours=1):
        opened = await arrive("dewi@example.id")
        assert opened.next is Next.CODE
        waiting = await recognise(opened.token)
        assert (waiting.signed_in, waiting.is_staff, waiting.asleep) == (False, False, True)

        token = await pass_second_factor(waiting, code_of(secret))

        assert (await recognise(token)).is_staff
        assert await recognise(opened.token) is None


async def test_a_citizen_with_a_second_factor_is_not_signed_in_before_the_code(sari):
    _actor, secret = await enrol("sari@example.id")
    with later(hours=1):
        opened = await arrive("sari@example.id")
        waiting = await recognise(opened.token)
        assert not waiting.signed_in
        with pytest.raises(NotAllowed):
            await begin_second_factor(waiting)

        token = await pass_second_factor(waiting, code_of(secret))

        assert (await recognise(token)).person_id == sari.person_id


async def test_setting_it_up_asks_every_other_device_for_the_code(sari):
    elsewhere = (await arrive("sari@example.id")).token
    await enrol("sari@example.id")
    assert not (await recognise(elsewhere)).signed_in


@both_databases
async def test_a_code_works_once_even_for_two_at_the_same_moment(sari):
    _actor, secret = await enrol("sari@example.id")
    with later(minutes=5):
        her = await Person.get(id=sari.person_id)
        waiting = [await recognise(await begin_sign_in(VISITOR, her)) for _ in range(3)]
        results = await asyncio.gather(
            *(pass_second_factor(one, code_of(secret)) for one in waiting), return_exceptions=True
        )
    assert len([result for result in results if isinstance(result, str)]) == 1
    assert len([result for result in results if isinstance(result, Invalid)]) == 2


async def test_the_code_that_set_it_up_cannot_sign_in(sari):
    _actor, secret = await enrol("sari@example.id")
    waiting = await recognise((await arrive("sari@example.id")).token)
    with refused(Invalid, WRONG):
        await pass_second_factor(waiting, code_of(secret))


async def test_of_a_thousand_guesses_at_a_code_at_most_thirty_are_looked_at(sari):
    await enrol("sari@example.id")
    waiting = await recognise((await arrive("sari@example.id")).token)
    looked_at = 0
    for number in range(1000):
        with later(seconds=number * 40), pytest.raises(ForumError) as no:
            await pass_second_factor(waiting, f"{number:06}", network=f"{number}")
        looked_at += no.value.code == "form.invalid"
    assert 5 < looked_at <= 30


async def test_without_a_second_factor_no_code_wakes_a_role(dewi):
    opened = await arrive("dewi@example.id")
    asleep = await recognise(opened.token)
    with refused(Refused, "You have no second factor."):
        await pass_second_factor(asleep, "123456")
    await begin_second_factor(asleep)
    with refused(Refused, "You have no second factor."):
        await pass_second_factor(asleep, code_of(await secret_of(dewi)))
    assert not (await recognise(opened.token)).is_staff


async def test_a_wrong_first_code_turns_nothing_on(sari):
    actor = await recognise((await arrive("sari@example.id")).token)
    await begin_second_factor(actor)
    with refused(Invalid, WRONG):
        await confirm_second_factor(actor, "000000x")
    assert (await Person.get(id=sari.person_id)).totp_confirmed_at is None


async def test_a_borrowed_device_cannot_set_it_up(sari):
    opened = await arrive("sari@example.id")
    with later(minutes=16):
        actor = await recognise(opened.token)
        with refused(Refused, "Sign in again first"):
            await begin_second_factor(actor)


async def test_setting_it_up_twice_is_refused_so_that_no_one_replaces_the_secret(sari):
    actor, secret = await enrol("sari@example.id")
    with refused(Refused, "You have a second factor already."):
        await begin_second_factor(actor)
    with refused(Refused, "Begin to set up the second factor first."):
        await confirm_second_factor(actor, code_of(secret))
    assert await secret_of(sari) == secret


async def test_removing_it_takes_a_code_and_puts_roles_to_sleep(dewi):
    actor, secret = await enrol("dewi@example.id")
    with refused(Invalid, WRONG):
        await remove_second_factor(actor, "123 456")
    with later(minutes=2):
        await remove_second_factor(actor, code_of(secret))

    row = await SignIn.get(id=actor.sign_in_id)
    assert row.second_factor_at is None
    assert (await Person.get(id=dewi.person_id)).totp_secret == ""
    assert (await arrive("dewi@example.id")).next is Next.SET_UP


async def test_whoever_has_none_cannot_remove_one(sari):
    with refused(Refused, "You have no second factor."):
        await remove_second_factor(sari, "123456")


async def test_the_operator_removes_it_for_somebody_who_lost_the_telephone(sari):
    actor, _secret = await enrol("sari@example.id")

    await clear_second_factor(OPERATOR, " Sari@example.id")

    assert (await Person.get(id=sari.person_id)).totp_confirmed_at is None
    assert not await SignIn.exists(id=actor.sign_in_id, ended_at__isnull=True)
    assert (await arrive("sari@example.id")).next is Next.NOTHING


async def test_nobody_but_the_operator_removes_somebody_elses(sari, omar):
    await enrol("sari@example.id")
    for actor in (VISITOR, sari, omar):
        with pytest.raises(NotAllowed):
            await clear_second_factor(actor, "sari@example.id")
    with refused(NotFound, "Nobody has an account with this address."):
        await clear_second_factor(OPERATOR, "nobody@example.id")


async def test_a_code_without_a_sign_in_is_refused(db):
    with refused(Refused, "Sign in first, then give the code."):
        await pass_second_factor(VISITOR, "123456")


async def test_telephones_know_the_true_time_where_the_forums_clock_runs_ahead(sari):
    actor = await recognise((await arrive("sari@example.id")).token)
    await begin_second_factor(actor)
    code = code_of(await secret_of(sari))
    clock.set_ahead(timedelta(minutes=10))
    try:
        await confirm_second_factor(actor, code)
    finally:
        clock.set_ahead(timedelta())

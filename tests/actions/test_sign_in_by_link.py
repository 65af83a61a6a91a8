"""A mailed link signs in once, within fifteen minutes, whoever asked for it."""

import asyncio

import pytest

from forum.accounts.actions import Opened, ask_for_link, recognise, sign_in_by_link
from forum.accounts.models import Person, SignIn, SignInLink
from forum.accounts.queries import arrival_by
from forum.accounts.rules.sign_ins import Next
from forum.core.errors import Invalid, Refused, TooMany
from tests.clocks import later
from tests.databases import both_databases
from tests.signing_in import VISITOR, arrive, asked, refused


@both_databases
async def test_sari_signs_in_with_the_link_from_her_mail(sari):
    await ask_for_link(VISITOR, " Sari@Example.ID ", onward="/consultations/ktp")

    opened = await sign_in_by_link(VISITOR, asked[0].token, device="Firefox, Android")

    assert asked[0].email == "sari@example.id"
    assert (opened.person.id, opened.next) == (sari.person_id, Next.NOTHING)
    assert opened.onward == "/consultations/ktp"
    assert (await recognise(opened.token)).person_id == sari.person_id
    assert (await SignIn.get()).device == "Firefox, Android"


@both_databases
async def test_a_new_address_becomes_an_account_when_the_link_is_confirmed(db):
    await ask_for_link(VISITOR, "dewi@example.id")
    assert not await Person.exists()
    assert (await arrival_by(asked[0].token)).asks_name

    opened = await sign_in_by_link(VISITOR, asked[0].token, name=" Dewi  Anggraini ")

    assert (opened.person.name, opened.person.email) == ("Dewi Anggraini", "dewi@example.id")
    assert (await recognise(opened.token)).name == "Dewi Anggraini"


async def test_without_a_name_no_account_is_made_and_the_link_is_still_good(db):
    await ask_for_link(VISITOR, "dewi@example.id")

    with refused(Invalid, "another look"):
        await sign_in_by_link(VISITOR, asked[0].token, name=" ")

    assert not await Person.exists()
    await sign_in_by_link(VISITOR, asked[0].token, name="Dewi")


async def test_whoever_has_a_name_is_not_renamed_by_a_link(sari):
    opened = await arrive("sari@example.id", name="Somebody Else")
    assert opened.person.name == "Sari Wulandari"


async def test_looking_at_the_link_does_not_use_it(sari):
    await ask_for_link(VISITOR, "sari@example.id")
    for _ in range(3):
        assert not (await arrival_by(asked[0].token)).asks_name
    await sign_in_by_link(VISITOR, asked[0].token)


async def test_a_used_link_is_worth_nothing(sari):
    await ask_for_link(VISITOR, "sari@example.id")
    await sign_in_by_link(VISITOR, asked[0].token)

    for use in (arrival_by(asked[0].token), sign_in_by_link(VISITOR, asked[0].token)):
        with refused(Refused, "This sign-in link has been used. Ask for a new one."):
            await use
    assert await SignIn.all().count() == 1


@both_databases
async def test_two_who_use_one_link_at_the_same_moment_are_not_both_let_in(sari):
    await ask_for_link(VISITOR, "sari@example.id")

    results = await asyncio.gather(
        *(sign_in_by_link(VISITOR, asked[0].token) for _ in range(8)), return_exceptions=True
    )

    assert len([result for result in results if isinstance(result, Opened)]) == 1
    assert {result.code for result in results if not isinstance(result, Opened)} == {
        "sign-in.link-used"
    }
    assert await SignIn.all().count() == 1


@both_databases
async def test_two_links_to_one_new_address_make_one_account(db):
    await ask_for_link(VISITOR, "dewi@example.id")
    await ask_for_link(VISITOR, "dewi@example.id")

    await asyncio.gather(
        *(sign_in_by_link(VISITOR, fact.token, name="Dewi") for fact in asked),
        return_exceptions=True,
    )

    assert await Person.all().count() == 1


async def test_using_one_link_ends_the_others_to_that_address(sari, budi):
    await ask_for_link(VISITOR, "sari@example.id")
    await ask_for_link(VISITOR, "budi@example.id")
    await ask_for_link(VISITOR, "sari@example.id")

    await sign_in_by_link(VISITOR, asked[2].token)

    with refused(Refused, "has been used"):
        await sign_in_by_link(VISITOR, asked[0].token)
    await sign_in_by_link(VISITOR, asked[1].token)


async def test_a_link_expires_after_fifteen_minutes(sari):
    await ask_for_link(VISITOR, "sari@example.id")
    with later(minutes=16):
        with refused(Refused, "This sign-in link has expired. Ask for a new one."):
            await sign_in_by_link(VISITOR, asked[0].token)
        assert not await SignIn.exists()


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "a" * 100_000, "\x00", "' OR 1=1 --"])
async def test_a_link_that_is_not_ours_gets_a_sentence(db, token):
    with refused(Refused, "This sign-in link is not complete or too old. Ask for a new one."):
        await sign_in_by_link(VISITOR, token)


async def test_the_token_itself_is_stored_nowhere(sari):
    await ask_for_link(VISITOR, "sari@example.id")
    opened = await sign_in_by_link(VISITOR, asked[0].token)
    stored = [*await SignInLink.all().values(), *await SignIn.all().values()]
    assert asked[0].token not in str(stored)
    assert opened.token not in str(stored)


async def test_nobody_can_fill_saris_mailbox(sari):
    for _ in range(3):
        await ask_for_link(VISITOR, "sari@example.id", network="a")
    for network in ("a", "b"):
        with refused(TooMany, "Too many attempts. Wait 1 minute, then try again."):
            await ask_for_link(VISITOR, "sari@example.id", network=network)
    assert len(asked) == 3
    with later(minutes=1):
        await ask_for_link(VISITOR, "sari@example.id", network="b")


@both_databases
async def test_two_links_to_one_address_used_at_once_sign_in_once(sari):
    for _ in range(2):
        await ask_for_link(VISITOR, "sari@example.id")
    outcomes = await asyncio.gather(
        *(sign_in_by_link(VISITOR, link.token) for link in asked), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["Opened", "Refused"]

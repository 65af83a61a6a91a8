"""A password signs in; guessing comes to nothing, and nobody learns who has an account."""

import asyncio

import pytest
import structlog

from forum.accounts import hashing
from forum.accounts.actions import begin_sign_in, recognise, set_password
from forum.accounts.models import Attempt, Person
from forum.core.errors import ForumError, Invalid, NotAllowed, Refused
from tests.clocks import later
from tests.databases import both_databases
from tests.signing_in import PHRASE, VISITOR, arrive, asked, guess, refused, with_password


@both_databases
async def test_sari_signs_in_with_her_password(sari):
    await with_password(sari)
    opened = await guess(PHRASE, email="SARI@example.id")
    assert (await recognise(opened.token)).person_id == sari.person_id


@pytest.mark.parametrize("typed", ["ikan merah", PHRASE.upper(), f"{PHRASE} ", f" {PHRASE}", ""])
async def test_nothing_but_the_whole_password_fits(sari, typed):
    await with_password(sari)
    with refused(Refused, "This address and this password do not belong together."):
        await guess(typed)


async def test_a_password_of_128_characters_is_read_to_its_end(sari):
    long = "ikan merah terbang di atas atap " * 4
    await set_password(sari, long)
    for other in (long[:-1], long[:72], long[:-1] + "!", long + "!", long * 1000):
        with pytest.raises(Refused):
            await guess(other, network=other[-9:])
    with later(hours=3):
        await guess(long)


async def test_letters_that_look_alike_and_are_typed_differently_are_one_password(sari):
    await set_password(sari, "cafe\u0301 di tepi laut")
    await guess("caf\u00e9 di tepi laut")


async def test_an_unknown_address_an_account_without_password_and_a_wrong_password_look_alike(
    sari, budi
):
    await with_password(sari)
    told = set()
    for email in ("sari@example.id", "budi@example.id", "nobody@example.id"):
        with pytest.raises(Refused) as no:
            await guess("not the password", email=email)
        told.add((no.value.code, no.value.message, no.value.status))
    assert len(told) == 1


async def test_unknown_addresses_are_slowed_like_known_ones(sari):
    await with_password(sari)
    told = []
    for email in ("sari@example.id", "nobody@example.id"):
        for number in range(10):
            with pytest.raises(ForumError) as no:
                await guess("not the password", email=email, network=f"{email}{number}")
            told.append(no.value.code)
    assert told[:10] == told[10:]
    assert told.count("account.too-soon") == 10


async def test_of_a_thousand_guesses_at_one_account_at_most_thirty_are_looked_at(sari):
    await with_password(sari)
    looked_at = 0
    for number in range(1000):
        with later(seconds=number * 80), pytest.raises(ForumError) as no:  # a whole day of them
            await guess(f"guess number {number}", network=f"{number}")
        looked_at += no.value.code == "sign-in.wrong"
    assert 5 < looked_at <= 30


async def test_of_a_thousand_guesses_from_one_network_at_most_thirty_are_looked_at(db):
    looked_at = 0
    for number in range(1000):
        with later(seconds=number * 3), pytest.raises(ForumError) as no:
            await guess("password1234", email=f"person{number}@example.id")
        looked_at += no.value.code == "sign-in.wrong"
    assert 20 <= looked_at <= 30


@both_databases
async def test_guesses_sent_all_at_once_are_slowed_like_any_others(sari):
    await with_password(sari)

    results = await asyncio.gather(
        *(guess(f"guess number {number}", network=f"{number}") for number in range(40)),
        return_exceptions=True,
    )

    codes = [result.code for result in results if isinstance(result, ForumError)]
    assert codes.count("sign-in.wrong") == 5
    assert codes.count("account.too-soon") == 35


async def test_sari_is_delayed_never_locked_out(sari):
    await with_password(sari)
    for number in range(1000):
        with later(seconds=number * 80), pytest.raises(ForumError):
            await guess("wrong all day long", network=f"{number}")
    with later(seconds=1000 * 80):
        await arrive("sari@example.id")
    with later(seconds=1000 * 80, hours=2):
        await guess(PHRASE)


async def test_signing_in_forgets_earlier_mistakes_at_the_account_but_not_of_the_network(sari):
    await with_password(sari)
    for _ in range(4):
        with pytest.raises(Refused):
            await guess("mistyped", network="hall")
    await guess(PHRASE, network="hall")

    assert await Attempt.all().count() == 4
    for _ in range(4):
        with pytest.raises(Refused):
            await guess("mistyped", network="home")


async def test_a_password_kept_at_another_cost_is_kept_anew(sari):
    await with_password(sari)
    before = (await Person.get(id=sari.person_id)).password_hash
    hashing.set_cost(memory_kib=16, passes=1)

    await guess(PHRASE)

    after = (await Person.get(id=sari.person_id)).password_hash
    assert "m=8,t=1" in before
    assert "m=16,t=1" in after
    await guess(PHRASE)


async def test_what_happens_at_the_door_is_logged_without_an_address_a_name_or_a_secret(sari):
    await with_password(sari)
    with structlog.testing.capture_logs() as logged:
        for _ in range(6):
            with pytest.raises(ForumError):
                await guess("mistyped", network="203.0.113.9/32")
        await arrive("sari@example.id")

    events = [line["event"] for line in logged]
    assert events == ["password_wrong"] * 5 + ["attempt_refused", "signed_in"]
    assert logged[0]["person"] == sari.person_id
    for secret in ("sari", "Wulandari", "203.0.113", "mistyped", asked[-1].token):
        assert secret not in str(logged)


def test_passwords_are_argon2id_with_19_mib_two_passes_and_one_lane():
    made = hashing.Cost(hashing.MEMORY_KIB, hashing.PASSES).hasher.hash("x")
    assert made.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_right_after_signing_in_sari_sets_a_password_without_the_old_one(sari):
    await with_password(sari)
    opened = await arrive("sari@example.id")
    elsewhere = await begin_sign_in(VISITOR, opened.person)

    await set_password(await recognise(opened.token), "bebek di atas atap")

    assert await recognise(opened.token)
    assert await recognise(elsewhere) is None
    await guess("bebek di atas atap")
    with pytest.raises(Refused):
        await guess(PHRASE)


async def test_later_the_current_password_is_asked(sari):
    await with_password(sari)
    opened = await arrive("sari@example.id")
    with later(minutes=16):
        her = await recognise(opened.token)
        with refused(Invalid, "another look"):
            await set_password(her, "bebek di atas atap")
        await guess(PHRASE)
        await set_password(her, "bebek di atas atap", current=PHRASE)
        await guess("bebek di atas atap")


async def test_a_stranger_cannot_set_a_password(db):
    with pytest.raises(NotAllowed):
        await set_password(VISITOR, "bebek di atas atap")


async def test_a_common_password_is_refused_and_the_old_one_stays(sari):
    await with_password(sari)
    with pytest.raises(Invalid):
        await set_password(sari, "password1234")
    await guess(PHRASE)


@both_databases
async def test_a_password_set_while_the_old_one_is_tried_is_the_only_one(sari):
    hashing.set_cost(memory_kib=32 * 1024, passes=8)  # time enough for the owner
    await with_password(sari)
    hashing.set_cost(memory_kib=8, passes=1)
    her = await recognise((await arrive("sari@example.id")).token)

    tried = asyncio.create_task(guess(PHRASE))
    while not await Attempt.filter(key__startswith="password:").exists():
        continue
    await set_password(her, "bebek di atas atap")

    [outcome] = await asyncio.gather(tried, return_exceptions=True)
    assert isinstance(outcome, Refused)
    await guess("bebek di atas atap")

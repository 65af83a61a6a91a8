"""Devices on which somebody is signed in: seen, listed, ended."""

from forum.access.policy import Role
from forum.accounts.actions import (
    ask_for_link,
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    recognise,
    sign_in_by_link,
    sign_out,
)
from forum.accounts.models import Person, SignIn
from forum.accounts.queries import sign_ins_of
from forum.accounts.rules.sign_ins import Next
from forum.core.errors import NotFound
from tests.clocks import later
from tests.databases import both_databases
from tests.people import person
from tests.signing_in import VISITOR, arrive, asked, refused


async def test_each_sign_in_has_a_secret_of_its_own(sari):
    row = await Person.get(id=sari.person_id)
    tokens = {await begin_sign_in(VISITOR, row) for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 43 for token in tokens)


async def test_a_stolen_cookie_is_worth_nothing_after_signing_out(sari):
    opened = await arrive("sari@example.id")
    her = await recognise(opened.token)

    await sign_out(her)

    assert await recognise(opened.token) is None


async def test_signing_in_again_on_a_device_ends_what_was_there(sari, budi):
    first = await arrive("budi@example.id")
    before = await recognise(first.token)
    await ask_for_link(before, "sari@example.id")

    await sign_in_by_link(before, asked[-1].token)

    assert await recognise(first.token) is None


@both_databases
async def test_a_sign_in_ends_after_half_a_day_without_a_visit(sari):
    opened = await arrive("sari@example.id")
    with later(hours=11):
        assert await recognise(opened.token)
    with later(hours=22):
        assert await recognise(opened.token)
    with later(hours=35):
        assert await recognise(opened.token) is None


async def test_a_sign_in_ends_after_a_week_however_often_it_is_used(sari):
    opened = await arrive("sari@example.id")
    for hours in range(10, 7 * 24, 10):
        with later(hours=hours):
            assert await recognise(opened.token)
    with later(days=7, minutes=1):
        assert await recognise(opened.token) is None


async def test_a_sign_in_of_staff_ends_after_eight_hours(maya):
    token = await begin_sign_in(VISITOR, await Person.get(id=maya.person_id), code_given=True)
    with later(hours=7, minutes=59):
        assert (await recognise(token)).is_staff
    with later(hours=8, minutes=1):
        assert await recognise(token) is None


async def test_being_seen_is_written_at_most_once_a_minute(sari):
    opened = await arrive("sari@example.id")
    begun = (await SignIn.get()).seen_at
    with later(seconds=55):
        await recognise(opened.token)
        assert (await SignIn.get()).seen_at == begun
    with later(seconds=65):
        await recognise(opened.token)
        assert (await SignIn.get()).seen_at > begun


async def test_sari_sees_her_devices_and_ends_one(sari, budi):
    her = await Person.get(id=sari.person_id)
    here = await recognise(await begin_sign_in(VISITOR, her, device="Firefox, Android"))
    there = await begin_sign_in(VISITOR, her, device="Chrome, Windows")
    listed = await sign_ins_of(here)
    assert {row.device for row in listed} == {"Firefox, Android", "Chrome, Windows"}

    [other] = [row for row in listed if row.id != here.sign_in_id]
    with refused(NotFound, "You are no longer signed in on that device."):
        await end_sign_in(budi, other.ref)
    assert await recognise(there)

    await end_sign_in(here, other.ref)
    assert await recognise(there) is None
    assert [row.id for row in await sign_ins_of(here)] == [here.sign_in_id]


async def test_sari_signs_out_everywhere_else(sari, budi):
    her = await Person.get(id=sari.person_id)
    tokens = [await begin_sign_in(VISITOR, her) for _ in range(4)]
    his = await begin_sign_in(VISITOR, await Person.get(id=budi.person_id))

    assert await end_other_sign_ins(await recognise(tokens[0])) == 3

    assert [await recognise(token) is not None for token in [*tokens, his]] == [
        True,
        False,
        False,
        False,
        True,
    ]


async def test_ended_sign_ins_are_not_listed_and_old_ones_are_deleted(sari):
    her = await Person.get(id=sari.person_id)
    await sign_out(await recognise(await begin_sign_in(VISITOR, her)))
    assert await sign_ins_of(sari) == []
    with later(days=31):
        await begin_sign_in(VISITOR, her)
        assert await SignIn.all().count() == 1


async def test_roles_sleep_in_a_sign_in_without_the_code(agency):
    dewi = await person("Dewi Anggraini", agency, Role.DRAFTER)
    opened = await arrive("dewi@example.id")
    actor = await recognise(opened.token)
    assert opened.next is Next.SET_UP
    assert actor.person_id == dewi.person_id
    assert (actor.asleep, actor.is_staff) == (True, False)

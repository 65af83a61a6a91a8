"""Signing out, losing a role, a restart: how a connection ends, and that nobody waits for it."""

from __future__ import annotations

import pytest

from forum.access.policy import Actor, Role
from forum.accounts.actions import (
    end_other_sign_ins,
    give_role,
    set_password,
    sign_out,
    take_role,
)
from forum.accounts.models import RoleGrant, SignIn
from forum.accounts.queries import holder_of
from forum.core import clock
from forum.live.protocol import Close
from forum.live.rounds import Rounds
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from tests.clocks import later
from tests.meeting import press_to


async def actor_with(token: str) -> Actor:
    holder = await holder_of(token)
    assert holder is not None
    return holder.actor


async def test_signing_out_closes_the_page_in_every_window(evening, connect, cookie_of):
    token = await cookie_of(evening.sari)
    async with (
        connect(evening.session, token=token) as here,
        connect(evening.session, token=token) as there,
        connect(evening.session, evening.budi) as him,
    ):
        await here.hear(), await there.hear(), await him.hear()
        await sign_out(await actor_with(token))
        assert await here.closed() == Close.SIGNED_OUT
        assert await there.closed() == Close.SIGNED_OUT
        assert (await him.ask("say", text="Saya masih di sini."))["t"] == "ack"


async def test_a_new_password_closes_the_other_devices(evening, connect, cookie_of):
    kept, other = await cookie_of(evening.sari), await cookie_of(evening.sari)
    async with (
        connect(evening.session, token=kept) as here,
        connect(evening.session, token=other) as there,
    ):
        await here.hear(), await there.hear()
        await set_password(await actor_with(kept), "kopi tubruk tanpa gula")
        assert await there.closed() == Close.SIGNED_OUT
        assert (await here.ask("say", text="Saya masih di sini."))["t"] == "ack"


async def test_ending_other_sign_ins_closes_them(evening, connect, cookie_of):
    kept, other = await cookie_of(evening.sari), await cookie_of(evening.sari)
    async with connect(evening.session, token=other) as there:
        await there.hear()
        await end_other_sign_ins(await actor_with(kept))
        assert await there.closed() == Close.SIGNED_OUT


async def test_whoever_loses_the_role_loses_the_run_sheet(evening, connect, omar):
    async with (
        connect(evening.session, evening.wati, view="chair") as desk,
        connect(evening.session, evening.wati) as phone,
    ):
        await desk.hear(), await phone.hear()
        for grant in await RoleGrant.filter(person_id=evening.wati.person_id):
            await take_role(omar, grant.ref)
        assert await desk.closed() == Close.SIGNED_OUT
        answer = await phone.ask("next", seen=0)
        assert (answer["t"], answer["code"]) == ("nack", "access.session:run")


async def test_a_role_given_counts_at_once(evening, connect, omar, agency, sari):
    async with connect(evening.session, sari) as her:
        refused = await her.ask("note", text="Dibacakan.")
        assert refused["code"] == "access.session:note"
        await give_role(omar, agency.slug, "sari@example.id", Role.NOTE_TAKER)
        assert (await her.ask("note", text="Dibacakan."))["t"] == "ack"


async def test_the_run_sheet_is_for_those_who_may_watch(evening, connect):
    with pytest.raises(Exception, match="403"):
        async with connect(evening.session, evening.sari, view="chair"):
            pass


async def test_a_sign_in_that_ended_elsewhere_is_found_within_five_seconds(
    evening, house, connect, cookie_of
):
    """Another process without a bus, or a row changed by hand: nobody tells us, and we look."""
    token = await cookie_of(evening.sari)
    async with connect(evening.session, token=token) as her:
        await her.hear()
        await SignIn.filter(person_id=evening.sari.person_id).update(ended_at=clock.now())
        await Rounds(house.live).round(4)
        assert await her.closed() == Close.SIGNED_OUT


async def test_a_sign_in_that_has_lasted_too_long_ends(evening, house, connect):
    async with connect(evening.session, evening.sari) as her:
        await her.hear()
        with later(hours=13):
            await Rounds(house.live).round(4)
        assert await her.closed() == Close.SIGNED_OUT


async def test_a_restart_says_when_to_come_back_and_forgets_no_vote(evening, house, connect):
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    async with connect(evening.session, evening.sari) as her:
        hi = await her.hear()
        assert hi["you"]["may"]["vote"] is None
        house.server.should_exit = True
        bye = await her.until(lambda one: one["t"] == "bye")
        assert 0 <= bye["retry_ms"] < 500
        assert await her.closed() == Close.RESTART


async def test_whoever_comes_while_it_restarts_is_asked_to_come_later(evening, house, connect):
    house.live.leaving = True
    with pytest.raises(Exception, match="503"):
        async with connect(evening.session, evening.sari):
            pass

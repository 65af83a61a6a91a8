"""Organisations: who speaks for them, who belongs to them, and who says that they exist."""

from __future__ import annotations

import re

import pytest

from forum.audit.models import LogEntry
from forum.core.errors import Invalid, NotAllowed, Refused, TooMany
from forum.core.jobs import run_due
from forum.core.mail import letters_in
from forum.organisations.actions import (
    confirm,
    declare,
    hand_over,
    invite,
    join,
    leave,
    register,
    take_back_invitation,
)
from forum.organisations.models import Invitation, Organisation
from forum.organisations.queries import find_organisation, invitations_of
from forum.participation.models import Contribution
from tests.clocks import later
from tests.databases import both_databases
from tests.world import comment, open_consultation

pytestmark = both_databases
STANDS_FOR = "Pedagang kecil Pasar Kota. Dibiayai iuran anggota."


@pytest.fixture
async def traders(sari) -> Organisation:
    return await register(sari, name="Kelompok Pedagang Kota", kind="", interests=STANDS_FOR)


@pytest.fixture
def invited(app, settings, sari, traders):
    """Invite somebody and return the token of the letter."""

    async def invite_(email: str) -> str:
        await invite(sari, traders.slug, email)
        await run_due()
        letter = next(one for one in await letters_in(settings.mail_path) if one.to == email)
        return re.search(r"/invitations/(\S+)", letter.body)[1]

    return invite_


async def test_the_lead_hands_in_for_it_and_readers_learn_its_interests(
    sari, omar, agency, traders
):
    consultation = await open_consultation(omar, agency)
    made = await comment(sari, consultation, organisation=traders.slug)
    await declare(sari, traders.slug, "Juga pedagang keliling.")

    made = await Contribution.get(id=made.id).select_related("author")
    assert (made.by, made.about, made.organisation_id) == (traders.name, "", traders.slug)
    assert made.interests == STANDS_FOR
    [entry] = await LogEntry.filter(subject=made.record_id, type="comment.received")
    assert f'"organisation":"{traders.slug}"' in entry.entry


async def test_a_member_who_does_not_lead_may_not_hand_in_for_it(
    sari, budi, omar, agency, traders, invited
):
    consultation = await open_consultation(omar, agency)
    await join(budi, await invited("budi@example.id"))

    with pytest.raises(NotAllowed, match="Hanya ketua"):
        await comment(budi, consultation, organisation=traders.slug)
    assert await Contribution.all().count() == 0

    budis = next(one for one in (await find_organisation(traders.slug)).memberships if not one.lead)
    await hand_over(sari, traders.slug, budis.ref)
    assert (await comment(budi, consultation, organisation=traders.slug)).signed == traders.name
    with pytest.raises(NotAllowed):
        await comment(sari, consultation, organisation=traders.slug)


async def test_an_invitation_works_once_and_for_fourteen_days(budi, maya, traders, invited):
    token = await invited("budi@example.id")
    late = await invited("lama@example.id")

    await join(budi, token)
    assert budi.person_id in (await find_organisation(traders.slug)).member_ids
    with pytest.raises(Refused, match="Mintalah yang baru"):
        await join(maya, token)
    with later(days=15), pytest.raises(Refused, match="Mintalah yang baru"):
        await join(maya, late)


async def test_an_invitation_can_be_taken_back_and_is_not_sent_without_end(sari, budi, traders):
    await invite(sari, traders.slug, "budi@example.id")
    await invite(sari, traders.slug, "budi@example.id")
    [pending] = await invitations_of(traders)
    await take_back_invitation(sari, traders.slug, pending.ref)
    assert not await Invitation.exists()

    for number in range(20):
        await invite(sari, traders.slug, f"warga{number}@example.id")
    with pytest.raises(Refused, match="20 undangan"):
        await invite(sari, traders.slug, "satu-lagi@example.id")
    with pytest.raises(NotAllowed):
        await invite(budi, traders.slug, "teman@example.id")


async def test_one_address_is_not_written_to_again_and_again(sari, traders):
    for _letter in range(3):
        await invite(sari, traders.slug, "budi@example.id")
        [pending] = await invitations_of(traders)
        await take_back_invitation(sari, traders.slug, pending.ref)
    with pytest.raises(TooMany):
        await invite(sari, traders.slug, "budi@example.id")
    await invite(sari, traders.slug, "ratna@example.id")
    with later(hours=2.1):
        await invite(sari, traders.slug, "budi@example.id")
        with pytest.raises(TooMany):
            await invite(sari, traders.slug, "budi@example.id")


async def test_what_everybody_has_left_goes_on_under_whoever_registers_it_anew(
    sari, budi, omar, agency, traders, invited
):
    consultation = await open_consultation(omar, agency)
    made = await comment(sari, consultation, organisation=traders.slug)
    await confirm(omar, traders.slug, agency.slug)
    await invited("ratna@example.id")
    await leave(sari, traders.slug)

    again = await register(
        budi, name="Kelompok Pedagang Kota", kind="", interests="Pedagang malam."
    )

    assert again.id == traders.id
    now = await find_organisation(traders.slug)
    assert (now.lead_id, now.interests) == (budi.person_id, "Pedagang malam.")
    assert (now.confirmed_at, now.confirmed_for_id) == (None, None)
    assert await invitations_of(now) == []
    kept = await Contribution.get(id=made.id)
    assert (kept.organisation_id, kept.interests) == (traders.slug, STANDS_FOR)
    with pytest.raises(NotAllowed):
        await declare(sari, traders.slug, "Saya lagi.")
    with pytest.raises(Refused, match="sudah terdaftar"):
        await register(sari, name="Kelompok Pedagang Kota", kind="", interests=STANDS_FOR)


async def test_whoever_leads_does_not_leave_others_without_a_lead(sari, budi, traders, invited):
    await join(budi, await invited("budi@example.id"))

    with pytest.raises(Refused, match="Serahkan dulu"):
        await leave(sari, traders.slug)
    await leave(budi, traders.slug)
    await leave(sari, traders.slug)
    assert (await find_organisation(traders.slug)).member_ids == frozenset()


async def test_registering_twice_makes_one_and_a_taken_name_is_refused(sari, budi, traders):
    again = await register(sari, name="Kelompok  Pedagang Kota", kind="", interests=STANDS_FOR)

    assert again.id == traders.id
    with pytest.raises(Refused, match="sudah terdaftar"):
        await register(budi, name="Kelompok Pedagang Kota", kind="", interests="Lain.")
    for wrong in ({"name": "12"}, {"interests": " \n"}, {"kind": "pejabat"}, {"name": "a" * 121}):
        said = {"name": "Kelompok Baru", "kind": "", "interests": "Warga.", **wrong}
        with pytest.raises(Invalid) as refused:
            await register(budi, **said)
        assert refused.value.fields.keys() == wrong.keys()


async def test_an_office_confirms_it_once_but_nobody_their_own(sari, omar, agency, traders):
    own = await register(omar, name="Klub Pegawai", kind="", interests="Pegawai.")

    with pytest.raises(NotAllowed):
        await confirm(sari, traders.slug, agency.slug)
    with pytest.raises(Refused, match="orang lain"):
        await confirm(omar, own.slug, agency.slug)
    for _time in range(2):
        await confirm(omar, traders.slug, agency.slug)
    confirmed = await find_organisation(traders.slug)
    assert confirmed.confirmed_for_id == agency.id
    assert await LogEntry.filter(type="organisation.confirmed").count() == 1

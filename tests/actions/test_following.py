"""Following: who hears of what, how often, and how it ends."""

from __future__ import annotations

from email import message_from_bytes

import pytest

from forum.consultations.actions import advance_due, extend, withdraw
from forum.core.errors import NotFound
from forum.core.jobs import run_due
from forum.notices.followed import clause_name, followed_by
from forum.notices.following import end_by_key, follow, unfollow
from forum.notices.models import Follow, Notice, Thing
from tests.clocks import later
from tests.databases import both_databases
from tests.people import person
from tests.world import (
    announced_consultation,
    comment,
    open_consultation,
    planned_consultation,
)

pytestmark = both_databases


async def told(actor):
    rows = await Notice.filter(person_id=actor.person_id).order_by("id")
    return [row.subject for row in rows]


async def test_a_follower_of_the_office_hears_once_that_something_opens(app, sari, omar, agency):
    announced = await announced_consultation(omar, agency)
    await run_due()
    for thing, name in (
        (Thing.AGENCY, agency.slug),
        (Thing.SERVICE, "ktp-el-baru"),
        (Thing.CONSULTATION, announced.slug),
    ):
        await follow(sari, thing, name)
        await follow(sari, thing, name)
    assert await Follow.all().count() == 3

    with later(days=8, hours=1):
        await advance_due()
        await run_due()
        await run_due()
        assert [one.partition(":")[0] for one in await told(sari)] == ["Masukan dibuka"]

        await unfollow(sari, Thing.CONSULTATION, announced.slug)
        await withdraw(omar, announced.slug, "Layanan ini dihapus.")
        await run_due()
        assert len(await told(sari)) == 2


async def test_nobody_hears_of_what_was_withdrawn_before_it_was_announced(app, sari, omar, agency):
    secret = await planned_consultation(omar, agency)
    await follow(sari, Thing.AGENCY, agency.slug)
    await withdraw(omar, secret.slug, "Batal.")
    await run_due()

    assert await told(sari) == []
    with pytest.raises(NotFound):
        await follow(sari, Thing.CONSULTATION, secret.slug)


async def test_that_it_closes_soon_is_said_two_days_before_the_time_that_counts(
    app, sari, omar, agency
):
    consultation = await open_consultation(omar, agency)
    await run_due()
    await follow(sari, Thing.CONSULTATION, consultation.slug)
    longer = consultation.closes_at.replace(microsecond=0)
    with later(days=1):
        longer += (consultation.closes_at - consultation.opens_at) / 2
        await extend(omar, consultation.slug, longer, "Banyak yang meminta.")
    with later(days=11):
        await run_due()
        assert await told(sari) == []
    with later(days=17, hours=12):
        await run_due()
        assert [one.partition(":")[0] for one in await told(sari)] == ["Segera ditutup"]


async def test_new_contributions_come_once_a_day_and_not_ones_own(app, sari, budi, omar, agency):
    consultation = await open_consultation(omar, agency)
    made = await comment(budi, consultation, "Sebelum diikuti.")
    await run_due()
    await follow(sari, Thing.CLAUSE, clause_name(consultation, made.lineage))
    await comment(sari, consultation, "Punya saya sendiri.")
    with later(minutes=5):
        for number in range(3):
            await comment(budi, consultation, f"Masukan {number} untuk pasal ini.")
        await comment(budi, consultation, "Tentang seluruhnya.", label=None)
    with later(days=1, hours=1):
        await run_due()
        await run_due()

        [notice] = await Notice.filter(person_id=sari.person_id)
        assert "3 masukan baru" in notice.body
        assert "unsubscribe" not in notice.body


async def test_every_such_letter_ends_it_at_one_click_without_signing_in(
    app, settings, visit, sari, omar, agency
):
    announced = await announced_consultation(omar, agency)
    await run_due()  # what was announced before hers
    await follow(sari, Thing.AGENCY, agency.slug)
    await withdraw(omar, announced.slug, "Layanan ini dihapus.")
    await run_due()
    [file] = settings.mail_path.glob("*.eml")
    letter = message_from_bytes(file.read_bytes())
    address = letter["List-Unsubscribe"].strip().strip("<>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    asked = await visit.get(address)
    assert asked.status_code == 200
    assert await Follow.all().count() == 1
    for _time in range(2):
        ended = await visit.post(address, data={"List-Unsubscribe": "One-Click"})
        assert ended.status_code == 200
    assert await Follow.all().count() == 0
    assert (await visit.post("/unsubscribe/" + "a" * 500)).status_code == 200


async def test_a_key_ends_one_following_and_a_name_that_is_none_is_refused(sari, agency):
    rina = await person("Rina Kusuma")
    for somebody in (sari, rina):
        await follow(somebody, Thing.AGENCY, agency.slug)
    mine = await Follow.get(person_id=sari.person_id)

    assert (await end_by_key(mine.key)).title
    assert await end_by_key(mine.key) is None
    assert await followed_by(sari.person_id) == []
    assert len(await followed_by(rina.person_id)) == 1
    for thing, name in (
        (Thing.AGENCY, "kantor-lain"),
        (Thing.CLAUSE, "ktp-el-baru/abc"),
        (Thing.CLAUSE, "/"),
        (Thing.SERVICE, "a" * 300),
        (Thing.CONSULTATION, ""),
    ):
        with pytest.raises(NotFound):
            await follow(sari, thing, name)

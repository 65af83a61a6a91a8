"""Entering a letter: for whom, until when, and what becomes of where its answer goes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from forum.audit.models import LogEntry
from forum.consultations.actions import advance_due, withdraw
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.jobs import run_due
from forum.core.mail import letters_in
from forum.notices.models import Mail
from forum.participation.actions import pass_on, withdraw_comment
from forum.participation.models import Contribution, Entered
from forum.participation.rules import Channel, Showing
from forum.responses.actions import approve, propose, write_response
from forum.responses.rules import Answer, Disposition
from tests.clocks import later
from tests.databases import both_databases
from tests.meanwhile import meanwhile
from tests.world import comment, letter, open_consultation

pytestmark = both_databases


@pytest.fixture
async def ktp(omar, agency):
    return await open_consultation(omar, agency)


async def answered(omar, rina, consultation, *contributions):
    answer = Answer(Disposition.ANSWERED, "Sudah diatur.", tuple(one.ref for one in contributions))
    response = await write_response(omar, consultation.slug, answer)
    await propose(omar, response.ref)
    await approve(rina, response.ref)
    await run_due()


async def test_a_letter_is_received_with_its_channel_and_names_nobody_unasked(omar, ktp):
    made = await letter(omar, ktp, channel=Channel.COUNTER, contact="Jl. Mawar 3")

    made = await Contribution.get(id=made.id).select_related("author")
    [entry] = await LogEntry.filter(subject=made.record_id, type="comment.received")
    told = json.loads(entry.entry)
    assert told["by"] == "agency"
    assert told["d"] == {"clause": "3.1", "tier": "desk", "channel": "counter"}
    assert made.showing is Showing.SHOWN
    assert (made.by, made.author.email) == ("Nama tidak disebut", None)
    assert (await Entered.get()).contact == "Jl. Mawar 3"
    assert all("Mawar" not in row.entry for row in await LogEntry.all())


async def test_only_staff_of_the_office_enter_letters(sari, rina, ktp):
    for somebody in (sari, rina):
        with pytest.raises(NotAllowed):
            await letter(somebody, ktp)
    assert await Contribution.all().count() == 0


async def test_the_same_form_sent_again_enters_it_once(omar, ktp):
    first = await letter(omar, ktp, once="kunci-satu-surat")
    again = await letter(omar, ktp, once="kunci-satu-surat")

    assert first.id == again.id
    assert await Contribution.all().count() == 1
    with pytest.raises(Refused, match="sekali lagi"):
        await letter(omar, ktp, "Surat yang lain.", once="kunci-satu-surat")


async def test_no_letter_slips_in_while_the_consultation_ends(omar, ktp):
    ended, refused = await meanwhile(withdraw(omar, ktp.slug, "Batal."), letter(omar, ktp))

    assert ended.phase is Phase.WITHDRAWN
    assert isinstance(refused, Refused)
    assert not await Contribution.exists()


async def test_what_came_before_closing_is_entered_while_answers_are_written(omar, ktp):
    last_day = (ktp.closes_at - timedelta(hours=8)).date()
    with later(days=14):
        await advance_due()
        made = await letter(omar, ktp, received_on=last_day)
        assert made.handed_in_at > ktp.closes_at
        with pytest.raises(Refused, match="setelah konsultasi ditutup"):
            await letter(omar, ktp, received_on=last_day + timedelta(days=2))
        with pytest.raises(Invalid):
            await letter(omar, ktp, received_on=(clock.now() + timedelta(days=3)).date())


async def test_the_answer_goes_to_the_address_left_and_the_address_is_erased(
    app, settings, omar, rina, ktp
):
    made = await letter(omar, ktp, contact="ibu.ani@example.id")
    with later(days=14):
        await advance_due()
        await answered(omar, rina, ktp, made)
        [told] = await letters_in(settings.mail_path)
        assert told.to == "ibu.ani@example.id"
        assert "Sudah diatur." in told.body

        for _time in range(2):
            await pass_on(omar, made.ref)
        assert (await Entered.get()).contact == ""
        assert {one.address for one in await Mail.all()} == {""}


async def test_whoever_took_a_comment_back_gets_no_letter_about_its_answer(
    app, settings, sari, budi, omar, rina, ktp
):
    hers, his = await comment(sari, ktp), await comment(budi, ktp, "Tiga hari lebih baik.")
    with later(days=14):
        await advance_due()
        answer = Answer(Disposition.ANSWERED, "Sudah diatur.", (hers.ref, his.ref))
        response = await write_response(omar, ktp.slug, answer)
        await propose(omar, response.ref)
        await approve(rina, response.ref)
        await withdraw_comment(sari, hers.ref)
        await run_due()

        assert {one.to for one in await letters_in(settings.mail_path)} == {"budi@example.id"}

"""Authors look at their answers before the result stands, and what they object to is settled."""

import asyncio
from datetime import timedelta

import pytest

from forum.audit.models import LogEntry
from forum.consultations.actions import advance_due, put_off_answers, take_late
from forum.consultations.queries import cycle_of, find_consultation, promises_of
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.drafts.actions import edit_note
from forum.drafts.actions.editing import seal
from forum.drafts.queries import find_draft
from forum.notices.models import Notice
from forum.participation.actions import admit_late
from forum.participation.similar import similar_to
from forum.publication.actions import (
    NextRound,
    begin_second_look,
    publish,
    reconsult,
    write_summary,
)
from forum.publication.queries import numbers_of
from forum.responses.actions import (
    agree_to_keep,
    approve,
    object_to_answer,
    propose,
    propose_to_keep,
    refuse_to_keep,
    take_up_again,
)
from forum.responses.models import Objection, Response
from forum.responses.objecting import ObjectionKind, ObjectionState
from forum.responses.queries import answering_record, causes_of, trace_of, unanswered_of
from forum.responses.rules import Answer, Disposition
from tests.answering import WORDS, accepted, answer, answered, being_answered, looked_at, shorten
from tests.clocks import later
from tests.databases import both_databases
from tests.meanwhile import meanwhile
from tests.world import NOTE, comment, letter

pytestmark = [pytest.mark.anyio, both_databases]
FACT = "Sabtu adalah hari kerja menurut perda."


async def test_an_answer_stays_only_if_two_people_say_so_and_its_author_is_told(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await looked_at(omar, rina, round_)
    await write_summary(omar, round_.slug, WORDS, revision=0)
    with pytest.raises(NotAllowed):
        await object_to_answer(sari, round_.budi.ref, ObjectionKind.MISREAD, "")
    with pytest.raises(Invalid):
        await object_to_answer(budi, round_.budi.ref, ObjectionKind.WRONG_FACT, " ")
    twice = [
        object_to_answer(budi, round_.budi.ref, ObjectionKind.WRONG_FACT, FACT) for _two in "ab"
    ]
    first, second = await asyncio.gather(*twice)
    assert first.id == second.id
    assert await Objection.all().count() == 1

    with later(days=8):
        with speaking("en"), pytest.raises(Refused) as refused:
            await publish(omar, round_.slug)
        assert list(refused.value.missing) == [f"1 objection is not settled: {round_.budi.ref}."]
        await propose_to_keep(omar, first.ref, "Perda itu sudah dicabut.")
        with pytest.raises(NotAllowed):
            await agree_to_keep(omar, first.ref)
        await refuse_to_keep(rina, first.ref, "Sebutkan perdanya.")
        await propose_to_keep(omar, first.ref, "Perda 3/2009 dicabut oleh Perda 1/2024.")
        await agree_to_keep(rina, first.ref)
        await run_due()
        await publish(omar, round_.slug)
    [told] = await Notice.filter(person_id=budi.person_id, dedupe__startswith="settled:")
    assert "Perda 1/2024" in told.body
    types = await LogEntry.filter(type__startswith="objection.").order_by("seq")
    assert [one.type.partition(".")[2] for one in types] == [
        *("raised", "answered", "returned", "answered", "settled")
    ]
    assert all(FACT not in one.entry for one in types)


async def test_an_answer_that_is_changed_settles_the_objection(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await looked_at(omar, rina, round_)
    until = (await find_consultation(round_.slug)).second_look_until
    raised = await object_to_answer(budi, round_.budi.ref, ObjectionKind.MISREAD, "")
    response = await Response.get(answered__contribution_id=round_.budi.id)
    await take_up_again(omar, response.ref, "Salah paham.")
    with pytest.raises(Refused):
        await object_to_answer(budi, round_.budi.ref, ObjectionKind.NOT_ANSWERED, "")
    await propose(omar, response.ref)
    await approve(rina, response.ref)

    assert (await Objection.get(id=raised.id)).state is ObjectionState.CHANGED
    assert await LogEntry.filter(type="disposition.changed").count() == 1
    assert (await find_consultation(round_.slug)).second_look_until == until
    other = await Response.get(answered__contribution_id=round_.sari.id)
    with later(hours=1):
        await take_up_again(omar, other.ref, "Kami keliru.")
        await propose(omar, other.ref)
        await approve(rina, other.ref)
    longer = (await find_consultation(round_.slug)).second_look_until
    assert until is not None
    assert longer is not None
    assert longer > until


async def test_an_answer_that_is_being_changed_cannot_be_kept_as_well(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await looked_at(omar, rina, round_)
    raised = await object_to_answer(budi, round_.budi.ref, ObjectionKind.MISREAD, "")
    response = await Response.get(answered__contribution_id=round_.budi.id)
    await propose_to_keep(omar, raised.ref, "Sudah tepat.")
    await take_up_again(omar, response.ref, "Ternyata keliru.")
    with speaking("en"), pytest.raises(Refused, match="being changed"):
        await agree_to_keep(rina, raised.ref)
    await propose(omar, response.ref)
    await approve(rina, response.ref)

    assert (await Objection.get(id=raised.id)).state is ObjectionState.CHANGED


async def test_whoever_objects_while_it_is_settled_or_published_is_never_overheard(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await looked_at(omar, rina, round_)
    response = await Response.get(answered__contribution_id=round_.budi.id)
    taken = take_up_again(omar, response.ref, "Salah.")
    objecting = object_to_answer(budi, round_.budi.ref, ObjectionKind.MISREAD, "")
    _taken, refused = await meanwhile(taken, objecting)
    assert isinstance(refused, Refused)
    assert not await Objection.exists()


async def test_nobody_objects_before_the_second_look_or_after_it(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await answer(omar, rina, round_.slug, answered(round_.budi))
    for wait in (0, 8):
        with later(days=wait), speaking("en"), pytest.raises(Refused, match="second look"):
            await object_to_answer(budi, round_.budi.ref, ObjectionKind.MISREAD, "")
        if not wait:
            with pytest.raises(Refused):
                await begin_second_look(omar, round_.slug)


async def test_whoever_publishes_is_told_how_many_objections_wait_when_the_look_is_over(
    app, omar, rina, agency, sari, budi
):
    with later(days=-8):
        round_ = await being_answered(omar, agency, sari, budi)
        await looked_at(omar, rina, round_)
        await object_to_answer(budi, round_.budi.ref, ObjectionKind.MISREAD, "")
    await run_due()

    told = await Notice.filter(person_id=omar.person_id, subject__startswith="Tinjauan kedua")
    assert ["1 keberatan belum diselesaikan" in one.body for one in told] == [True]


async def test_each_answer_is_held_against_the_promise_of_its_own_round(
    app, omar, rina, agency, sari, budi
):
    """Sari was answered in time in round 1, Budi late; round 2 promises a day far ahead."""
    round_ = await being_answered(omar, agency, sari, budi)
    version, _clause = await shorten(omar, round_.slug)
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    with later(days=12):  # two days too late
        await answer(omar, rina, round_.slug, answered(round_.budi))
        await begin_second_look(omar, round_.slug)
        made = await find_draft(version.ref)
        await edit_note(omar, made.ref, seal(made), made.title, NOTE)
        promise = round_.consultation.respond_by
        await reconsult(omar, round_.slug, in_eight_days())
    with later(days=22):
        await advance_due()
        now = await find_consultation(round_.slug)
        said = await comment(sari, now, "Sekarang jelas.")
        assert await unanswered_of(agency.id) == 0
    with later(days=37):
        await advance_due()
        assert await unanswered_of(agency.id) == 1
        other = Answer(Disposition.ANSWERED, "Terima kasih.", (said.ref,))
        await answer(omar, rina, round_.slug, other)

    now = await find_consultation(round_.slug)
    assert (now.round, await promises_of(now)) == (2, {1: promise, 2: now.respond_by})
    numbers = await numbers_of(now)
    assert (numbers["answered"], numbers["in_time"]) == (3, 2)
    record = await answering_record(agency.id)
    assert (record.answered, record.in_time) == (3, 2)
    assert await unanswered_of(agency.id) == 0


def in_eight_days():
    opens = clock.now() + timedelta(days=8)
    return NextRound(
        opens_at=opens,
        closes_at=opens + timedelta(days=14),
        respond_by=opens + timedelta(days=28),
        reason="Waktu tunggu berubah banyak.",
    )


async def test_people_are_asked_again_and_what_was_answered_stays(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    made = await looked_at(omar, rina, round_)
    made = await find_draft(made.ref)
    await edit_note(omar, made.ref, seal(made), made.title, NOTE)
    opens = clock.now() + timedelta(days=8)
    again = NextRound(
        opens_at=opens,
        closes_at=opens + timedelta(days=14),
        respond_by=opens + timedelta(days=28),
        reason="Waktu tunggu berubah banyak.",
    )
    await reconsult(omar, round_.slug, again)

    now = await find_consultation(round_.slug)
    assert (now.phase, now.round, now.version.id) == (Phase.ANNOUNCED, 2, made.id)
    assert [mark.state for mark in (await cycle_of(now)).steps].count("past") == 1
    trace = await trace_of(now)
    assert not [*trace.unanswered, *trace.unchanged, *trace.uncaused]
    [cause] = await causes_of(now.standard_id, [round_.sari.lineage], [made.id])
    assert [one.ref for one in cause.contributions] == [round_.sari.ref]
    with later(days=9):
        await advance_due()
        said = await comment(sari, now, "Kini tinggal hari Sabtu.")
        assert said.round == 2
        words, place = round_.budi.text, round_.budi.lineage
        for number, found in ((1, [round_.budi.id]), (2, [])):
            alike = await similar_to(now.id, place, words, person_id=None, round_=number)
            assert [one.id for one in alike] == found
        response = await Response.get(answered__contribution_id=round_.budi.id)
        with pytest.raises(Refused):
            await take_up_again(omar, response.ref, "Salah.")
    await run_due()
    assert await Notice.filter(dedupe__startswith=f"round:{now.ref}:2").count() == 2
    with later(days=9):
        assert (await letter(omar, now)).round == 2


async def test_what_comes_late_is_marked_and_awaited_only_once_it_is_admitted(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    with speaking("en"), pytest.raises(Refused, match="disdukcapil@contoh"):
        await comment(sari, round_.consultation, "Maaf, saya terlambat.")
    await take_late(omar, round_.slug, "Jaringan sempat putus.")
    said = await comment(sari, round_.consultation, "Maaf, saya terlambat.")
    assert said.late
    assert said.ref not in [one.ref for one in (await trace_of(round_.consultation)).unanswered]
    with pytest.raises(NotAllowed):
        await admit_late(rina, said.ref, "Penting.")
    await admit_late(omar, said.ref, "Hanya dia yang menyebut hari Sabtu.")
    assert said.ref in [one.ref for one in (await trace_of(round_.consultation)).unanswered]
    with pytest.raises(Refused):
        await admit_late(omar, said.ref, "Penting.")


async def test_a_promise_is_put_off_in_public_and_its_owner_is_reminded(
    app, omar, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    first = (await find_consultation(round_.slug)).respond_by
    assert first is not None
    with pytest.raises(Invalid):
        await put_off_answers(omar, round_.slug, first - timedelta(days=1), "Lebih cepat.")
    await put_off_answers(omar, round_.slug, first + timedelta(days=7), "Staf sakit.")
    await put_off_answers(omar, round_.slug, first + timedelta(days=9), "Masih sakit.")
    now = await find_consultation(round_.slug)
    assert now.first_respond_by == first
    with later(days=20):
        assert (await find_consultation(round_.slug)).overdue
        await run_due()
    told = await Notice.filter(person_id=omar.person_id, dedupe__startswith="due:")
    assert len(told) == 2


async def test_a_look_needs_everything_answered(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug)
    with speaking("en"), pytest.raises(Refused) as refused:
        await begin_second_look(omar, round_.slug)
    assert "2 contributions have no answer" in " ".join(refused.value.missing)
    assert (await find_consultation(round_.slug)).phase is Phase.ANSWERING

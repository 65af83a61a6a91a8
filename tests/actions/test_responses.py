"""Omar answers, Rina approves, and each author reads what became of the comment."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from forum.access.policy import Role
from forum.audit.models import LogEntry
from forum.audit.queries import entries_about, entry_of
from forum.consultations.actions import advance_due, take_late, withdraw
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.drafts.models import HandPart
from forum.drafts.queries import find_draft, hands_on
from forum.notices.models import Notice
from forum.participation.actions import admit_late, edit_comment, withdraw_comment
from forum.participation.rules import mark_of
from forum.publication.actions import publish, write_summary
from forum.responses.actions import (
    approve,
    explain_change,
    propose,
    send_back,
    take_up_again,
    write_response,
)
from forum.responses.models import Response
from forum.responses.queries import (
    AnsweringRecord,
    answering_record,
    causes_of,
    desk_of,
    response_to,
    trace_of,
    unanswered_of,
)
from forum.responses.rules import Disposition, ResponseState
from tests.answering import (
    WORDS,
    accepted,
    answer,
    answered,
    being_answered,
    publish_after_look,
    ready,
    shorten,
)
from tests.clocks import later
from tests.databases import both_databases
from tests.openings import openings_of
from tests.people import person
from tests.world import another_consultation, comment, open_consultation, open_revision

pytestmark = [pytest.mark.anyio, both_databases]


async def test_an_answer_is_public_only_after_a_second_person_approved_it(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await write_response(omar, round_.slug, answered(round_.budi))
    assert await response_to(round_.budi) is None
    await propose(omar, response.ref)
    assert await response_to(round_.budi) is None

    await approve(rina, response.ref)
    public = await response_to(round_.budi)
    assert public is not None
    assert public.response.reason == "Sabtu bukan hari kerja."


async def test_whoever_wrote_an_answer_cannot_approve_it(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    both = await person("Dewi Lestari", agency, Role.RESPONDER, Role.REVIEWER)
    response = await write_response(both, round_.slug, answered(round_.budi))
    await propose(both, response.ref)
    with pytest.raises(NotAllowed):
        await approve(both, response.ref)
    assert (await Response.get(ref=response.ref)).state is ResponseState.PROPOSED


async def test_only_the_right_people_write_and_approve(app, omar, rina, maya, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await write_response(omar, round_.slug, answered(round_.budi))
    await propose(omar, response.ref)
    before = await LogEntry.all().count()
    for other in (sari, budi, maya, rina):
        with pytest.raises(NotAllowed):
            await write_response(other, round_.slug, answered(round_.sari))
    for other in (sari, budi, maya, omar):
        with pytest.raises(NotAllowed):
            await approve(other, response.ref)
    assert await LogEntry.all().count() == before


async def test_every_author_is_told_once_and_in_the_record_by_number_only(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    both = replace(answered(round_.budi), contributions=(round_.budi.ref, round_.sari.ref))
    await answer(omar, rina, round_.slug, both)
    await run_due()
    await run_due()

    for someone, said in ((sari, round_.sari), (budi, round_.budi)):
        [notice] = await Notice.filter(person_id=someone.person_id)
        assert "Sabtu bukan hari kerja." in notice.body
        entry = await entry_of(said.record_id, "disposition.published")
        assert entry is not None
        assert "Sabtu" not in entry.entry
        assert (await openings_of(entry))["reason"].value == "Sabtu bukan hari kerja."


async def test_a_contribution_has_one_answer(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await write_response(omar, round_.slug, answered(round_.budi))
    with speaking("en"), pytest.raises(Refused, match="another answer"):
        await write_response(omar, round_.slug, answered(round_.budi))
    assert await Response.all().count() == 1


async def test_an_incomplete_answer_stays_a_draft(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    wish = replace(accepted(round_.sari), changes=())
    response = await write_response(omar, round_.slug, wish)
    with pytest.raises(Invalid) as wrong:
        await propose(omar, response.ref)
    assert set(wrong.value.fields) == {"changes"}
    assert (await desk_of(round_.consultation)).counts["drafts"] == 1


async def test_two_officials_at_one_answer_both_keep_their_words(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    dewi = await person("Dewi Lestari", agency, Role.RESPONDER)
    first = await write_response(omar, round_.slug, answered(round_.budi))
    better = replace(answered(round_.budi), reason="Sabtu dan Minggu bukan hari kerja.")
    await write_response(dewi, round_.slug, better, ref=first.ref, revision=first.revision)

    with pytest.raises(Stale) as stale:
        await write_response(
            omar, round_.slug, answered(round_.budi), ref=first.ref, revision=first.revision
        )
    assert stale.value.theirs.reason == "Sabtu dan Minggu bukan hari kerja."


async def test_rina_sends_an_answer_back_with_a_reason(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await write_response(omar, round_.slug, answered(round_.budi))
    await propose(omar, response.ref)
    with pytest.raises(Invalid):
        await send_back(rina, response.ref, "")
    await send_back(rina, response.ref, "Sebutkan dasar hukumnya.")

    returned = await Response.get(ref=response.ref)
    assert returned.returned_because == "Sebutkan dasar hukumnya."
    with pytest.raises(Refused):
        await approve(rina, response.ref)


async def test_a_corrected_answer_leaves_both_in_the_record(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await answer(omar, rina, round_.slug, answered(round_.budi))
    await take_up_again(omar, response.ref, "Salah menyebut hari.")
    assert await response_to(round_.budi) is None
    again = await Response.get(ref=response.ref)
    better = replace(answered(round_.budi), reason="Hari Sabtu tidak dihitung.")
    await write_response(omar, round_.slug, better, ref=again.ref, revision=again.revision)
    await propose(omar, again.ref)
    await approve(rina, again.ref)

    types = [line.type for line in await entries_about(round_.budi.record_id)]
    assert types[-2:] == ["disposition.published", "disposition.changed"]


async def test_authors_are_told_of_a_corrected_answer_and_never_of_its_draft(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await answer(omar, rina, round_.slug, answered(round_.budi))
    await take_up_again(omar, response.ref, "Salah menyebut hari.")
    again = await Response.get(ref=response.ref)
    both = replace(
        answered(round_.budi),
        reason="Hari Sabtu tidak dihitung.",
        contributions=(round_.budi.ref, round_.sari.ref),
    )
    await write_response(omar, round_.slug, both, ref=again.ref, revision=again.revision)
    await run_due()  # the letters about the first wording were not written before it was taken back
    assert not await Notice.exists()

    await propose(omar, again.ref)
    await approve(rina, again.ref)
    await run_due()
    for someone in (sari, budi):
        assert both.reason in (await Notice.get(person_id=someone.person_id)).body

    await take_up_again(omar, response.ref, "Alasannya kurang.")
    await propose(omar, again.ref)
    await approve(rina, again.ref)
    await run_due()
    for someone in (sari, budi):
        _first, changed = await Notice.filter(person_id=someone.person_id).order_by("id")
        assert "mengubah jawabannya" in changed.subject


async def test_an_answer_of_another_consultation_is_not_there(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    other = await another_consultation(omar, agency, clock.now() + timedelta(days=8))
    with later(days=9):
        await advance_due()
        said = await comment(sari, other, "Kartu keluarga juga.")
        response = await write_response(omar, round_.slug, answered(round_.budi))
        with pytest.raises(NotFound):
            await write_response(
                omar, other.slug, answered(said), ref=response.ref, revision=response.revision
            )
    assert await response_to(said) is None
    assert (await desk_of(round_.consultation)).counts["drafts"] == 1


async def test_a_published_answer_stays_as_it_is(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    for response in await Response.all():
        with pytest.raises(Refused):
            await take_up_again(omar, response.ref, "Salah.")
    assert await response_to(round_.budi) is not None


async def test_an_answer_is_not_approved_for_words_it_was_not_written_for(
    app, omar, rina, agency, sari
):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, "Apakah hari Sabtu dihitung?")
    response = await write_response(omar, consultation.slug, answered(said))
    await propose(omar, response.ref)
    await edit_comment(sari, said.ref, "Apakah hari Minggu dihitung?", mark_of(said.text))
    with speaking("en"), pytest.raises(Refused, match="changed a comment after this answer"):
        await approve(rina, response.ref)
    assert await response_to(said) is None


async def test_an_answer_to_what_was_withdrawn_does_not_hold_up_publication(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug)
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    await write_response(omar, round_.slug, answered(round_.budi))
    await withdraw_comment(budi, round_.budi.ref)
    await write_summary(omar, round_.slug, WORDS, revision=0)
    await publish_after_look(omar, round_.slug)
    assert await response_to(round_.budi) is None


async def test_whoever_answers_a_clause_has_a_hand_in_it(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    dewi = await person("Dewi Lestari", agency, Role.RESPONDER)
    await write_response(dewi, round_.slug, answered(round_.budi))
    assert dewi.person_id in await hands_on(round_.consultation.standard_id, round_.budi.lineage)
    assert HandPart.ANSWERS == "answers"


async def test_an_answered_comment_cannot_be_changed_any_more(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await answer(omar, rina, round_.slug, answered(round_.budi))
    with pytest.raises(Refused):
        await edit_comment(budi, round_.budi.ref, "Lain.", round_.budi.text)


async def test_what_was_withdrawn_needs_no_answer(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await withdraw_comment(budi, round_.budi.ref)
    assert [one.ref for one in (await trace_of(round_.consultation)).unanswered] == [
        round_.sari.ref
    ]
    with pytest.raises(Invalid):
        await write_response(omar, round_.slug, answered(round_.budi))


async def test_the_trace_runs_both_ways(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    version, clause = await shorten(omar, round_.slug)
    consultation = round_.consultation
    await consultation.refresh_from_db()

    found = await trace_of(consultation)
    assert [one.lineage for one in found.uncaused] == [clause.lineage]
    assert len(found.unanswered) == 2

    await answer(omar, rina, round_.slug, accepted(round_.sari))
    await answer(omar, rina, round_.slug, answered(round_.budi))
    found = await trace_of(consultation)
    assert not [*found.unanswered, *found.unapproved, *found.unchanged, *found.uncaused]

    [cause] = await causes_of(consultation.standard_id, [clause.lineage], [version.id])
    assert cause.version_id == version.id
    assert [one.ref for one in cause.contributions] == [round_.sari.ref]


async def test_an_acceptance_that_changes_nothing_is_listed(app, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug, days=5)  # the same words as before
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    consultation = round_.consultation
    await consultation.refresh_from_db()
    found = await trace_of(consultation)
    assert [one.disposition for one in found.unchanged] == [Disposition.ACCEPTED]


async def test_the_agency_may_change_something_by_itself_and_says_why(
    app, omar, maya, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    version, clause = await shorten(omar, round_.slug)
    consultation = round_.consultation
    await consultation.refresh_from_db()
    with pytest.raises(Invalid):
        await explain_change(omar, version.ref, clause.lineage, "")
    with pytest.raises(Invalid):
        await explain_change(omar, version.ref, "zzzzzzzzzz", "Alasan.")
    for other in (sari, maya, rina):
        with pytest.raises(NotAllowed):
            await explain_change(other, version.ref, clause.lineage, "Alasan.")

    await explain_change(omar, version.ref, clause.lineage, "Blangko kini cukup.")
    assert not (await trace_of(consultation)).uncaused
    assert (await find_draft(version.ref)).number == 3


async def test_a_promise_is_overdue_when_its_day_is_over_where_it_was_made(
    app, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    there = ZoneInfo(round_.consultation.time_zone)
    promised_for = clock.now().astimezone(there).date() + timedelta(days=3)
    promise = replace(
        answered(round_.budi),
        disposition=Disposition.DEFERRED,
        promised_by="Bidang pelayanan",
        promised_for=promised_for,
    )
    await answer(omar, rina, round_.slug, promise)
    midnight = datetime.combine(promised_for, time(23, 59), there)
    with time_machine.travel(midnight, tick=False):
        assert (await answering_record(agency.id)).overdue_promises == 0
    with time_machine.travel(midnight + timedelta(minutes=1), tick=False):
        assert (await answering_record(agency.id)).overdue_promises == 1


async def test_what_is_not_answered_counts_once_it_is_due(app, omar, rina, agency, sari, budi):
    with later(days=-10):
        consultation = await open_revision(omar, agency, days=12.5)
        first = await comment(sari, consultation, "Tiga hari cukup.")
        gone = await comment(budi, consultation, "Salah kirim.")
        await comment(budi, consultation, "Dan hari Sabtu?")
        await withdraw_comment(budi, gone.ref)
        assert await unanswered_of(agency.id) == 0
    await advance_due()
    assert await unanswered_of(agency.id) == 2
    await take_late(omar, consultation.slug, "Surat pos terlambat.")
    late = await comment(budi, consultation, "Masih satu hal.")
    assert late.late
    assert await unanswered_of(agency.id) == 2
    await admit_late(omar, late.ref, "Surat itu dikirim tepat waktu.")
    assert await unanswered_of(agency.id) == 3
    draft = await write_response(omar, consultation.slug, answered(first))
    assert await unanswered_of(agency.id) == 3
    await propose(omar, draft.ref)
    await approve(rina, draft.ref)
    assert await unanswered_of(agency.id) == 2
    assert (await answering_record(agency.id)).answered == 1
    assert await unanswered_of(agency.id + 1) == 0
    await withdraw(omar, consultation.slug, "Aturan pusat berubah.")
    assert await unanswered_of(agency.id) == 0


async def test_the_record_does_not_tell_the_verdict_of_a_draft(app, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await write_response(omar, round_.slug, answered(round_.budi))
    [entry] = await entries_about(response.record_id)
    assert response.disposition.value not in entry.raw


async def test_an_agency_is_measured_by_what_it_answered_and_when(
    app, omar, rina, agency, sari, budi
):
    assert await answering_record() == AnsweringRecord(0, 0, 0, None, 0)
    round_ = await being_answered(omar, agency, sari, budi)
    await answer(omar, rina, round_.slug, answered(round_.budi))
    with later(days=40):  # too late
        await answer(omar, rina, round_.slug, accepted(round_.sari))

    assert await answering_record(agency.id) == AnsweringRecord(2, 1, 1, 30, 0)
    assert await answering_record() == await answering_record(agency.id)
    assert await answering_record(agency.id + 1) == AnsweringRecord(0, 0, 0, None, 0)

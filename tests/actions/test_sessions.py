"""A session from plan to end: who may plan it, who sees it, what the evening leaves behind."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from forum.access.policy import Actor
from forum.audit.models import LogEntry
from forum.consultations.actions import withdraw
from forum.consultations.actions.moving import stamp
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from forum.core.i18n import speaking
from forum.participation.models import Contribution
from forum.participation.rules import Kind, Showing
from forum.publication.queries import readiness_of
from forum.publication.rules import what_is_missing
from forum.sessions.actions import (
    announce_session,
    change_session,
    check_in,
    clear_rehearsal,
    hide_entry,
    leave,
    plan_session,
    press,
    press_next,
    rehearse,
    show_entry,
    take_chair,
)
from forum.sessions.actions.ending import carry
from forum.sessions.floor import Happening as K
from forum.sessions.models import AgendaItem, Attendance, QueueEntry, Session, SessionEvent
from forum.sessions.plans import ItemPlan, seal
from forum.sessions.queries import (
    agenda_of,
    find_session,
    find_visible,
    floor_of,
    log_of,
    plan_of,
    present_in,
    scene_of,
    sessions_coming,
    sessions_now,
    sessions_of,
    sessions_past,
)
from forum.sessions.rules import Standing, State, Step
from forum.sessions.run_sheet import Press
from forum.voting.actions import Vote
from forum.voting.ballot_box import ballot_box
from forum.voting.models import Ballot, Poll
from forum.voting.rules import PollState
from tests.databases import both_databases
from tests.meeting import (
    announced_session,
    chair_does,
    chair_of,
    ended_session,
    floor,
    hand_raised,
    live_session,
    planned_session,
    press_on,
    press_to,
    session_plan,
    session_with_open_doors,
    someone_asks,
    someone_remarks,
)
from tests.world import announced_consultation, comment, open_revision

pytestmark = both_databases

NIK = "NIK saya 3201234567890123."


@pytest.fixture
async def ktp(omar, agency):
    return await open_revision(omar, agency)


@pytest.fixture
async def wati(agency):
    return await chair_of(agency)


async def test_one_button_goes_through_the_whole_evening(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari, budi])
    pressed = []
    while move := await press_on(wati, session):
        pressed.append((move.kind, move.step))

    assert pressed == [
        (Press.ITEM, Step.READ),
        (Press.ITEM, Step.READ),
        (Press.STEP, Step.QUESTIONS),
        (Press.STEP, Step.SPEAKERS),
        (Press.STEP, Step.STRAW),
        (Press.OPEN_POLL, Step.STRAW),
        (Press.CLOSE_POLL, Step.STRAW),
        (Press.STEP, Step.VOTE),
        (Press.OPEN_POLL, Step.VOTE),
        (Press.CLOSE_POLL, Step.VOTE),
        (Press.STEP, Step.OUTCOME),
        (Press.OUTCOME, Step.OUTCOME),
        (Press.ITEM, Step.READ),
        (Press.STEP, Step.QUESTIONS),
        (Press.END, None),
    ]
    events = await log_of(session.id)
    assert [one.s for one in events] == list(range(1, len(events) + 1))
    assert (await find_session(session.ref)).state is State.MINUTES_DRAFT


async def test_the_record_tells_the_evening_and_names_nobody(omar, wati, sari, ktp):
    session = await ended_session(omar, wati, ktp, [sari])

    rows = await LogEntry.filter(subject=session.record_id).order_by("seq")
    assert [row.type for row in rows] == ["session.announced", "session.opened", "session.ended"]
    assert [json.loads(row.entry)["ctx"] for row in rows] == [ktp.record_id] * 3
    assert json.loads(rows[1].entry)["d"] == {"present": 1}
    assert json.loads(rows[2].entry)["d"] == {"present": 1, "carried": 0}
    assert not any("Wati" in row.entry for row in await LogEntry.all())


async def test_the_owner_and_the_chair_plan_and_nobody_else(omar, wati, maya, sari, ktp):
    plan = await session_plan(ktp)
    assert (await plan_session(wati, ktp.slug, plan)).state is State.PLANNED

    for somebody in (maya, sari, Actor()):
        with pytest.raises(NotAllowed):
            await plan_session(somebody, ktp.slug, plan)
    with pytest.raises(NotAllowed):
        await announce_session(wati, (await planned_session(omar, ktp)).ref)


async def test_a_code_can_be_given_once(omar, ktp):
    session = await planned_session(omar, ktp, code="ktp 482")
    assert session.code == "KTP482"
    assert (await find_session("ktp-482")).ref == session.ref

    for code in ("KTP482", "KTP48O"):
        with pytest.raises(Invalid) as invalid:
            await planned_session(omar, ktp, code=code)
        assert list(invalid.value.fields) == ["code"]
    assert await Session.all().count() == 1


async def test_a_plan_that_cannot_be_kept_leaves_nothing(omar, ktp):
    with pytest.raises(Invalid):
        await plan_session(omar, ktp.slug, await session_plan(ktp, title={}))
    with pytest.raises(NotFound):
        await planned_session(omar, ktp, agenda=(ItemPlan(lineage="zzzzzzzzzz"),))

    assert not await Session.exists()
    assert not await AgendaItem.exists()


async def test_an_item_about_a_clause_bears_its_number_and_its_component(omar, ktp):
    session = await planned_session(omar, ktp)
    clause = (await agenda_of(session))[1]
    plan = await plan_of(session)
    untitled = replace(plan, agenda=(ItemPlan(lineage=clause.lineage),))
    await change_session(omar, session.ref, untitled, seen=seal(plan))

    [item] = await agenda_of(session)
    assert (item.label, item.lineage) == ("3.1", clause.lineage)
    assert item.title == {"id": "Jangka waktu pelayanan", "en": "Time limit"}


async def test_what_is_planned_is_read_back_as_it_was(omar, ktp):
    plan = await session_plan(ktp)
    session = await plan_session(omar, ktp.slug, plan)
    kept = await plan_of(await find_session(session.ref))

    items = tuple(replace(item, ref="") for item in kept.agenda)
    assert replace(kept, agenda=items) == plan


async def test_a_changed_plan_keeps_the_items_that_stay(omar, ktp):
    session = await announced_session(omar, ktp)
    before = await plan_of(session)
    first, second, third = before.agenda
    changed = replace(
        before,
        place="Aula Kecamatan",
        agenda=(third, replace(first, minutes=7), ItemPlan(title={"id": "Baru"})),
    )
    await change_session(omar, session.ref, changed, seen=seal(before))

    after = await agenda_of(session)
    assert [item.ref for item in after[:2]] == [third.ref, first.ref]
    assert second.ref not in {item.ref for item in after}
    assert after[1].minutes == 7
    now = await find_session(session.ref)
    assert now.place == "Aula Kecamatan"
    assert now.epoch != session.epoch


async def test_two_planners_do_not_overwrite_each_other(omar, wati, ktp):
    session = await planned_session(omar, ktp)
    seen = await plan_of(session)
    hers = replace(seen, place="Aula Kecamatan")
    await change_session(wati, session.ref, hers, seen=seal(seen))

    with pytest.raises(Stale) as stale:
        await change_session(omar, session.ref, replace(seen, place="Lobi"), seen=seal(seen))
    assert stale.value.theirs.place == "Aula Kecamatan"
    assert (await change_session(omar, session.ref, hers, seen="")).place == "Aula Kecamatan"


async def test_the_plan_stays_once_the_doors_are_open(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    plan = await plan_of(session)

    with pytest.raises(Refused) as refused:
        await change_session(omar, session.ref, replace(plan, place="Lobi"), seen=seal(plan))
    assert refused.value.code == "session.begun"


async def test_what_is_missing_before_announcing_is_listed(omar, ktp):
    over = clock.now() - timedelta(hours=1)
    session = await planned_session(
        omar, ktp, agenda=(), place="", link="", starts_at=over - timedelta(hours=1), ends_at=over
    )
    with pytest.raises(Refused) as refused:
        await announce_session(omar, session.ref)

    assert len(refused.value.missing) == 3
    assert (await find_session(session.ref)).seq == 0
    assert not await LogEntry.exists(type="session.announced")


async def test_a_session_is_announced_once(omar, ktp):
    session = await announced_session(omar, ktp)

    with pytest.raises(Refused):
        await announce_session(omar, session.ref)
    assert await LogEntry.filter(type="session.announced").count() == 1


async def test_a_plan_is_not_the_publics_yet(omar, wati, maya, rina, sari, ktp):
    session = await planned_session(omar, ktp)

    for planner in (omar, wati, maya):
        assert (await find_visible(planner, session.ref)).id == session.id
    for somebody in (sari, rina, Actor()):
        with pytest.raises(NotFound):
            await find_visible(somebody, session.ref)
    await announce_session(omar, session.ref)
    assert (await find_visible(Actor(), session.code)).id == session.id


@pytest.mark.parametrize("name", ["", "KTP482", "x" * 10, "x" * 10_000, "ab\x00cdefghj"])
async def test_there_is_no_session_of_another_name(db, name):
    with pytest.raises(NotFound):
        await find_session(name)


async def test_lists_show_what_is_announced_where_it_belongs(omar, wati, ktp):
    await planned_session(omar, ktp)
    coming = await announced_session(omar, ktp)
    now = await live_session(omar, wati, ktp)
    over = await ended_session(omar, wati, ktp)
    await rehearse(wati, coming.ref)

    assert [one.ref for one in await sessions_coming()] == [coming.ref]
    assert [one.ref for one in await sessions_now()] == [now.ref]
    assert [one.ref for one in await sessions_past()] == [over.ref]
    assert {one.ref for one in await sessions_of(ktp)} == {coming.ref, now.ref, over.ref}


async def test_the_scene_shows_the_clause_as_the_draft_does(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await someone_asks(sari, session)
    scene = await scene_of(session)
    opening, clause, _ = scene.agenda

    assert (opening.segments, opening.component) == ({}, {})
    assert clause.component["en"] == "Time limit"
    assert ("drop", "14") in clause.segments["id"]
    assert ("add", "5") in clause.segments["id"]
    [row] = clause.shifts["en"]
    assert (row.before, row.after) == (["14"], ["5"])
    assert {one.name for one in scene.names.values()} == {
        "Omar Siregar", "Wati Kartika", "Sari Wulandari",
    }  # fmt: skip
    assert scene.item(clause.ref) is clause
    assert (scene.slug, scene.time_zone) == (ktp.slug, "Asia/Makassar")


async def test_what_nobody_answered_must_be_answered_in_writing(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari, budi])
    general = await someone_asks(sari, session, "Kapan berlaku?")
    await press_to(wati, session, Press.ITEM)
    await press_to(wati, session, Press.ITEM)
    answered = await someone_asks(sari, session, "Mengapa lima?")
    read_out = await someone_asks(budi, session, "Mengapa tidak tiga?")
    remark = await someone_remarks(budi, session, "Di loket kami **dua** hari cukup.")
    held = await someone_asks(sari, session, NIK)
    hand = await hand_raised(budi, session)
    await chair_does(wati, session, Press.ANSWERED, entry=answered.ref)
    await chair_does(wati, session, Press.FLOOR, entry=read_out.ref)
    await press_to(wati, session, Press.END)

    made = {one.text: one for one in await Contribution.all().select_related("author")}
    assert set(made) == {general.text, read_out.text, remark.text, held.text}
    assert {one.session_ref for one in made.values()} == {session.ref}
    assert made[general.text].label == ""
    assert made[read_out.text].label == "3.1"
    assert made[read_out.text].author.name == "Budi Hartono"
    assert (made[read_out.text].kind, made[remark.text].kind) == (Kind.QUESTION, Kind.COMMENT)
    assert made[remark.text].html.strip() == "<p>Di loket kami <strong>dua</strong> hari cukup.</p>"
    assert made[held.text].showing is Showing.HELD
    assert made[remark.text].showing is Showing.SHOWN
    rows = {one.ref: one.contribution_ref for one in await QueueEntry.all()}
    assert rows[read_out.ref] == made[read_out.text].ref
    assert rows[answered.ref] == rows[hand.ref] == ""
    [ended] = await LogEntry.filter(type="session.ended")
    assert json.loads(ended.entry)["d"]["carried"] == 4


async def test_what_was_said_is_carried_over_once_and_nobody_can_take_its_place(
    omar, wati, sari, ktp
):
    session = await live_session(omar, wati, ktp, [sari])
    asked = await someone_asks(sari, session)
    with pytest.raises(Refused):
        await comment(sari, ktp, once=f"floor:{asked.ref}")
    await chair_does(wati, session, Press.END)
    entry = await QueueEntry.get(ref=asked.ref).select_related("person")
    first = entry.contribution_ref
    async with transaction():
        await carry(await find_session(session.ref), entry, None)

    assert entry.contribution_ref == first
    assert await Contribution.all().count() == 1
    assert await LogEntry.filter(type="comment.received").count() == 1


async def test_a_session_ends_once(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await someone_asks(sari, session)
    seen = (await floor(session)).moved
    await chair_does(wati, session, Press.END)

    with pytest.raises(Refused):
        await chair_does(wati, session, Press.END)
    with pytest.raises(Stale):
        await press(wati, session.ref, Press.END, seen=seen)
    assert await Contribution.all().count() == 1


async def test_a_rehearsal_goes_all_the_way_and_leaves_nothing(omar, wati, maya, ktp):
    session = await announced_session(omar, ktp)
    entries = await LogEntry.all().count()
    rehearsal = await rehearse(wati, session.ref)
    rehearsal = await find_session(rehearsal.ref)
    assert (await rehearse(wati, session.ref)).id == rehearsal.id

    await take_chair(wati, rehearsal.ref)
    await press_on(wati, rehearsal)
    await check_in(maya, rehearsal.ref)
    await press_to(wati, rehearsal, Press.BEGIN)
    await someone_asks(maya, rehearsal)
    await press_to(wati, rehearsal, Press.OPEN_POLL)
    poll = await Poll.get()
    await ballot_box().drop(Vote(maya, poll.ref, "0", "once-of-a-form"))
    await press_to(wati, rehearsal, Press.END)

    assert poll.rehearsal
    assert await Ballot.all().count() == 1
    assert await LogEntry.all().count() == entries
    assert not await Contribution.exists()

    await clear_rehearsal(wati, rehearsal.ref)
    for table in (Attendance, QueueEntry, Poll, Ballot):
        assert not await table.exists()
    assert [one.ref for one in await Session.all()] == [session.ref]
    assert {one.session_id for one in await SessionEvent.all()} == {session.id}
    assert {one.session_id for one in await AgendaItem.all()} == {session.id}
    assert await LogEntry.all().count() == entries


async def test_a_rehearsal_is_seen_by_those_who_watch_and_nobody_else(omar, wati, maya, sari, ktp):
    session = await announced_session(omar, ktp)
    rehearsal = await find_session((await rehearse(wati, session.ref)).ref)
    await take_chair(wati, rehearsal.ref)
    await press_on(wati, rehearsal)

    assert (await find_visible(maya, rehearsal.ref)).rehearsal
    with pytest.raises(NotFound):
        await find_visible(sari, rehearsal.ref)
    with pytest.raises(NotFound):
        await check_in(sari, rehearsal.ref)


async def test_a_real_session_cannot_be_cleared_away(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])

    with pytest.raises(Refused):
        await clear_rehearsal(wati, session.ref)
    with pytest.raises(NotAllowed):
        await rehearse(sari, session.ref)


async def test_the_number_of_the_last_event_and_the_mirrors_are_those_of_the_log(
    omar, wati, sari, ktp
):
    session = await live_session(omar, wati, ktp, [sari])
    now = await floor_of(session)
    kinds = [one.k for one in await log_of(session.id)]

    assert kinds == [K.ANNOUNCED, K.CHAIR, K.DOORS, K.BEGAN]
    assert (session.seq, session.state) == (now.s, now.state)


async def test_a_session_of_a_withdrawn_consultation_can_be_brought_to_its_end(
    omar, wati, sari, ktp
):
    session = await live_session(omar, wati, ktp, [sari])
    await someone_asks(sari, session)
    await press_to(wati, session, Press.OPEN_POLL)
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    await press_to(wati, session, Press.CLOSE_POLL)
    await chair_does(wati, session, Press.END)

    assert (await find_session(session.ref)).state is State.MINUTES_DRAFT
    assert not await Poll.exists(state=PollState.OPEN)
    assert await Contribution.all().count() == 0


async def test_in_a_withdrawn_consultation_no_session_begins(omar, wati, ktp):
    session = await announced_session(omar, ktp)
    await take_chair(wati, session.ref)
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    with speaking("en"):
        for act in (rehearse(wati, session.ref), chair_does(wati, session, Press.DOORS)):
            with pytest.raises(Refused, match="The consultation was withdrawn"):
                await act

    assert (await find_session(session.ref)).state is State.ANNOUNCED
    assert not await sessions_now()
    assert not await sessions_coming()


async def test_where_the_doors_were_open_when_it_was_withdrawn_the_session_only_ends(
    omar, wati, sari, ktp
):
    session = await session_with_open_doors(omar, wati, ktp, [sari])
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    with pytest.raises(Refused):
        await chair_does(wati, session, Press.BEGIN)
    seen = (await floor(session)).moved
    with pytest.raises(Stale):
        await press_next(wati, session.ref, seen=seen, does="begin")
    await press_on(wati, session)

    assert (await find_session(session.ref)).state is State.MINUTES_DRAFT
    assert not await sessions_now()


async def test_after_a_withdrawal_nothing_more_is_put_to_a_vote(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await press_to(wati, session, Press.STEP, Step.STRAW)
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    with pytest.raises(Refused):
        await chair_does(wati, session, Press.OPEN_POLL)
    while await press_on(wati, session):
        pass

    assert (await find_session(session.ref)).state is State.MINUTES_DRAFT
    assert not await Poll.exists()


async def test_open_pages_of_a_session_begin_anew_when_its_consultation_is_withdrawn(
    app, omar, wati, ktp
):
    session = await live_session(omar, wati, ktp)
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")

    assert (await find_session(session.ref)).epoch != session.epoch


async def test_what_was_hidden_before_the_opening_can_be_shown_after_the_session(
    omar, wati, sari, agency
):
    coming = await announced_consultation(omar, agency)
    session = await live_session(omar, wati, coming, [sari])
    entry = await someone_asks(sari, session)
    await hide_entry(wati, entry.ref, rule="spam", reason="Iklan.")
    await press_to(wati, session, Press.END)
    await show_entry(wati, entry.ref)

    assert (await Contribution.get()).public


async def test_nothing_is_published_while_a_session_is_in_progress(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    state, _trace = await readiness_of(await find_consultation(ktp.slug))
    with speaking("en"):
        assert any("session is still in progress" in one for one in what_is_missing(state))
    await press_to(wati, session, Press.END)
    state, _trace = await readiness_of(await find_consultation(ktp.slug))

    assert not state.in_session


async def test_what_has_become_a_contribution_is_decided_as_one(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    entry = await someone_asks(sari, session)
    await press_to(wati, session, Press.END)
    with pytest.raises(Refused, match=r"become a contribution|menjadi masukan"):
        await hide_entry(wati, entry.ref, rule="spam", reason="Iklan.")

    assert (await QueueEntry.get(id=entry.id)).standing is Standing.WAITING
    assert (await Contribution.get()).public


async def test_nothing_becomes_a_contribution_when_nobody_answers_any_more(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    entry = await someone_asks(sari, session)
    await hide_entry(wati, entry.ref, rule="spam", reason="Iklan.")
    await press_to(wati, session, Press.END)
    await withdraw(omar, ktp.slug, "Tidak jadi karena anggaran.")
    with pytest.raises(Refused):
        await show_entry(wati, entry.ref)

    assert (await QueueEntry.get(id=entry.id)).standing is Standing.HIDDEN
    assert await Contribution.all().count() == 0


async def test_whoever_voted_stays_among_those_who_were_there(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari, budi])
    await press_to(wati, session, Press.OPEN_POLL)
    poll = await Poll.get(state=PollState.OPEN)
    await ballot_box().drop(Vote(sari, poll.ref, "0", "kunci-sekali-pakai"))
    with pytest.raises(Refused):
        await leave(sari, session.ref)
    await leave(budi, session.ref)

    assert await present_in(session.id) == 1


async def test_a_change_of_what_was_announced_stands_in_the_record(omar, ktp):
    session = await announced_session(omar, ktp)
    before = await plan_of(session)
    later_on = replace(
        before,
        starts_at=before.starts_at + timedelta(days=3),
        ends_at=before.ends_at + timedelta(days=3),
    )
    await change_session(omar, session.ref, later_on, seen=seal(before))
    entry = json.loads((await LogEntry.get(type="session.changed")).entry)
    assert entry["d"]["starts"] == stamp(later_on.starts_at)
    with pytest.raises(Refused):
        await change_session(omar, session.ref, replace(later_on, agenda=()), seen=seal(later_on))

    assert len(await agenda_of(session)) == 3


async def test_an_announced_session_is_not_moved_into_the_past(omar, ktp):
    session = await announced_session(omar, ktp)
    before = await plan_of(session)
    month = timedelta(days=30)
    past = replace(before, starts_at=before.starts_at - month, ends_at=before.ends_at - month)
    with speaking("en"), pytest.raises(Refused) as refused:
        await change_session(omar, session.ref, past, seen=seal(before))

    assert refused.value.missing == ("It would be over already. Choose another time.",)
    assert (await find_session(session.ref)).starts_at == before.starts_at


async def test_the_record_says_that_a_session_changed_where_it_told_of_it(omar, ktp):
    session = await announced_session(omar, ktp)
    before = await plan_of(session)
    elsewhere = replace(before, place="Aula Kantor Bupati")
    await change_session(omar, session.ref, elsewhere, seen=seal(before))
    assert not await LogEntry.exists(type="session.changed")

    now = await plan_of(await find_session(session.ref))
    await change_session(omar, session.ref, replace(now, agenda=now.agenda[:2]), seen=seal(now))
    assert await LogEntry.filter(type="session.changed").count() == 1


async def test_what_was_answered_does_not_wait_again_once_it_is_shown(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    entry = await someone_asks(sari, session)
    await chair_does(wati, session, Press.ANSWERED, entry=entry.ref)
    await hide_entry(wati, entry.ref, rule="spam", reason="Iklan.")
    await show_entry(wati, entry.ref)

    assert entry.ref not in {one.ref for one in (await floor(session)).waiting}
    assert (await QueueEntry.get(id=entry.id)).standing is Standing.DONE

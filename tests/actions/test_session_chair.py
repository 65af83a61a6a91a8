"""The chair: one at a time, never twice by mistake, and nothing undone in secret."""

import json
from dataclasses import replace

import pytest

from forum.access.policy import Actor
from forum.audit.models import LogEntry
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale
from forum.core.ids import new_ref
from forum.sessions.actions import (
    Details,
    advance_due,
    check_in,
    note,
    press,
    press_next,
    take_chair,
)
from forum.sessions.floor import Happening as K
from forum.sessions.models import QueueEntry
from forum.sessions.queries import agenda_of, find_session, log_of
from forum.sessions.rules import Standing, State, Step
from forum.sessions.run_sheet import Press
from forum.voting.actions import Vote
from forum.voting.ballot_box import ballot_box
from forum.voting.models import Entitlement, Poll
from forum.voting.rules import PollState
from tests.clocks import later
from tests.databases import both_databases
from tests.meanwhile import meanwhile
from tests.meeting import (
    agenda_for,
    announced_session,
    chair_does,
    chair_of,
    floor,
    formal_vote,
    hand_raised,
    live_session,
    planned_session,
    press_on,
    press_to,
    someone_asks,
)
from tests.people import person
from tests.world import open_revision

pytestmark = both_databases


@pytest.fixture
async def ktp(omar, agency):
    return await open_revision(omar, agency)


@pytest.fixture
async def wati(agency):
    return await chair_of(agency)


@pytest.fixture
async def yusuf(agency):
    return await chair_of(agency, "Yusuf Rahman")


async def vote(actor, poll, marks="0"):
    return await ballot_box().drop(Vote(actor, poll.ref, marks, f"once-{new_ref()}"))


async def test_nobody_presses_without_the_chair(omar, wati, yusuf, sari, ktp):
    session = await announced_session(omar, ktp)
    with pytest.raises(Refused) as refused:
        await press_on(wati, session)
    assert refused.value.code == "session.no-chair"

    await take_chair(wati, session.ref)
    with pytest.raises(Refused, match="Wati Kartika"):
        await press_on(yusuf, session)
    for somebody in (sari, omar, Actor()):
        with pytest.raises(NotAllowed):
            await press_on(somebody, session)
        with pytest.raises(NotAllowed):
            await take_chair(somebody, session.ref)
    assert (await find_session(session.ref)).state is State.ANNOUNCED


async def test_another_chair_takes_over_and_everybody_sees_it(omar, wati, yusuf, ktp):
    session = await live_session(omar, wati, ktp)
    await take_chair(yusuf, session.ref)
    again = await take_chair(yusuf, session.ref)
    now = await floor(session)
    last = (await log_of(session.id))[-1]

    assert (last.k, last.data["who"], last.by) == (K.CHAIR, now.chair, now.chair)
    assert again.chair_id == yusuf.person_id
    with pytest.raises(Refused, match="Yusuf Rahman"):
        await press_on(wati, session)
    assert await press_on(yusuf, session)


async def test_a_plan_nobody_knows_of_has_no_chair(omar, wati, ktp):
    session = await planned_session(omar, ktp)

    with pytest.raises(Refused):
        await take_chair(wati, session.ref)


async def test_a_button_pressed_twice_moves_once(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    seen = (await floor(session)).moved
    await press_next(wati, session.ref, seen=seen)
    once = await floor(session)

    with pytest.raises(Stale) as stale:
        await press_next(wati, session.ref, seen=seen)
    assert stale.value.theirs == once
    assert await floor(session) == once


async def test_two_tablets_at_the_same_moment_move_once(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    seen = (await floor(session)).moved
    one, two = await meanwhile(
        press_next(wati, session.ref, seen=seen), press_next(wati, session.ref, seen=seen)
    )

    assert [type(result) for result in (one, two)].count(Stale) == 1
    assert [event.k for event in await log_of(session.id)].count(K.ITEM) == 1


async def test_what_is_said_meanwhile_makes_no_page_old(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    seen = (await floor(session)).moved
    await someone_asks(sari, session)

    assert await press_next(wati, session.ref, seen=seen)


async def test_a_mistaken_move_is_taken_back_in_public(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    await press_on(wati, session, 3)
    before = await floor(session)
    await press_on(wati, session)
    with pytest.raises(Invalid):
        await chair_does(wati, session, Press.UNDO, reason=" ")
    await chair_does(wati, session, Press.UNDO, reason="Tertekan tanpa sengaja.")

    now = await floor(session)
    assert (now.item, now.step) == (before.item, before.step)
    last = (await log_of(session.id))[-1]
    assert last.k is K.UNDONE
    assert last.data["reason"] == "Tertekan tanpa sengaja."
    assert (last.data["item"], last.data["step"]) == (before.item, before.step)


async def test_a_poll_cannot_be_taken_back(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    await press_to(wati, session, Press.CLOSE_POLL)

    with pytest.raises(Refused) as refused:
        await chair_does(wati, session, Press.UNDO, reason="Salah tekan.")
    assert refused.value.code == "session.nothing-to-undo"


async def test_the_chair_goes_to_any_item_and_any_step_of_it(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    opening, clause, closing = await agenda_of(session)
    await chair_does(wati, session, Press.ITEM, item=closing.ref)
    assert (await floor(session)).step is Step.READ
    await chair_does(wati, session, Press.ITEM, item=clause.ref, step=Step.SPEAKERS)
    await chair_does(wati, session, Press.STEP, step=Step.QUESTIONS)

    now = await floor(session)
    assert (now.item, now.step) == (clause.ref, Step.QUESTIONS)
    for kind, wrong in (
        (Press.ITEM, {"item": "zzzzzzzzzz"}),
        (Press.ITEM, {"item": opening.ref, "step": Step.VOTE}),
        (Press.STEP, {}),
        (Press.STEP, {"step": Step.QUESTIONS}),
    ):
        with pytest.raises((Refused, NotFound, Invalid)):
            await chair_does(wati, session, kind, **wrong)
    assert (await floor(session)).s == now.s


async def test_the_outcome_is_in_the_chairs_words(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    await press_to(wati, session, Press.STEP, Step.OUTCOME)
    seen = (await floor(session)).moved
    for words in ({}, {"sentence": "…"}, {"sentence": "x" * 1_001}):
        with pytest.raises(Invalid) as invalid:
            await press_next(wati, session.ref, seen=seen, **words)
        assert list(invalid.value.fields) == ["sentence"]
    await press_next(
        wati, session.ref, seen=seen, sentence="Lima hari diterima.", term="Jangka pendek (2 hari)"
    )

    now = await floor(session)
    assert now.outcomes[now.item].sentence == "Lima hari diterima."
    assert now.outcomes[now.item].term == "Jangka pendek (2 hari)"
    await chair_does(wati, session, Press.OUTCOME, sentence="Lima hari kerja diterima.")
    assert (await floor(session)).outcomes[now.item].sentence == "Lima hari kerja diterima."


async def test_a_break_with_its_minutes_and_a_clock_for_everybody(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    await chair_does(wati, session, Press.TIMER, seconds=90)
    assert (await floor(session)).timer.seconds == 90
    await chair_does(wati, session, Press.TIMER, seconds=0)
    assert (await floor(session)).timer is None
    await chair_does(wati, session, Press.BREAK, minutes=10)
    assert (await find_session(session.ref)).state is State.BREAK
    with pytest.raises(Refused):
        await chair_does(wati, session, Press.BREAK)
    move = await press_on(wati, session)

    assert move.kind is Press.RESUME
    assert (await find_session(session.ref)).state is State.LIVE
    for kind, wrong in ((Press.TIMER, {"seconds": -1}), (Press.BREAK, {"minutes": 0})):
        with pytest.raises(Invalid):
            await chair_does(wati, session, kind, **wrong)


async def test_speakers_are_called_one_after_another(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari, budi])
    hers, his = await hand_raised(sari, session), await hand_raised(budi, session)
    await chair_does(wati, session, Press.FLOOR, entry=hers.ref)
    assert (await floor(session)).speaking.seconds == 120
    await chair_does(wati, session, Press.FLOOR, entry=his.ref, seconds=60)
    await chair_does(wati, session, Press.FLOOR_OVER, entry=hers.ref)  # pressed a moment too late

    now = await floor(session)
    assert (now.speaking.entry, now.speaking.seconds) == (his.ref, 60)
    assert now.entries[hers.ref].standing is Standing.DONE
    await chair_does(wati, session, Press.FLOOR_OVER)
    assert (await floor(session)).speaking is None
    assert {one.standing for one in await QueueEntry.all()} == {Standing.DONE}
    for kind, wrong in (
        (Press.FLOOR, {"entry": hers.ref}),
        (Press.FLOOR, {"entry": "zzzzzzzzzz"}),
        (Press.FLOOR_OVER, {}),
        (Press.ANSWERED, {"entry": hers.ref}),
    ):
        with pytest.raises((Refused, NotFound)):
            await chair_does(wati, session, kind, **wrong)


async def test_moving_on_thanks_whoever_speaks(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    hand = await hand_raised(sari, session)
    await chair_does(wati, session, Press.FLOOR, entry=hand.ref)
    await press_on(wati, session)

    assert (await floor(session)).speaking is None
    assert [one.k for one in await log_of(session.id)][-2:] == [K.FLOOR_OVER, K.ITEM]


async def test_a_question_read_out_is_answered_in_one_press(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    question = await someone_asks(sari, session)
    await chair_does(wati, session, Press.FLOOR, entry=question.ref)
    await chair_does(wati, session, Press.ANSWERED, entry=question.ref)

    now = await floor(session)
    assert now.speaking is None
    assert now.entries[question.ref].answered
    assert (await QueueEntry.get()).answered


async def test_who_may_vote_is_fixed_when_the_poll_opens(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await check_in(wati, session.ref)
    await press_to(wati, session, Press.OPEN_POLL, Step.VOTE)
    await check_in(budi, session.ref)
    poll = await Poll.get(state=PollState.OPEN)

    assert [one.person_id for one in await Entitlement.filter(poll=poll)] == [sari.person_id]
    assert (await floor(session)).poll.entitled == 1
    await vote(sari, poll)
    for somebody in (budi, wati):
        with pytest.raises((Refused, NotAllowed)):
            await vote(somebody, poll)


async def test_the_event_of_the_end_brings_the_certified_count(omar, wati, sari, budi, ktp):
    session = await live_session(omar, wati, ktp, [sari, budi])
    await press_to(wati, session, Press.OPEN_POLL, Step.VOTE)
    poll = await Poll.get(state=PollState.OPEN)
    await vote(sari, poll, "0")
    await vote(budi, poll, "2")
    await vote(budi, poll, "0")
    await chair_does(wati, session, Press.HANDS, hands=(12, 1, 3))
    await press_to(wati, session, Press.CLOSE_POLL)

    result = (await floor(session)).results[-1]
    assert (result.totals, result.cast, result.present) == ((2, 0, 0), 2, 2)
    assert result.poll.hands == (12, 1, 3)
    assert result.carried == 0
    closed = await Poll.get(id=poll.id)
    assert closed.state is PollState.CERTIFIED
    assert closed.certificate["per_option"] == list(result.totals)


async def test_a_chair_who_takes_over_does_not_vote_either(omar, wati, yusuf, ktp):
    session = await live_session(omar, wati, ktp, [yusuf])
    await press_to(wati, session, Press.OPEN_POLL, Step.VOTE)
    poll = await Poll.get(state=PollState.OPEN)
    await take_chair(yusuf, session.ref)

    with pytest.raises((Refused, NotAllowed)):
        await vote(yusuf, poll)


async def test_a_formal_vote_is_annulled_by_two_people(omar, wati, rina, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await press_to(wati, session, Press.CLOSE_POLL, Step.VOTE)
    poll = (await floor(session)).results[-1].poll
    before = (await floor(session)).s
    await chair_does(wati, session, Press.ANNUL, poll=poll.ref, reason="Daftar hadir keliru.")
    await chair_does(wati, session, Press.ANNUL, poll=poll.ref, reason="Daftar hadir keliru.")
    assert (await floor(session)).s == before

    await press(rina, session.ref, Press.ANNUL, seen=0, details=Details(poll=poll.ref))
    now = await floor(session)
    assert now.results[-1].annulled == "Daftar hadir keliru."
    assert (await press_on(wati, session)).kind is Press.OPEN_POLL


async def test_a_straw_poll_is_annulled_at_once_and_held_again(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await press_to(wati, session, Press.OPEN_POLL, Step.STRAW)
    first = (await floor(session)).poll
    await chair_does(wati, session, Press.ANNUL, poll=first.ref, reason="Pertanyaannya keliru.")

    assert (await floor(session)).poll is None
    assert (await press_on(wati, session)).kind is Press.OPEN_POLL
    assert (await floor(session)).poll.ref != first.ref


async def test_a_poll_of_another_session_is_not_annulled_here(omar, wati, sari, ktp):
    one = await live_session(omar, wati, ktp, [sari])
    await press_to(wati, one, Press.OPEN_POLL, Step.STRAW)
    poll = (await floor(one)).poll
    other = await live_session(omar, wati, ktp)

    for ref in (poll.ref, "zzzzzzzzzz", ""):
        with pytest.raises(NotFound):
            await chair_does(wati, other, Press.ANNUL, poll=ref, reason="Keliru.")


async def test_what_is_not_its_time_is_refused(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    before = await floor(session)

    for kind in (Press.DOORS, Press.BEGIN, Press.OPEN_POLL, Press.CLOSE_POLL, Press.HANDS):
        with pytest.raises(Refused):
            await chair_does(wati, session, kind)
    assert await floor(session) == before


async def test_the_note_taker_writes_beside_the_item(omar, wati, sari, maya, agency, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await press_on(wati, session)
    await note(wati, session.ref, "  Kepala dinas hadir. ")

    [written] = (await floor(session)).notes
    assert (written.text, written.item) == ("Kepala dinas hadir.", (await floor(session)).item)
    for somebody in (sari, maya, omar):
        with pytest.raises(NotAllowed):
            await note(somebody, session.ref, "Saya juga.")
    with pytest.raises(Invalid):
        await note(wati, session.ref, "")


async def test_a_chair_of_another_agency_has_no_say(omar, wati, ktp, agency):
    stranger = await person("Tono")
    session = await live_session(omar, wati, ktp)

    with pytest.raises(NotAllowed):
        await take_chair(stranger, session.ref)


async def test_no_poll_of_a_session_is_in_the_record_twice(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await press_to(wati, session, Press.END)

    for type_ in ("poll.opened", "poll.closed", "poll.result"):
        rows = await LogEntry.filter(type=type_)
        assert len(rows) == 2
        assert {json.loads(row.entry)["ctx"] for row in rows} == {ktp.record_id}


async def timed_vote(omar, wati, ktp, *voters):
    """A session in progress whose formal vote closes by itself after two minutes."""
    opening, clause, closing = await agenda_for(ktp)
    agenda = (opening, replace(clause, vote=formal_vote(seconds=120)), closing)
    session = await live_session(omar, wati, ktp, voters, agenda=agenda)
    await press_to(wati, session, Press.OPEN_POLL, Step.VOTE)
    return session, await Poll.get(state=PollState.OPEN)


async def test_the_clock_closes_a_vote_whose_minutes_are_over(omar, wati, sari, budi, ktp):
    session, poll = await timed_vote(omar, wati, ktp, sari, budi)
    await vote(sari, poll, "0")
    await advance_due()
    assert (await floor(session)).poll.ref == poll.ref
    with later(minutes=3):
        await advance_due()
        await advance_due()
        with pytest.raises(Refused):
            await vote(budi, poll, "2")
        next_press = await press_on(wati, session)

    now, log = await floor(session), await log_of(session.id)
    [closed] = [one for one in log if one.k is K.POLL_CLOSED and one.data["poll"] == poll.ref]
    assert (closed.by, closed.data["totals"], closed.data["present"]) == ("", [1, 0, 0], 2)
    assert (now.poll, now.results[-1].cast) == (None, 1)
    assert next_press.step is Step.OUTCOME
    entry = await LogEntry.filter(type="poll.closed").order_by("-seq").first()
    assert json.loads(entry.entry)["by"] == "system"


async def test_the_chair_and_the_clock_close_a_vote_once(omar, wati, sari, ktp):
    session, poll = await timed_vote(omar, wati, ktp, sari)
    await vote(sari, poll, "0")
    with later(minutes=3):
        await meanwhile(press_on(wati, session), advance_due())

    log = [one for one in await log_of(session.id) if one.k is K.POLL_CLOSED]
    assert [one.data["poll"] for one in log].count(poll.ref) == 1
    assert (await Poll.get(id=poll.id)).certificate["per_option"] == [1, 0, 0]
    assert await LogEntry.filter(type="poll.result").count() == len(log)


async def test_a_note_sent_again_stands_in_the_minutes_once(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    first = await note(wati, session.ref, "Antrean cetak dijelaskan.", "kunci-catatan-1")
    again = await note(wati, session.ref, "Antrean cetak dijelaskan.", "kunci-catatan-1")
    other = await note(wati, session.ref, "Antrean cetak dijelaskan.", "kunci-catatan-2")

    assert again == first != other
    assert [event.k for event in await log_of(session.id)].count(K.NOTE) == 2


async def test_other_words_under_the_key_of_a_note_are_refused_and_not_swallowed(omar, wati, ktp):
    session = await live_session(omar, wati, ktp)
    await note(wati, session.ref, "Antrean cetak dijelaskan.", "kunci-catatan-1")
    with pytest.raises(Refused) as refused:
        await note(wati, session.ref, "Blangko habis sejak Mei.", "kunci-catatan-1")

    assert refused.value.code == "queue.key-used"
    assert [one.text for one in (await floor(session)).notes] == ["Antrean cetak dijelaskan."]


async def test_hands_counted_for_one_poll_are_not_entered_into_the_next(omar, wati, sari, ktp):
    session = await live_session(omar, wati, ktp, [sari])
    await press_to(wati, session, Press.OPEN_POLL, Step.STRAW)
    straw = (await floor(session)).poll.ref
    await press_to(wati, session, Press.OPEN_POLL, Step.VOTE)
    with pytest.raises(Refused):
        await chair_does(wati, session, Press.HANDS, poll=straw, hands=(4, 0, 0))

    assert (await floor(session)).poll.hands == ()

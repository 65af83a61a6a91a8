"""A line is cut at every message of a recorded evening; whoever comes back sees the same."""

from __future__ import annotations

import copy

import pytest

from forum.app import live as living
from forum.live.rooms import Room, load
from forum.sessions.actions import hide_entry, show_entry
from forum.sessions.queries import floor_of, scene_of
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from forum.stage.audiences import Audience
from forum.stage.regions import draw
from tests.live.listening import Listener
from tests.meeting import (
    chair_does,
    hand_raised,
    press_on,
    press_to,
    someone_asks,
    someone_remarks,
)

VIEWS = [(audience, language) for audience in Audience for language in ("id", "en")]


@pytest.fixture
async def room(evening, app, settings) -> Room:
    async with living(app, settings):
        yield await app.state.live.room(evening.session.code)


async def an_evening(evening, maya) -> None:
    """Questions, a hand, something hidden and shown, a poll, a break, the way to the end."""
    session, wati = evening.session, evening.wati
    question = await someone_asks(evening.sari, session)
    hand = await hand_raised(evening.budi, session, "against")
    await press_to(wati, session, Press.STEP, Step.SPEAKERS)
    await chair_does(wati, session, Press.FLOOR, entry=hand.ref)
    remark = await someone_remarks(evening.sari, session)
    await hide_entry(maya, remark.ref, rule="insult", reason="Bukan tentang butir ini.")
    await show_entry(maya, remark.ref)
    await chair_does(wati, session, Press.FLOOR_OVER)
    await chair_does(wati, session, Press.ANSWERED, entry=question.ref)
    await press_to(wati, session, Press.CLOSE_POLL)
    await chair_does(wati, session, Press.BREAK, minutes=5)
    await chair_does(wati, session, Press.RESUME)
    while await press_on(wati, session):
        pass


async def test_a_line_cut_anywhere_shows_the_same_once_it_is_mended(evening, maya, room):
    never_cut = {view: Listener(*view).join(room) for view in VIEWS}
    await an_evening(evening, maya)
    await room.settled()
    floor = await floor_of(evening.session)
    scene = await scene_of(evening.session)
    for view, listener in never_cut.items():
        listener.hear()
        assert listener.s == floor.s
        assert listener.picture == draw(*view, scene, floor)
        cut_after = copy.copy(listener.messages)
        assert len(cut_after) > 20
        for cut in range(len(cut_after) + 1):
            again = Listener(*view)
            for message in cut_after[:cut]:
                again.take(message)
            assert again.join(room).picture == listener.picture, f"cut after {cut} messages"
            assert again.s == listener.s


async def test_whoever_comes_back_to_another_process_sees_the_same(evening, maya, room):
    her = Listener().join(room)
    await someone_asks(evening.sari, evening.session)
    await room.settled()
    her.hear()
    await an_evening(evening, maya)
    restarted = await load(evening.session.code)

    assert her.join(restarted).s == restarted.s
    assert her.picture == Listener().join(restarted).picture


async def test_whoever_comes_back_in_time_is_told_only_what_was_missed(evening, room):
    her = Listener().join(room)
    await press_on(evening.wati, evening.session)
    await room.settled()
    before = len(her.messages)
    her.join(room)

    came = [message["t"] for message in her.messages[before:]]
    assert [one for one in came if one != "st"] == ["hi", "ev"]


async def test_words_that_were_hidden_are_sent_to_nobody_who_comes_late(evening, maya, room):
    late = Listener().join(room)
    stalled = Listener().join(room)
    stalled.stall()
    remark = await someone_asks(evening.sari, evening.session, "Ia tinggal di Jalan Melati 7.")
    await room.settled()
    await hide_entry(maya, remark.ref, rule="personal_data", reason="Alamat seseorang.")
    await room.settled()
    again = Listener().join(room)

    assert "Melati" in str(late.hear().messages), "she was there when it was said"
    assert "Melati" not in str(again.messages)
    assert "Melati" not in str(stalled.go_on().messages)
    assert stalled.picture == again.picture


async def test_words_hidden_before_a_process_hears_of_them_are_told_to_nobody_there(evening, maya):
    elsewhere = await load(evening.session.code)
    here, stalled = Listener().join(elsewhere), Listener().join(elsewhere)
    stalled.stall()
    remark = await someone_asks(evening.sari, evening.session, "Ia tinggal di Jalan Melati 7.")
    await hide_entry(maya, remark.ref, rule="personal_data", reason="Alamat seseorang.")
    elsewhere.moved(elsewhere.s + 2)
    await elsewhere.settled()
    late = Listener().join(elsewhere)

    for one in (here.hear(), stalled.go_on(), late):
        assert "Melati" not in str(one.messages)
        assert one.s == elsewhere.s
        assert one.picture == late.picture

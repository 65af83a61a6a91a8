"""People in one session, each with a page open: what reaches them, and what they can do."""

from __future__ import annotations

import contextlib
import json

import pytest

from forum.sessions.actions import hide_entry, show_entry
from forum.sessions.queries import find_session, floor_of
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from tests.meeting import chair_does, press_on, press_to, someone_asks


async def test_a_page_is_told_where_the_session_is_and_who_is_asking(evening, connect):
    async with connect(evening.session, evening.sari) as her:
        hi = await her.hear()
        assert hi["t"] == "hi"
        assert hi["then"] == "snapshot"
        assert hi["you"]["name"] == "Sari Wulandari"
        assert hi["you"]["checked_in"] is True
        await her.hear()
        assert her.s == hi["s"]


async def test_what_the_chair_does_reaches_everybody(evening, connect):
    async with connect(evening.session, evening.sari) as her, connect(evening.session) as somebody:
        await press_on(evening.wati, evening.session)
        now = await find_session(evening.session.ref)
        await her.up_to(now.seq)
        await somebody.up_to(now.seq)
        assert her.picture == somebody.picture


async def test_a_vote_is_acknowledged_once_it_is_stored_and_shows_in_the_count(evening, connect):
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    floor = await floor_of(evening.session)
    async with connect(evening.session, evening.sari) as her:
        answer = await her.ask("vote", poll=floor.poll.ref, choice="0")
        assert answer["t"] == "ack", answer
        assert answer["choice"] == ["0"]
        assert answer["receipt"]
        await her.until(lambda one: one["t"] == "st" and one.get("n") == 1)
        assert her.states[f"tally:{floor.poll.ref}"]["d"] == [1, 0, 0]


async def test_a_question_appears_for_the_others(evening, connect):
    async with connect(evening.session, evening.budi) as him:
        entry = await someone_asks(evening.sari, evening.session)
        await him.until(lambda one: one["t"] == "ev" and one["k"] == "asked")
        assert "Mengapa tidak tiga hari?" in him.picture.lists["queue"][entry.ref]


async def test_an_author_is_told_what_is_hidden_as_long_as_it_is(evening, connect, maya):
    held = await someone_asks(evening.sari, evening.session, "NIK saya 3201234567890123.")
    answered = await someone_asks(evening.sari, evening.session)
    await chair_does(evening.wati, evening.session, Press.ANSWERED, entry=answered.ref)

    def tells(*refs):
        return lambda one: one.get("k") == "you" and one["d"]["hidden"] == [*refs]

    async with connect(evening.session, evening.sari) as her:
        for entry in (answered, held):
            await hide_entry(maya, entry.ref, rule="spam", reason="Iklan.")
        await her.until(tells(held.ref, answered.ref))
        await show_entry(maya, answered.ref)
        await her.until(tells(held.ref))
    async with connect(evening.session, evening.sari) as her:
        assert (await her.hear())["you"]["hidden"] == [held.ref]
    async with connect(evening.session, evening.budi) as him:
        assert (await him.hear())["you"]["hidden"] == []


async def test_a_vote_after_the_end_gets_a_sentence(evening, connect):
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    poll = (await floor_of(evening.session)).poll
    async with connect(evening.session, evening.sari) as her:
        await press_to(evening.wati, evening.session, Press.CLOSE_POLL)
        answer = await her.ask("vote", poll=poll.ref, choice="0")
        assert (answer["t"], answer["code"], answer["retry"]) == ("nack", "ballot.late", False)
        assert answer["sentence"].startswith("This poll closed at ")


async def test_whoever_chairs_does_not_vote(evening, connect):
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    poll = (await floor_of(evening.session)).poll
    async with connect(evening.session, evening.wati) as chair:
        hi = await chair.hear()
        answer = await chair.ask("vote", poll=poll.ref, choice="0")
        assert answer["code"] == "ballot.chair"
        assert hi["you"]["may"]["vote"] == answer["sentence"]


async def test_the_same_vote_sent_again_is_found_and_counted_once(evening, connect):
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    poll = (await floor_of(evening.session)).poll
    async with connect(evening.session, evening.sari) as her:
        first = await her.ask("vote", rid="rid-of-the-form", poll=poll.ref, choice="0")
    async with connect(evening.session, evening.sari) as her:
        again = await her.ask("vote", rid="rid-of-the-form", poll=poll.ref, choice="0")
        assert (first["dup"], again["dup"]) == (False, True)
        assert again["receipt"] == first["receipt"]
        assert her.you["ballots"][poll.ref]["choice"] == ["0"]


async def test_the_other_window_learns_of_a_vote(evening, connect):
    await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
    poll = (await floor_of(evening.session)).poll
    async with (
        connect(evening.session, evening.sari) as phone,
        connect(evening.session, evening.sari) as laptop,
    ):
        await laptop.hear()
        await phone.ask("vote", poll=poll.ref, choice="2")
        await laptop.until(lambda one: one["t"] == "st" and one["k"] == "you")
        assert laptop.you["ballots"][poll.ref]["choice"] == ["2"]


async def test_a_ninth_window_of_one_person_is_not_opened(evening, connect, cookie_of):
    token = await cookie_of(evening.sari)
    async with contextlib.AsyncExitStack() as windows:
        for _window in range(8):
            await windows.enter_async_context(connect(evening.session, token=token))
        with pytest.raises(Exception, match="429"):
            await windows.enter_async_context(connect(evening.session, token=token))


async def test_what_is_held_is_for_the_chair_alone(evening, connect):
    async with (
        connect(evening.session, evening.budi) as him,
        connect(evening.session, evening.wati, view="chair") as desk,
    ):
        held = "NIK saya 3201234567890123."
        async with connect(evening.session, evening.sari) as her:
            answer = await her.ask("ask", ask="question", text=held)
        assert answer["standing"] == "held"
        await him.until(lambda one: one.get("k") == "asked")
        await desk.until(lambda one: one.get("k") == "asked")
        assert "3201234567890123" in json.dumps(desk.messages)
        assert "3201234567890123" not in json.dumps(him.messages)


async def test_sentences_are_in_the_language_of_the_page(evening, connect):
    async with connect(evening.session, evening.sari, lang="id") as her:
        answer = await her.ask("vote", poll="x", choice="0")
    async with connect(evening.session, evening.sari, lang="en") as english:
        assert answer["sentence"] != (await english.ask("vote", poll="x", choice="0"))["sentence"]

"""People in one session, each with a page open: what reaches them, and what they can do."""

from __future__ import annotations

from forum.sessions.queries import find_session, floor_of
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from tests.meeting import press_on, press_to, someone_asks


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

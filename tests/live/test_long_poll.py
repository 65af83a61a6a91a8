"""Where no socket gets through, the same messages come as answers to plain requests."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from forum.app import live as living
from forum.sessions.actions import rehearse
from tests.live.reader import Seen
from tests.meeting import press_on, someone_asks


@pytest.fixture
async def going(app, settings):
    async with living(app, settings):
        yield app.state.live


async def news(client: httpx2.AsyncClient, code: str, theirs: Seen, **more: Any) -> str:
    """Ask once, take in what comes, and return the token for the next time."""
    wishes = {"lang": "en", "e": theirs.epoch, "s": theirs.s, **more}
    answer = await client.get(f"/sessions/{code}/news", params=wishes)
    assert answer.status_code == 200, answer.text
    *messages, more_ = answer.json()
    for message in messages:
        theirs.take(message)
    assert more_["t"] == "more"
    return more_["seen"]


async def test_what_has_happened_comes_at_once_and_what_happens_next_as_it_does(
    evening, going, signed_in
):
    her, code = Seen(), evening.session.code
    async with signed_in(evening.sari) as client:
        token = await news(client, code, her)
        assert her.you["name"] == "Sari Wulandari"
        room = await going.room(code)
        assert her.s == room.s
        waiting = asyncio.create_task(news(client, code, her, seen=token))
        while not any(True for _ in room.members):  # noqa: ASYNC110 - until the request is there
            await asyncio.sleep(0)
        question = await someone_asks(evening.budi, evening.session)
        await waiting
        assert question.ref in her.picture.lists["queue"]


async def test_with_a_token_of_another_process_nothing_is_waited_for(evening, going, signed_in):
    her, code = Seen(), evening.session.code
    async with signed_in(evening.sari) as client:
        await news(client, code, her)
        async with asyncio.timeout(5):
            await news(client, code, her, seen="elsewhere.7")


async def test_only_what_was_missed_is_told(evening, going, signed_in):
    her, code = Seen(), evening.session.code
    async with signed_in(evening.sari) as client:
        token = await news(client, code, her)
        await press_on(evening.wati, evening.session)
        await (await going.room(code)).settled()
        her.messages.clear()
        await news(client, code, her, seen=token)
    assert [one["t"] for one in her.messages if one["t"] != "st"] == ["hi", "ev"]


async def test_who_may_not_see_is_told_so(evening, going, signed_in, visit):
    rehearsal = await rehearse(evening.wati, evening.session.ref)
    async with signed_in(evening.sari) as client:
        chair = await client.get(f"/sessions/{evening.session.code}/news", params={"view": "chair"})
        hidden = await client.get(f"/sessions/{rehearsal.code}/news")
    nowhere = await visit.get("/sessions/QQQQQQ/news")

    assert (chair.status_code, hidden.status_code, nowhere.status_code) == (403, 404, 404)


async def test_without_the_live_layer_a_client_is_asked_to_come_later(evening, visit):
    answer = await visit.get(f"/sessions/{evening.session.code}/news")

    assert answer.status_code == 503
    assert answer.headers["retry-after"]

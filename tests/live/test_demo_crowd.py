"""The crowd of the demonstration, on real sockets, a hundred times as fast as people."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from forum.accounts.models import Person, SignIn
from forum.demo.crowd.gathering import Gathering, gather
from forum.demo.crowd.seats import Door, attend
from forum.live.protocol import Close
from forum.sessions.models import Attendance
from forum.sessions.plans import ItemPlan
from forum.sessions.queries import present_in
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from forum.voting.models import Ballot
from forum.voting.plans import Option, consent_options
from forum.voting.rules import Method, Stance
from tests.meeting import chair_of, floor, live_session, press_to, straw_poll
from tests.world import open_consultation

CROWD = 10
MOST_OF_THEM = 5
PACE = 0.01
DAYS = tuple(Option(words={"id": day}, stance=Stance.NONE) for day in ("Senin", "Rabu", "Sabtu"))


@contextlib.asynccontextmanager
async def crowd_in(house) -> AsyncIterator[Gathering]:
    """Ten simulated citizens in the session in progress."""
    gathering = await gather(CROWD)
    assert gathering is not None
    door = Door("127.0.0.1", house.port, "forum.test")
    playing = asyncio.create_task(attend(gathering, door, pace=PACE))
    yield gathering
    assert not playing.done()
    playing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await playing


def voted_at_least(poll: str, number: int):
    return lambda one: one["t"] == "st" and one["k"] == f"tally:{poll}" and one["n"] >= number


def many_are_in(one):
    return one["t"] == "st" and one["k"] == "presence" and one["d"]["online"] >= MOST_OF_THEM


@pytest.mark.parametrize("method", list(Method))
async def test_a_poll_is_opened_and_the_count_shows_their_votes(
    agency, omar, house, connect, method
):
    wati = await chair_of(agency)
    question = {"id": "Hari apa?", "en": "Which day?"}
    options = consent_options() if method is Method.CONSENT else DAYS
    straw = straw_poll(method=method, options=options)
    item = ItemPlan(title=question, steps=(Step.STRAW,), straw=straw)
    session = await live_session(omar, wati, await open_consultation(omar, agency), agenda=(item,))
    async with crowd_in(house) as gathering, connect(session) as anybody:
        await press_to(wati, session, Press.OPEN_POLL)
        poll = (await floor(session)).poll
        assert poll is not None
        await anybody.until(voted_at_least(poll.ref, MOST_OF_THEM))
        voters = await Ballot.filter(poll__ref=poll.ref).values_list("person_id", flat=True)
    assert set(voters) <= {one.id for one in gathering.people}


@pytest.mark.parametrize("reason", [Close.RESTART, Close.SIGNED_OUT])
async def test_whoever_loses_the_connection_comes_back_and_votes(evening, house, connect, reason):
    async with crowd_in(house), connect(evening.session) as anybody:
        await anybody.until(many_are_in)
        if reason is Close.SIGNED_OUT:
            await SignIn.all().delete()
        room = await house.live.room(evening.session.code)
        for member in [one for one in room.members if one.person_id]:
            member.outlet.end(reason)
        await press_to(evening.wati, evening.session, Press.OPEN_POLL, Step.STRAW)
        poll = (await floor(evening.session)).poll
        assert poll is not None
        await anybody.until(voted_at_least(poll.ref, MOST_OF_THEM))


async def test_when_the_session_ends_the_whole_crowd_goes_home(evening, house):
    gathering = await gather(CROWD)
    assert gathering is not None
    door = Door("127.0.0.1", house.port, "forum.test")
    playing = asyncio.create_task(attend(gathering, door, pace=PACE))
    await press_to(evening.wati, evening.session, Press.END)
    async with asyncio.timeout(20):
        await playing


async def test_a_crowd_that_fails_leaves_the_forum_alone(evening, house, connect):
    nobody = Person(id=4_711, name="Tidak Ada", email="tidak@simulasi.example")
    door = Door("127.0.0.1", house.port, "forum.test")
    async with asyncio.timeout(20):
        await attend(Gathering(evening.session.code, (nobody,)), door, pace=PACE)
    async with connect(evening.session) as anybody:
        assert (await anybody.hear())["t"] == "hi"


async def test_a_crowd_is_made_once_and_says_what_it_is(evening):
    first, again = await gather(3), await gather(4)
    assert first is not None
    assert again is not None
    assert first.people == again.people[:3]
    assert await Person.filter(email__endswith="@simulasi.example", about="warga simulasi") == list(
        again.people
    )
    assert await present_in(evening.session.id) == 2 + 4
    assert await Attendance.filter(name_public=True).count() == 0


async def test_without_a_session_in_progress_nobody_comes(db):
    assert await gather(3) is None
    assert await Person.all().count() == 0

"""Laws of the numbered log: no gap, no act half done, and the floor is always its log."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.access.policy import Actor, Grant
from forum.accounts.models import Person
from forum.catalogue.models import Agency
from forum.core.db import transaction
from forum.core.errors import ForumError, Refused
from forum.core.ids import new_ref
from forum.database.config import open_database
from forum.sessions.actions import (
    Asking,
    Details,
    ask,
    check_in,
    hide_entry,
    mute,
    note,
    press,
    press_next,
    show_entry,
    support,
    take_chair,
    unmute,
    withdraw,
)
from forum.sessions.actions.log import happen
from forum.sessions.floor import Floor, floor_after
from forum.sessions.floor import Happening as K
from forum.sessions.models import QueueEntry, Session
from forum.sessions.queries import agenda_of, find_session, floor_of, log_of
from forum.sessions.rules import Ask, Step
from forum.sessions.run_sheet import Press
from forum.voting.actions import Vote
from forum.voting.ballot_box import ballot_box
from forum.voting.models import Poll
from forum.voting.rules import PollState
from tests.databases import both_databases
from tests.meeting import announced_session, chair_of, floor, live_session, someone_asks
from tests.people import OFFICIAL, person
from tests.world import open_revision


async def numbers(session):
    return [event.s for event in await log_of(session.id)]


@both_databases
async def test_many_at_once_leave_no_gap(omar, agency):
    wati = await chair_of(agency)
    crowd = [await person(f"Warga{number}") for number in range(10)]
    session = await live_session(omar, wati, await open_revision(omar, agency), crowd)
    seen = (await floor(session)).moved
    results = await asyncio.gather(
        *(someone_asks(one, session, f"{n}?") for one in crowd for n in range(7)),
        *(press_next(wati, session.ref, seen=seen) for _ in range(5)),
        return_exceptions=True,
    )

    made = [one for one in results if isinstance(one, QueueEntry)]
    refused = [one.code for one in results if isinstance(one, BaseException)]
    assert len(made) == 50
    assert Counter(refused) == {"queue.full": 20, "session.moved": 4}
    now = await find_session(session.ref)
    assert await numbers(session) == list(range(1, now.seq + 1))
    assert set((await floor_of(now)).entries) == {one.ref for one in made}


@both_databases
async def test_an_act_that_fails_leaves_no_number_behind(omar, agency, sari):
    wati = await chair_of(agency)
    session = await live_session(omar, wati, await open_revision(omar, agency), [sari])

    async def fails():
        async with transaction():
            await happen(await find_session(session.ref, lock=True), K.TIMER, wati, {"seconds": 9})
            raise Refused("test", "Changed our minds.")

    results = await asyncio.gather(
        *(fails() for _ in range(6)),
        *(someone_asks(sari, session, f"{n}?") for n in range(4)),
        return_exceptions=True,
    )

    assert sum(isinstance(one, Refused) for one in results) == 6
    assert await numbers(session) == list(range(1, session.seq + 5))
    assert (await floor_of(session)).timer is None


DEEDS = (
    *("next",) * 6,
    *("ask", "hand", "remark", "personal", "support", "withdraw", "come in"),
    *("floor", "floor over", "answered", "hide", "show", "mute", "unmute", "note"),
    *("item", "step", "undo", "break", "resume", "balance", "clock"),
    *("vote", "hands", "close", "annul", "outcome", "end", "take the chair", "press an old page"),
)
deeds = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 2**16)), min_size=5, max_size=40)


@pytest.fixture(scope="module")
def evening_file(sqlite_template, tmp_path_factory):
    """A database with an announced session, copied for each example."""
    file = tmp_path_factory.mktemp("evening") / "evening.sqlite3"
    shutil.copy(sqlite_template, file)
    asyncio.run(_prepare(file))
    return file


async def _prepare(file):
    async with open_database(f"sqlite://{file}?synchronous=OFF"):
        agency = await Agency.create(
            slug="disdukcapil",
            name={"id": "Dinas Contoh"},
            government={"id": "Kabupaten Contoh"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )
        omar = await person("Omar Siregar", agency, *OFFICIAL)
        ktp = await open_revision(omar, agency)
        await announced_session(omar, ktp, code="KTP482")
        for name in ("Wati", "Yusuf"):
            await chair_of(agency, name)
        for name in ("Sari", "Budi", "Ratna"):
            await person(name)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds)
def test_whatever_people_do_the_floor_is_its_log(evening_file, history):
    file = shutil.copy(evening_file, evening_file.with_name(f"{new_ref()}.sqlite3"))
    asyncio.run(_live_through(file, history))


async def _live_through(file, history):
    async with open_database(f"sqlite://{file}?synchronous=OFF"):
        evening = await Evening.begin()
        for deed, luck in history:
            await evening.after(deed, random.Random(luck))  # noqa: S311 - no secret
        await evening.check_everything()


class Evening:
    """A session, everybody in it, and the floor as somebody sees it who hears each event."""

    @classmethod
    async def begin(cls):
        self = cls()
        self.session = await find_session("KTP482")
        agency_id = self.session.consultation.agency_id
        everybody = await Person.all().order_by("id").prefetch_related("role_grants")
        self.people = [_actor(one, agency_id) for one in everybody]
        self.refs = {one.id: one.ref for one in everybody}
        self.chairs = [one for one in self.people if one.name in ("Wati", "Yusuf")]
        self.crowd = [one for one in self.people if one.name in ("Sari", "Budi", "Ratna")]
        self.heard = floor_after(await log_of(self.session.id))
        await take_chair(self.chairs[0], self.session.ref)
        return self

    async def after(self, deed, luck):
        """Let one thing happen, or be refused with a sentence and leave nothing."""
        before = await find_session("KTP482")
        try:
            await self.do(deed, luck, before)
        except ForumError:
            after = await find_session("KTP482")
            assert (after.seq, after.state, after.chair_id) == (
                before.seq, before.state, before.chair_id,
            )  # fmt: skip
        news = await log_of(self.session.id, self.heard.s)
        self.heard = floor_after(news, self.heard)

    async def do(self, deed, luck, now):
        ref, someone = now.ref, luck.choice(self.crowd)
        chair = next((one for one in self.chairs if one.person_id == now.chair_id), self.chairs[0])
        entry = luck.choice([*self.heard.entries, "zzzzzzzzzz"])
        item = luck.choice([one.ref for one in await agenda_of(now)])
        match deed:
            case "next":
                await press_next(chair, ref, seen=self.heard.moved, sentence="Diterima.")
            case "press an old page":
                await press_next(chair, ref, seen=self.heard.moved - 1)
            case "take the chair":
                await take_chair(luck.choice(self.chairs), ref)
            case "come in":
                await check_in(someone, ref)
            case "ask" | "hand" | "remark" | "personal":
                text = "NIK 3201234567890123" if deed == "personal" else f"Mengapa {luck.random()}?"
                kind = {"hand": Ask.HAND, "remark": Ask.REMARK}.get(deed, Ask.QUESTION)
                stance = luck.choice(["", "for", "against"])
                await ask(someone, ref, Asking(kind, text, stance, f"once-{new_ref()}"))
            case "support":
                await support(someone, entry, on=luck.random() < 0.7)
            case "withdraw":
                await withdraw(someone, entry)
            case "hide":
                await hide_entry(chair, entry, rule="spam", reason="Iklan.")
            case "show":
                await show_entry(chair, entry)
            case "mute":
                await mute(chair, ref, self.refs[someone.person_id], reason="Berteriak.")
            case "unmute":
                await unmute(chair, ref, self.refs[someone.person_id])
            case "note":
                await note(chair, ref, "Hujan lebat.")
            case "vote":
                poll = await Poll.filter(state=PollState.OPEN).first()
                vote = Vote(someone, poll.ref if poll else "", luck.choice("012"), new_ref())
                await ballot_box().drop(vote)
            case _:
                kind = PRESSES[deed]
                poll = luck.choice([one.poll.ref for one in self.heard.results] or [""])
                details = Details(
                    item=item,
                    step=luck.choice(list(Step)),
                    entry=entry,
                    seconds=luck.choice([None, 60]),
                    on=luck.random() < 0.5,
                    poll=self.heard.poll.ref if self.heard.poll else poll,
                    hands=(3, 0, 1),
                    reason="Keliru.",
                    sentence="Diterima.",
                )
                await press(chair, ref, kind, seen=self.heard.moved, details=details)

    async def check_everything(self):
        """The log has no gap, and everything that is kept beside it says the same."""
        session = await Session.get(id=self.session.id)
        events = await log_of(session.id)
        assert [event.s for event in events] == list(range(1, session.seq + 1))
        assert floor_after(events, Floor()) == self.heard == await floor_of(session)
        assert session.state is self.heard.state
        assert self.refs[session.chair_id] == self.heard.chair
        rows = await QueueEntry.filter(session_id=session.id).select_related("person")
        assert {row.ref for row in rows} == set(self.heard.entries)
        for row in rows:
            shown = self.heard.entries[row.ref]
            assert (row.standing, row.answered, row.person.ref, row.item_ref, row.stance) == (
                shown.standing, shown.answered, shown.who, shown.item, shown.stance,
            )  # fmt: skip
            assert await row.supporters.all().count() == row.supports
        open_polls = [one.ref for one in await Poll.filter(state=PollState.OPEN)]
        assert open_polls == ([self.heard.poll.ref] if self.heard.poll else [])


PRESSES = {
    "floor": Press.FLOOR,
    "floor over": Press.FLOOR_OVER,
    "answered": Press.ANSWERED,
    "item": Press.ITEM,
    "step": Press.STEP,
    "undo": Press.UNDO,
    "break": Press.BREAK,
    "resume": Press.RESUME,
    "balance": Press.BALANCE,
    "clock": Press.TIMER,
    "hands": Press.HANDS,
    "close": Press.CLOSE_POLL,
    "annul": Press.ANNUL,
    "outcome": Press.OUTCOME,
    "end": Press.END,
}


def _actor(row, agency_id):
    grants = frozenset(Grant(one.role, agency_id) for one in row.role_grants)
    return Actor(person_id=row.id, record_id=row.record_id, name=row.name, grants=grants)

"""The ballot box on both databases: nothing acknowledged is lost, and nobody counts twice."""

from __future__ import annotations

import asyncio
import json

import pytest

from forum.access.policy import Actor
from forum.audit.models import LogEntry
from forum.audit.rules import canonical, leaf_hash, short_code
from forum.core.ids import new_ref
from forum.voting.actions import Vote, close_poll, open_poll, plan_poll
from forum.voting.ballot_box import BallotBox, ballot_box
from forum.voting.models import Ballot, Poll
from forum.voting.plans import PollPlan, stance_options
from forum.voting.queries import tally_of
from tests.databases import both_databases
from tests.people import person
from tests.world import open_consultation

pytestmark = both_databases

PLAN = PollPlan(question={"id": "Lima hari?", "en": "Five days?"}, options=stance_options())


@pytest.fixture
async def poll(omar, agency) -> Poll:
    consultation = await open_consultation(omar, agency)
    planned = await plan_poll(omar, consultation.slug, PLAN)
    return await open_poll(omar, planned.ref)


@pytest.fixture
async def box(db):
    box = BallotBox()
    box.start()
    yield box
    await box.stop()


def vote(who: Actor, poll: Poll, marks: str = "0", **more: str) -> Vote:
    return Vote(who, poll.ref, marks, more.pop("once", "") or new_ref(), **more)


async def test_a_vote_is_kept_counted_and_recorded_before_it_is_acknowledged(box, poll, sari):
    cast = await ballot_box().drop(vote(sari, poll, "0"))

    kept = await Ballot.get(poll_id=poll.id)
    assert (kept.marks, kept.receipt, kept.cast_at) == ("0", cast.receipt, cast.at)
    assert await tally_of(poll) == {"0": 1}
    entry = await LogEntry.get(type="ballot.cast")
    assert canonical(json.loads(entry.entry)) == entry.entry.encode()
    assert leaf_hash(entry.entry.encode()).hex() == entry.leaf
    assert short_code(bytes.fromhex(entry.leaf)) == cast.receipt


async def test_a_crowd_votes_and_votes_again(box, poll, omar):
    people = [await person(f"Warga{n} Ke-{n}") for n in range(60)]
    await asyncio.gather(*(box.drop(vote(one, poll, str(n % 3))) for n, one in enumerate(people)))
    await asyncio.gather(*(box.drop(vote(one, poll, "1")) for one in people[:30]))
    closed = await close_poll(omar, poll.ref)

    assert closed.certificate["per_option"] == [10, 40, 10]

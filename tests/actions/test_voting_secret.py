"""A secret poll: that somebody voted is known, what they marked cannot be found anywhere."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from tortoise.connection import get_connection

from forum.audit.models import LogEntry
from forum.core import i18n
from forum.core.db import dialect
from forum.core.errors import NotAllowed, Refused
from forum.core.events import announcer
from forum.voting.actions import ask_annulment, close_poll
from forum.voting.ballot_box import BallotBox
from forum.voting.events import BallotsCast
from forum.voting.models import SecretBallot, SecretRoll, Tally
from forum.voting.queries import (
    ballots_of,
    cast_in,
    may_vote,
    own_ballot,
    own_line,
    tally_of,
    tally_rows,
)
from forum.voting.recount import read_csv
from tests.databases import both_databases
from tests.openings import openings_of
from tests.voting import SECRET, cast, citizens, opened, opened_to, vote

pytestmark = both_databases

SENTENCE = "Your vote is counted. A secret vote cannot be found again, so it cannot change."

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
}


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


async def everything() -> dict[str, Counter[str]]:
    """Every row of every table, as text."""
    database = get_connection("default")
    names = [row["name"] for row in await database.execute_query_dict(TABLES[dialect()])]
    return {
        name: Counter(
            json.dumps(dict(row), default=str, sort_keys=True)
            for row in await database.execute_query_dict(f'SELECT * FROM "{name}"')  # noqa: S608
        )
        for name in names
    }


async def added(before: dict[str, Counter[str]]) -> dict[str, list[dict[str, Any]]]:
    """What is in the tables now and was not before."""
    now = await everything()
    more = {name: list((rows - before[name]).elements()) for name, rows in now.items()}
    return {name: [json.loads(row) for row in rows] for name, rows in more.items() if rows}


async def test_a_secret_vote_leaves_two_rows_that_nothing_joins(omar, agency, sari):
    poll = await opened(omar, agency, SECRET)
    before = await everything()
    done = await cast(sari, poll, "2")

    assert done.receipt == ""
    rows = await added(before)
    assert rows.keys() == {"secret_roll", "secret_ballot"}
    [line], [ballot] = rows["secret_roll"], rows["secret_ballot"]
    assert line.keys() == {"id", "poll_id", "person_id"}
    assert (line["poll_id"], line["person_id"]) == (poll.id, sari.person_id)
    assert ballot.keys() == {"key", "poll_id", "marks"}
    assert len(bytes.fromhex(ballot["key"])) == 16
    assert await own_ballot(sari, poll) is None


async def test_when_it_closes_nothing_is_added_that_names_a_voter(omar, agency, sari, budi):
    poll = await opened(omar, agency, SECRET)
    await cast(sari, poll, "2")
    await cast(budi, poll, "0")
    before = await everything()
    closed = await close_poll(omar, poll.ref)

    rows = await added(before)
    poll_row = rows.pop("poll")
    assert len(poll_row) == 1
    assert rows.keys() == {"tally", "log_entry", "log_opening"}
    text = json.dumps(rows) + closed.ballots_csv + json.dumps(closed.certificate)
    for who in (sari, budi):
        assert who.record_id not in text
        assert who.name not in text
    ballots = await LogEntry.filter(type="ballot.cast")
    assert len(ballots) == 2
    values = [
        {kind: one.value for kind, one in (await openings_of(entry)).items()} for entry in ballots
    ]
    assert sorted(one["choice"] for one in values) == ["0", "2"]
    assert all(one.keys() == {"choice", "tier"} for one in values)
    assert await own_line(sari, closed) is None
    keys = {ballot.key for ballot in await SecretBallot.all()}
    assert {line.split(",")[0] for line in closed.ballots_csv.splitlines()[1:]} == keys
    assert read_csv(closed.ballots_csv) == await tally_of(closed) == {"0": 1, "2": 1}


async def test_nobody_votes_twice_in_secret_and_is_told_that_the_vote_counts(omar, agency, sari):
    poll = await opened(omar, agency, SECRET)
    await cast(sari, poll, "2", once="form-of-sari")
    for marks, once in (("0", ""), ("2", "form-of-sari")):
        with pytest.raises(Refused) as refused:
            await cast(sari, poll, marks, once=once)
        assert refused.value.message == SENTENCE
    assert await may_vote(sari, poll) == SENTENCE
    closed = await close_poll(omar, poll.ref)

    assert closed.certificate["per_option"] == [0, 0, 1]
    with pytest.raises(Refused, match=r"Your last vote was counted\.$"):
        await cast(sari, poll, "0")


async def test_before_it_closes_only_how_many_have_voted_is_told(omar, agency, sari, budi):
    facts = []

    async def hear(fact: BallotsCast) -> None:
        facts.append(fact)

    announcer.listen(BallotsCast, hear)
    try:
        poll = await opened(omar, agency, SECRET)
        await cast(sari, poll, "2")
        await cast(budi, poll, "0")
    finally:
        announcer._listeners[BallotsCast].remove(hear)

    assert facts == [BallotsCast(poll.ref, "", {}, 1), BallotsCast(poll.ref, "", {}, 2)]
    assert await cast_in([poll]) == {poll.id: 2}
    assert await tally_rows([poll.id]) == {poll.id: {}}
    assert not await Tally.exists()
    [mine] = await ballots_of([sari.person_id], [poll.id])
    assert (mine.marks, mine.receipt, mine.cast_at) == ("", "", None)


async def test_who_may_not_vote_may_not_vote_in_secret_either(omar, agency, sari, budi):
    poll = await opened_to(omar, agency, sari, plan=SECRET)
    with pytest.raises(NotAllowed):
        await cast(budi, poll)

    assert not await SecretRoll.exists()
    assert not await SecretBallot.exists()


async def test_the_order_of_the_ballots_tells_nothing(omar, agency, database_kind):
    people = await citizens(24)
    poll = await opened(omar, agency, SECRET)
    for number, who in enumerate(people):
        await cast(who, poll, str(number % 3))
    if database_kind == "sqlite":  # row numbers are drawn at random while people vote
        assert await as_stored("rowid") != [str(number % 3) for number in range(24)]
    await close_poll(omar, poll.ref)

    place = "rowid" if database_kind == "sqlite" else "ctid"
    assert await as_stored(place, "key") == sorted(await as_stored(place, "key"))
    if database_kind == "postgres":  # which transaction wrote a row is remembered beside it
        assert len(set(await as_stored("key", "xmin::text"))) == 1
        rolls = await as_stored("id", "xmin::text", "secret_roll")
        assert set(rolls).isdisjoint(await as_stored("key", "xmin::text"))


async def as_stored(order: str, column: str = "marks", table: str = "secret_ballot") -> list[str]:
    rows = await get_connection("default").execute_query_dict(
        f"SELECT {column} AS one FROM {table} ORDER BY {order}"  # noqa: S608 - our own words
    )
    return [row["one"] for row in rows]


async def test_a_crowd_votes_in_secret_through_the_box(omar, agency):
    people = await citizens(30)
    poll = await opened_to(omar, agency, *people, plan=SECRET)
    box = BallotBox()
    box.start()
    done = [box.drop(vote(who, poll, str(n % 3))) for n, who in enumerate(people)]
    twice = [box.drop(vote(who, poll, "0")) for who in people[:5]]
    for one in done:
        await one
    for one in twice:
        with pytest.raises(Refused, match="Your vote is counted"):
            await one
    await box.stop()
    closed = await close_poll(omar, poll.ref)

    assert closed.certificate["per_option"] == [10, 10, 10]
    assert closed.certificate["few"] is False


async def test_an_annulled_secret_poll_tells_nothing_at_all(omar, agency, sari):
    poll = await opened(omar, agency, SECRET)
    await cast(sari, poll, "2")
    annulled = await ask_annulment(omar, poll.ref, "Pertanyaannya keliru.")

    assert (annulled.ballots_csv, annulled.certificate) == ("", {})
    assert not await Tally.exists()

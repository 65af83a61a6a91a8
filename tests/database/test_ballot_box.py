"""The ballot box on both databases: nothing acknowledged is lost, and nobody counts twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.connection import get_connection

from forum.access.policy import Actor
from forum.audit.bulk import Prepared, record_all
from forum.audit.models import LogEntry, Opening
from forum.audit.rules import canonical, commit, leaf_hash, new_salt, short_code
from forum.core.db import dialect, transaction
from forum.core.errors import NotAllowed, Refused
from forum.core.events import announcer
from forum.core.ids import new_ref
from forum.voting.actions import close_poll, reading
from forum.voting.ballot_box import BallotBox, Cast, ballot_box
from forum.voting.events import BallotsCast
from forum.voting.models import Ballot, Poll, SecretBallot, SecretRoll, Tally
from forum.voting.queries import find_poll, tally_of
from forum.voting.rules import NotStored, PollState
from tests.databases import both_databases
from tests.queries import asked
from tests.voting import SECRET, citizens, opened, opened_to, recounted, vote

pytestmark = both_databases

DIFFERENT = """
SELECT marks, sum(number) AS number FROM (
    SELECT marks, 1 AS number FROM ballot WHERE poll_id = {0}
    UNION ALL SELECT marks, -votes FROM tally WHERE poll_id = {0}
) AS both_counts GROUP BY marks HAVING sum(number) <> 0
"""


@asynccontextmanager
async def running() -> AsyncIterator[BallotBox]:
    box = BallotBox()
    box.start()
    try:
        yield box
    finally:
        await box.stop()


async def differences(poll: Poll) -> list[dict]:
    """Where the running count and the ballots differ, seen in one moment."""
    sql = DIFFERENT.format(poll.id)
    return [dict(row) for row in await get_connection("default").execute_query_dict(sql)]


async def test_a_vote_is_stored_counted_and_recorded_before_it_is_acknowledged(omar, agency, sari):
    poll = await opened(omar, agency)
    async with running() as box:
        assert ballot_box() is box
        cast = await box.drop(vote(sari, poll, "0"))

        kept = await Ballot.get(poll_id=poll.id)
        assert (kept.marks, kept.receipt, kept.cast_at) == ("0", cast.receipt, cast.at)
        assert await tally_of(poll) == {"0": 1}
        entry = await LogEntry.get(type="ballot.cast")
        assert canonical(json.loads(entry.entry)) == entry.entry.encode()
        assert leaf_hash(entry.entry.encode()).hex() == entry.leaf
        assert short_code(bytes.fromhex(entry.leaf)) == cast.receipt
    assert ballot_box() is not box


async def test_many_votes_are_one_write_with_as_few_statements_as_one_vote(omar, agency):
    people = await citizens(40)
    poll = await opened(omar, agency)
    async with running() as box:
        await box.drop(vote(people[0], poll))
        with asked() as for_one:
            await box.drop(vote(people[1], poll))
        with asked() as for_many:
            await asyncio.gather(*(box.drop(vote(who, poll, "1")) for who in people[2:]))

    assert len(for_one) == len(for_many) <= 8
    assert await tally_of(poll) == {"0": 2, "1": 38}


async def test_each_ballot_of_a_batch_has_its_own_entry_with_its_own_openings(omar, agency):
    people = await citizens(12)
    poll = await opened(omar, agency)
    async with running() as box:
        done = await asyncio.gather(
            *(box.drop(vote(who, poll, str(n % 3))) for n, who in enumerate(people))
        )

    entries = {
        short_code(bytes.fromhex(e.leaf)): e for e in await LogEntry.filter(type="ballot.cast")
    }
    assert entries.keys() == {cast.receipt for cast in done}
    for cast in done:
        entry = json.loads(entries[cast.receipt].entry)
        openings = {o.kind: o for o in await Opening.filter(entry_id=entries[cast.receipt].seq)}
        assert openings["choice"].value == cast.marks
        for kind, one in openings.items():
            assert commit(kind, one.salt, one.value) == entry["c"][kind]


async def test_who_votes_twice_at_once_is_answered_twice_and_the_later_vote_stands(
    omar, agency, sari, budi
):
    poll = await opened(omar, agency)
    async with running() as box:
        first, second, third, other = await asyncio.gather(
            box.drop(vote(sari, poll, "0")),
            box.drop(vote(sari, poll, "1")),
            box.drop(vote(sari, poll, "2")),
            box.drop(vote(budi, poll, "0")),
        )

    assert [cast.marks for cast in (first, second, third, other)] == ["0", "1", "2", "0"]
    assert await tally_of(poll) == {"0": 1, "2": 1}
    assert (await Ballot.get(person_id=sari.person_id)).receipt == third.receipt


async def test_a_form_sent_by_two_tabs_at_once_is_one_vote(omar, agency, sari):
    poll = await opened(omar, agency)
    async with running() as box:
        one, two = await asyncio.gather(
            *(box.drop(vote(sari, poll, "0", once="form-of-sari")) for _ in range(2))
        )

    assert (one.dup, two.dup) == (False, True)
    assert one.receipt == two.receipt
    assert await LogEntry.filter(type="ballot.cast").count() == 1


async def test_one_write_takes_votes_in_several_polls_and_refuses_what_it_must(
    omar, agency, sari, budi, rina
):
    one = await opened(omar, agency)
    two = await opened_to(omar, one.consultation, sari)
    three = await opened(omar, one.consultation, SECRET)
    four = await opened(omar, one.consultation)
    await close_poll(omar, four.ref)
    async with running() as box:
        done = await asyncio.gather(
            box.drop(vote(sari, one, "0")),
            box.drop(vote(sari, two, "1")),
            box.drop(vote(budi, two, "1")),
            box.drop(vote(budi, three, "2")),
            box.drop(vote(rina, one, "9")),
            box.drop(vote(rina, four, "0")),
            return_exceptions=True,
        )

    codes = ["" if isinstance(one, Cast) else one.code for one in done]
    assert codes == ["", "", "ballot.not-entitled", "", "form.invalid", "ballot.late"]
    assert await tally_of(one) == {"0": 1}
    assert await tally_of(two) == {"1": 1}
    assert await SecretBallot.all().count() == 1


BROKEN = {
    "sqlite": [
        "CREATE TRIGGER broken BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END",
    ],
    "postgres": [
        "CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'broken'; END $$",
        "CREATE TRIGGER broken BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken()",
    ],
}
MENDED = {"sqlite": "DROP TRIGGER broken", "postgres": "DROP TRIGGER broken ON {table}"}
KEPT = (Ballot, Tally, SecretRoll, SecretBallot)


@asynccontextmanager
async def broken(table: str) -> AsyncIterator[None]:
    """Let every new row of a table fail inside the block."""
    database = get_connection("default")
    for sql in BROKEN[dialect()]:
        await database.execute_script(sql.format(table=table))
    try:
        yield
    finally:
        await database.execute_script(MENDED[dialect()].format(table=table))


@pytest.mark.parametrize(
    "table", ["ballot", "log_entry", "log_opening", "tally", "secret_roll", "secret_ballot"]
)
async def test_a_write_that_fails_counts_nothing_and_the_same_forms_are_taken_later(
    omar, agency, table
):
    people = await citizens(6)
    poll = await opened(omar, agency)
    secret = await opened(omar, poll.consultation, SECRET)
    votes = [vote(who, poll, "1") for who in people] + [vote(who, secret, "2") for who in people]
    async with running() as box:
        async with broken(table):
            failed = await asyncio.gather(*map(box.drop, votes), return_exceptions=True)
            assert {type(one) for one in failed} == {NotStored}
            assert [await kept.all().count() for kept in KEPT] == [0, 0, 0, 0]
            assert not await LogEntry.exists(type="ballot.cast")
        done = await asyncio.gather(*map(box.drop, votes))

    assert [cast.dup for cast in done] == [False] * 12
    assert await tally_of(poll) == await recounted(poll) == {"1": 6}


async def test_a_vote_counts_though_the_voter_went_away_and_comes_back_with_the_same_form(
    omar, agency, sari
):
    poll = await opened(omar, agency)
    async with running() as box:
        gone = asyncio.create_task(box.drop(vote(sari, poll, "2", once="form-of-sari")))
        await asyncio.sleep(0)
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        again = await box.drop(vote(sari, poll, "2", once="form-of-sari"))

    assert again.dup
    assert await tally_of(poll) == {"2": 1}


async def test_a_box_that_stops_writes_what_was_dropped_and_later_votes_are_still_taken(
    omar, agency
):
    people = await citizens(5)
    poll = await opened(omar, agency)
    async with running() as box:
        dropped = [asyncio.create_task(box.drop(vote(who, poll))) for who in people[:4]]
        await asyncio.sleep(0)
    await asyncio.gather(*dropped)
    await box.drop(vote(people[4], poll, "1"))

    assert await tally_of(poll) == {"0": 4, "1": 1}


async def test_what_is_told_of_a_write_is_the_newest_count(omar, agency):
    people = await citizens(9)
    told: list[BallotsCast] = []

    async def hear(fact: BallotsCast) -> None:
        told.append(fact)

    announcer.listen(BallotsCast, hear)
    try:
        poll = await opened(omar, agency)
        async with running() as box:
            for who in people:
                await box.drop(vote(who, poll, "0"))
            await asyncio.gather(*(box.drop(vote(who, poll, "2")) for who in people))
            before = len(told)
            await box.drop(vote(people[0], poll, "2"))
    finally:
        announcer._listeners[BallotsCast].remove(hear)

    assert [fact.cast for fact in told] == [*range(1, 10), *([9] * (len(told) - 9))]
    newest: dict[str, tuple[int, int]] = {}
    for fact in reversed(told):  # in whatever order they arrive, the highest `changes` wins
        for marks, (votes, changes) in fact.changed.items():
            if changes > newest.get(marks, (0, 0))[1]:
                newest[marks] = (votes, changes)
    assert {marks: votes for marks, (votes, _) in newest.items()} == {"0": 0, "2": 9}
    assert [dict(fact.changed) for fact in told[before:]] == [{}]


async def test_the_count_is_that_of_the_ballots_at_every_moment(omar, agency):
    people = await citizens(25)
    poll = await opened(omar, agency)
    seen = []

    async def watch(voting: asyncio.Task) -> None:
        while not voting.done():
            seen.append(await differences(poll))

    async def flood(box: BallotBox) -> None:
        async def again_and_again(number: int, who: Actor) -> None:
            for turn in range(6):
                await box.drop(vote(who, poll, str((number * turn + number) % 3)))

        await asyncio.gather(*(again_and_again(n, who) for n, who in enumerate(people)))

    async with running() as box:
        voting = asyncio.create_task(flood(box))
        await watch(voting)
        await voting

    assert len(seen) > 3
    assert [found for found in seen if found] == []
    assert (await tally_of(poll)).total() == 25


async def test_two_boxes_write_at_once_and_agree(omar, agency):
    people = await citizens(30)
    one_poll = await opened(omar, agency)
    two_poll = await opened(omar, one_poll.consultation)
    first, second = BallotBox(), BallotBox()
    first.start()
    second.start()

    async def voter(number: int, who: Actor) -> list[Cast]:
        boxes = (first, second) if number % 2 else (second, first)
        rounds = [
            await asyncio.gather(
                *(
                    box.drop(vote(who, poll, str((number + turn + n) % 3)))
                    for n, box in enumerate(boxes)
                    for poll in (one_poll, two_poll)
                )
            )
            for turn in range(4)
        ]
        return [cast for done in rounds for cast in done]

    casts = await asyncio.gather(*(voter(n, who) for n, who in enumerate(people)))
    await asyncio.gather(first.stop(), second.stop())

    assert sum(map(len, casts)) == 30 * 16
    for poll in (one_poll, two_poll):
        assert await differences(poll) == []
        assert (await tally_of(poll)).total() == 30
    receipts = {cast.receipt for done in casts for cast in done}
    assert len(receipts) == 30 * 16 == await LogEntry.filter(type="ballot.cast").count()


SLOW = """
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_sleep(0.01); RETURN NEW; END $$;
CREATE TRIGGER slow BEFORE INSERT ON ballot FOR EACH ROW EXECUTE FUNCTION slow();
CREATE TRIGGER slow BEFORE INSERT ON tally FOR EACH ROW EXECUTE FUNCTION slow();
"""
QUICK = "DROP FUNCTION slow() CASCADE"


@pytest.mark.parametrize("theirs", [slice(0, 6), slice(6, 12)], ids=["same people", "others"])
async def test_two_boxes_on_a_slow_disk_never_wait_for_each_other_in_a_circle(omar, agency, theirs):
    people = await citizens(12)
    poll = await opened(omar, agency)
    other = await opened(omar, poll.consultation)
    ours = [(who, one) for who in people[:6] for one in (poll, other)]
    votes = [vote(who, one, str(n % 3)) for n, (who, one) in enumerate(ours)]
    reversed_ones = [(who, one) for who in reversed(people[theirs]) for one in (other, poll)]
    again = [vote(who, one, str(2 - n % 3)) for n, (who, one) in enumerate(reversed_ones)]
    first, second = BallotBox(), BallotBox()
    first.start()
    second.start()
    database = get_connection("default")
    if dialect() == "postgres":
        await database.execute_script(SLOW)
    try:
        done = await asyncio.gather(
            *(first.drop(one) for one in votes),
            *(second.drop(one) for one in again),
            return_exceptions=True,
        )
    finally:
        if dialect() == "postgres":
            await database.execute_script(QUICK)
        await asyncio.gather(first.stop(), second.stop())

    assert [type(one) for one in done] == [Cast] * 24
    for one in (poll, other):
        assert await differences(one) == []
        assert (await tally_of(one)).total() == max(theirs.stop, 6)


@pytest.mark.parametrize("boxes", [1, 2])
async def test_whoever_is_acknowledged_while_a_poll_closes_is_in_the_count(omar, agency, boxes):
    people = await citizens(40)
    poll = await opened(omar, agency)
    running_boxes = [BallotBox() for _ in range(boxes)]
    for box in running_boxes:
        box.start()
    begun = asyncio.Event()
    last: dict[int, str] = {}
    turned_away: list[str] = []

    async def keep_voting(number: int, who: Actor) -> None:
        turn = 0
        while True:
            marks = str((number + turn) % 3)
            try:
                await running_boxes[number % boxes].drop(vote(who, poll, marks))
            except Refused as refused:
                turned_away.append(refused.code)
                return
            last[number] = marks
            turn += 1
            if len(last) == len(people):
                begun.set()

    voting = [asyncio.create_task(keep_voting(n, who)) for n, who in enumerate(people)]
    await begun.wait()
    closed = await close_poll(omar, poll.ref)
    await asyncio.gather(*voting)
    for box in running_boxes:
        await box.stop()

    assert turned_away == ["ballot.late"] * 40
    marks = list(last.values())
    assert closed.certificate["per_option"] == [marks.count(str(one)) for one in range(3)]
    assert await differences(poll) == []
    assert len(closed.ballots_csv.splitlines()) == 41


async def test_whoever_drains_the_box_first_lets_in_every_vote_dropped_before(omar, agency):
    people = await citizens(8)
    poll = await opened(omar, agency)
    async with running() as box:
        dropped = [asyncio.create_task(box.drop(vote(who, poll))) for who in people]
        await asyncio.sleep(0)
        await box.drain()
        closed = await close_poll(omar, poll.ref)
        await asyncio.gather(*dropped)
        await box.drain()

    assert closed.certificate["cast"] == 8


async def test_a_vote_that_waits_while_the_poll_closes_is_refused_and_not_counted(
    omar, agency, sari
):
    poll = await opened(omar, agency)
    async with running() as box:
        async with transaction():
            waiting = asyncio.create_task(late(box, sari, poll))
            await close_poll(omar, poll.ref)
        assert await waiting == "ballot.late"

    assert (await find_poll(poll.ref)).certificate["cast"] == 0
    assert await recounted(poll) == {}


async def late(box: BallotBox, who: Actor, poll: Poll) -> str:
    try:
        await box.drop(vote(who, poll))
    except Refused as refused:
        return refused.code
    return ""


async def test_a_poll_that_opens_again_elsewhere_is_a_poll_of_its_own(omar, agency, sari, budi):
    one = await opened_to(omar, agency, sari)
    async with running() as box:
        await box.drop(vote(sari, one))
        two = await opened_to(omar, one.consultation, budi)
        await box.drop(vote(budi, two, "1"))
        with pytest.raises(NotAllowed) as refused:
            await box.drop(vote(sari, two))

    assert refused.value.code == "ballot.not-entitled"


async def test_a_box_remembers_only_the_latest_polls_and_takes_votes_in_all(
    omar, agency, sari, budi, monkeypatch
):
    monkeypatch.setattr(reading, "MOST_REMEMBERED", 2)
    first = await opened_to(omar, agency, sari)
    polls = [first, *[await opened_to(omar, first.consultation, sari) for _ in range(4)]]
    async with running() as box:
        for poll in [*polls, first]:
            await box.drop(vote(sari, poll, "2"))
        assert len(box._register) == 3
        with pytest.raises(NotAllowed):
            await box.drop(vote(budi, first))
        await asyncio.gather(*(box.drop(vote(sari, poll, "1")) for poll in polls))

    for poll in polls:
        assert await tally_of(poll) == {"1": 1}


async def test_a_batch_of_entries_is_written_whole_whatever_their_openings(db):
    rows = []
    for number in range(5):
        entry = canonical({"v": 1, "type": "test.done", "by": "system", "d": {"n": number}})
        kinds = ("body", "author", "reason")[: number % 4]
        openings = tuple((kind, new_salt(), f"“{kind}”\n{number} 'x\"") for kind in kinds)
        leaf = leaf_hash(entry).hex()
        rows.append(Prepared(leaf, entry.decode(), "test.done", "c" * 32, "", openings))
    async with transaction():
        await record_all(rows)
        await record_all([])

    for row in rows:
        kept = await LogEntry.get(leaf=row.leaf)
        assert (kept.entry, kept.type, kept.ctx, kept.subject) == row[1:5]
        assert (kept.idx, kept.not_before) == (None, None)
        openings = await Opening.filter(entry_id=kept.seq).order_by("id")
        assert {(o.kind, o.salt, o.value) for o in openings} == set(row.openings)


acts = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("012"), st.sampled_from(["new", "again"])),
    max_size=24,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=acts)
async def test_whatever_people_cast_and_cast_again_the_last_marks_are_counted(
    law, acts: list[tuple[int, str, str]]
):
    people, omar, consultation = law
    poll = await opened(omar, consultation)
    expected: dict[int, str] = {}
    once: dict[int, str] = {}
    async with running() as box:
        dropped = []
        for who, marks, how in acts:
            if how == "new" or who not in once:
                once[who], expected[who] = new_ref(), marks
            dropped.append(box.drop(vote(people[who], poll, expected[who], once=once[who])))
        done = await asyncio.gather(*dropped)
    closed = await close_poll(omar, poll.ref)

    marks = list(expected.values())
    assert closed.state is PollState.CERTIFIED
    assert await tally_of(poll) == {one: marks.count(one) for one in set(marks)}
    assert sum(not cast.dup for cast in done) == len({cast.receipt for cast in done})


@pytest.fixture
async def law(omar, agency):
    poll = await opened(omar, agency)
    return await citizens(6), omar, poll.consultation


async def test_numbers_wait_until_the_votes_in_hand_are_answered(omar, agency):
    poll = await opened(omar, agency)
    voters = await citizens(40)
    async with running() as box:
        dropped = [box.put(vote(voter, poll)) for voter in voters]
        while not box._in_hand:  # noqa: ASYNC110 - nobody else asks for this moment
            await asyncio.sleep(0)
        await box.goes_first(60)

        assert all(isinstance(answer.result(), Cast) for answer in dropped)

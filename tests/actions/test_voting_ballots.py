"""Casting a ballot: it is counted once, can be changed, and whoever may not vote is told why."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.audit.models import LogEntry
from forum.audit.rules import identity, short_code
from forum.core import i18n
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from forum.core.ids import new_ref
from forum.voting.actions import bar, close_poll, plan_poll
from forum.voting.ballot_box import Vote, ballot_box
from forum.voting.ballots import pseudonym
from forum.voting.models import Ballot
from forum.voting.queries import (
    ballots_of,
    cast_in,
    may_vote,
    own_ballot,
    own_line,
    reasons_of,
    tally_of,
    tally_rows,
)
from forum.voting.recount import read_csv
from forum.voting.rules import Kind, Majority, Method, Secrecy
from tests.openings import openings_of
from tests.people import person
from tests.voting import (
    CONSENT,
    DAYS,
    FORMAL,
    STRAW,
    cast,
    opened,
    opened_to,
    recounted,
    vote,
)
from tests.world import open_consultation


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


async def refusal(who: Actor, poll, marks: str = "0", **more: str) -> str:
    """Return the sentence with which a vote is turned away; nothing may have changed."""
    before = await recounted(poll), await LogEntry.all().count()
    with pytest.raises(ForumError) as refused:
        await cast(who, poll, marks, **more)
    assert (await recounted(poll), await LogEntry.all().count()) == before
    return refused.value.message


async def test_a_vote_can_be_changed_until_the_poll_closes(omar, agency, sari, budi):
    poll = await opened(omar, agency)
    first = await cast(sari, poll, "0")
    await cast(budi, poll, "0")
    second = await cast(sari, poll, "2")

    assert await tally_of(poll) == {"0": 1, "2": 1}
    mine = await own_ballot(sari, poll)
    assert (mine.marks, mine.receipt) == ("2", second.receipt)
    assert first.receipt != second.receipt
    assert await LogEntry.filter(type="ballot.cast").count() == 3
    closed = await close_poll(omar, poll.ref)
    assert closed.certificate["per_option"] == [1, 0, 1]


async def test_the_same_form_sent_again_is_answered_alike_and_counted_once(omar, agency, sari):
    poll = await opened(omar, agency)
    first = await cast(sari, poll, "1", once="form-of-sari")
    again = await cast(sari, poll, "1", once="form-of-sari")

    assert (first.dup, again.dup) == (False, True)
    assert (again.marks, again.receipt, again.at) == (first.marks, first.receipt, first.at)
    assert await tally_of(poll) == {"1": 1}
    assert await LogEntry.filter(type="ballot.cast").count() == 1


async def test_whoever_goes_back_and_marks_something_else_in_the_same_form_is_counted_so(
    omar, agency, sari
):
    poll = await opened(omar, agency)
    await cast(sari, poll, "1", once="form-of-sari")
    changed = await cast(sari, poll, "2", once="form-of-sari")
    late = await cast(sari, poll, "1", once="form-of-sari")

    assert (changed.marks, changed.dup) == ("2", False)
    assert (late.marks, late.dup) == ("2", True)
    assert await tally_of(poll) == {"2": 1}


async def test_a_form_sent_again_after_closing_still_finds_its_vote(omar, agency, sari):
    poll = await opened(omar, agency)
    first = await cast(sari, poll, "1", once="form-of-sari")
    await close_poll(omar, poll.ref)
    again = await cast(sari, poll, "1", once="form-of-sari")

    assert again.dup
    assert again.receipt == first.receipt
    assert await tally_of(poll) == {"1": 1}


async def test_the_entry_of_a_vote_tells_nobody_who_or_what(omar, agency, sari):
    poll = await opened(omar, agency)
    done = await cast(sari, poll, "2")

    kept = await LogEntry.get(type="ballot.cast")
    entry = json.loads(kept.entry)
    assert (entry["by"], entry["ctx"]) == ("citizen", poll.consultation.record_id)
    assert (entry["id"], kept.subject) == (poll.record_id, poll.record_id)
    assert entry.keys() == {"by", "c", "ctx", "d", "id", "type", "v"}
    assert sari.record_id not in kept.entry
    assert pseudonym(poll.secret, sari.record_id) not in kept.entry
    values = {kind: one.value for kind, one in (await openings_of(kept)).items()}
    assert values == {
        "choice": "2",
        "tier": "email",
        "voter": pseudonym(poll.secret, sari.record_id),
    }
    assert short_code(bytes.fromhex(kept.leaf)) == done.receipt


async def test_in_an_open_poll_names_stand_beside_the_votes(omar, agency, sari, budi):
    other = await person("Sari2 x")
    await other_name(other, sari.name)
    poll = await opened(omar, agency, replace(FORMAL, secrecy=Secrecy.OPEN))
    for who, marks in ((sari, "0"), (budi, "2"), (other, "1")):
        await cast(who, poll, marks)
    closed = await close_poll(omar, poll.ref)

    entry = await LogEntry.filter(type="ballot.cast").order_by("seq").first()
    assert (await openings_of(entry))["voter"].value == identity(sari.record_id)
    lines = dict(line.split(",") for line in closed.ballots_csv.splitlines()[1:])
    assert lines["Budi Hartono"] == "2"
    assert read_csv(closed.ballots_csv).total() == 3  # two people of one name are two lines
    mine = await own_line(sari, closed)
    assert mine.startswith("Sari Wulandari · ")
    assert lines[mine] == "0"
    assert await own_line(budi, closed) == "Budi Hartono"


async def other_name(who: Actor, name: str) -> None:
    await Person.filter(id=who.person_id).update(name=name)


async def test_a_voter_finds_the_own_line_and_nobody_else_does(omar, agency, sari, budi):
    poll = await opened(omar, agency)
    await cast(sari, poll, "2")
    closed = await close_poll(omar, poll.ref)

    line = await own_line(sari, closed)
    assert closed.ballots_csv == f"line,marks\n{line},2\n"
    assert sari.name not in closed.ballots_csv
    assert await own_line(budi, closed) is None


async def test_whoever_has_not_signed_in_cannot_vote(omar, agency):
    poll = await opened(omar, agency)

    assert await refusal(Actor(), poll) == "Sign in first, then you can do this."
    assert await may_vote(Actor(), poll) == "Sign in first, then you can do this."


async def test_whoever_chairs_does_not_vote(omar, agency, sari):
    poll = await opened_to(omar, agency, sari, barred_id=sari.person_id)

    assert await refusal(sari, poll) == "Whoever chairs does not vote."
    assert await may_vote(sari, poll) == "Whoever chairs does not vote."


async def test_whoever_came_after_a_poll_opened_cannot_vote_in_it(omar, agency, sari, budi):
    poll = await opened_to(omar, agency, sari)
    sentence = "Only people who had checked in when this poll opened can vote in it."

    assert await refusal(budi, poll) == sentence
    assert await may_vote(budi, poll) == sentence
    assert await may_vote(sari, poll) is None


async def test_a_vote_before_opening_gets_a_sentence(omar, agency, sari):
    consultation = await open_consultation(omar, agency)
    planned = await plan_poll(omar, consultation.slug, STRAW)

    assert await refusal(sari, planned) == "Voting has not begun yet."


async def test_a_vote_after_closing_gets_a_sentence(omar, agency, sari, budi):
    poll = await opened(omar, agency)
    await cast(sari, poll, "0")
    await close_poll(omar, poll.ref)

    assert (await refusal(sari, poll, "2")).endswith("Your last vote was counted.")
    assert (await refusal(budi, poll, "2")).endswith("Your vote came too late to be counted.")


async def test_the_sentence_is_in_the_language_of_whoever_votes(omar, agency, sari):
    poll = await opened_to(omar, agency, sari, barred_id=sari.person_id)
    with i18n.speaking("en"):
        english = await refusal(sari, poll)
    with pytest.raises(NotAllowed) as refused, i18n.speaking("id"):
        await cast(sari, poll)

    with i18n.speaking("id"):
        assert refused.value.message == i18n._(english)


@pytest.mark.parametrize("marks", ["", "3", "-1", "0,1", "0 OR 1=1", "٢", "0" * 500, "\0"])
async def test_marks_that_are_no_ballot_of_this_poll_are_refused(omar, agency, sari, marks):
    poll = await opened(omar, agency)

    with pytest.raises(Invalid) as wrong:
        await cast(sari, poll, marks)
    assert wrong.value.fields == {"choice": "Choose one of the answers."}
    assert await tally_of(poll) == {}


async def test_an_objection_needs_its_reason(omar, agency, sari, budi):
    poll = await opened(omar, agency, CONSENT)
    for empty in ("", "  ", "…", "\u200b"):
        with pytest.raises(Invalid) as wrong:
            await cast(sari, poll, "2", reason=empty)
        assert wrong.value.fields.keys() == {"reason"}
    with pytest.raises(Invalid):
        await cast(sari, poll, "1", reason="a" * 1_001)
    await cast(sari, poll, "2", reason=" Loket tutup\r\npukul 14. \0")
    await cast(budi, poll, "1", reason="Formulirnya panjang.")

    assert await reasons_of(poll) == [
        ("2", "Loket tutup\npukul 14."),
        ("1", "Formulirnya panjang."),
    ]
    entry = await LogEntry.filter(type="ballot.cast").order_by("seq").first()
    assert (await openings_of(entry))["reason"].value == "Loket tutup\npukul 14."
    closed = await close_poll(omar, poll.ref)
    assert closed.certificate["result"]["reason"] == "objections"


async def test_a_reason_goes_when_the_objection_is_taken_back(omar, agency, sari):
    poll = await opened(omar, agency, CONSENT)
    await cast(sari, poll, "2", reason="Terlalu cepat.")
    await cast(sari, poll, "0", reason="Terlalu cepat.")

    assert await reasons_of(poll) == []
    closed = await close_poll(omar, poll.ref)
    assert closed.certificate["result"]["reason"] == "carried"


async def test_ranked_ballots_are_kept_in_one_way_of_writing(omar, agency, sari, budi):
    plan = replace(STRAW, kind=Kind.FORMAL, method=Method.RANKED, options=DAYS)
    poll = await opened(omar, agency, replace(plan, majority=Majority.PLURALITY))
    await cast(sari, poll, " 2 > 1=0 ")
    await cast(budi, poll, "2>0=1")

    assert await tally_of(poll) == {"2>0=1": 2}
    closed = await close_poll(omar, poll.ref)
    assert closed.certificate["winners"] == [2]


@pytest.mark.parametrize("ref", ["2222222222", "no", "x" * 4_000, ""])
async def test_a_vote_in_no_poll_gets_a_sentence(db, sari, ref):
    with pytest.raises(NotFound):
        await ballot_box().drop(Vote(sari, ref, "0", new_ref()))


async def test_a_vote_without_the_key_of_a_form_is_not_taken(omar, agency, sari):
    poll = await opened(omar, agency)
    with pytest.raises(Refused):
        await ballot_box().drop(Vote(sari, poll.ref, "0", "no"))

    assert await tally_of(poll) == {}


async def test_what_one_person_did_is_found_for_many_at_once(omar, agency, sari, budi, rina):
    consultation = await open_consultation(omar, agency)
    one, two = [await opened(omar, consultation) for _ in range(2)]
    first = await cast(sari, one, "0")
    await cast(sari, two, "1")
    await cast(budi, two, "1")
    people = [sari.person_id, budi.person_id, rina.person_id]

    found = await ballots_of(people, [one.id, two.id])
    assert {(own.person_id, own.poll_id, own.marks) for own in found} == {
        (sari.person_id, one.id, "0"),
        (sari.person_id, two.id, "1"),
        (budi.person_id, two.id, "1"),
    }
    mine = next(own for own in found if own.poll_id == one.id)
    assert (mine.receipt, mine.cast_at) == (first.receipt, first.at)
    assert await ballots_of([], [one.id]) == await ballots_of(people, []) == []
    assert await tally_rows([one.id, two.id]) == {one.id: {"0": (1, 1)}, two.id: {"1": (2, 2)}}
    assert await cast_in([one, two]) == {one.id: 1, two.id: 2}


async def test_somebody_barred_later_still_finds_the_vote_with_the_same_form(omar, agency, sari):
    poll = await opened_to(omar, agency, sari)
    await cast(sari, poll, "0", once="form-of-sari")
    await bar(poll, sari.person_id)

    assert (await cast(sari, poll, "0", once="form-of-sari")).dup


async def test_two_votes_of_one_person_in_one_moment_count_once(omar, agency, sari):
    poll = await opened(omar, agency)
    await asyncio.gather(*(ballot_box().drop(vote(sari, poll, str(n % 3))) for n in range(6)))

    assert await Ballot.filter(poll_id=poll.id).count() == 1
    assert await tally_of(poll) == await recounted(poll)


async def test_a_form_sent_again_late_does_not_undo_the_vote_that_came_after_it(omar, agency, sari):
    poll = await opened(omar, agency)
    await cast(sari, poll, "0", once="form-one-of-sari")
    newer = await cast(sari, poll, "2", once="form-two-of-sari")
    late = await cast(sari, poll, "0", once="form-one-of-sari")
    assert (late.dup, late.marks, late.receipt) == (True, "2", newer.receipt)
    assert await tally_of(poll) == {"2": 1}
    await close_poll(omar, poll.ref)

    assert (await cast(sari, poll, "0", once="form-one-of-sari")).marks == "2"
    assert await LogEntry.filter(type="ballot.cast").count() == 2

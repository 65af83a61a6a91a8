"""Polls from the plan to the certificate: who may do what, and what the record tells of it."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest

from forum.accounts.models import Person
from forum.audit.models import LogEntry
from forum.audit.rules import identity
from forum.consultations.actions import pause, withdraw
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.events import announcer
from forum.drafts.queries import find_clause
from forum.voting.actions import (
    annul_poll,
    ask_annulment,
    bar,
    clear_polls,
    close_due_polls,
    close_poll,
    enter_hands,
    open_poll,
    plan_poll,
)
from forum.voting.certificate import poll_json, rule_sha256
from forum.voting.events import BallotsCast, PollAnnulled, PollClosed, PollOpened
from forum.voting.models import Ballot, Entitlement, Poll, Tally
from forum.voting.queries import (
    certificate_of,
    find_poll,
    own_line,
    plan_of,
    polls_of_session,
    polls_on,
)
from forum.voting.recount import read_csv
from forum.voting.rules import Electorate, PollState, Secrecy
from tests.clocks import later
from tests.openings import openings_of
from tests.people import person
from tests.voting import A_SESSION, FORMAL, SECRET, STRAW, cast, chair, opened, opened_to
from tests.world import announced_consultation, open_consultation


@pytest.fixture
async def wati(agency):
    return await chair(agency)


@pytest.fixture
def heard():
    """What is told of polls once it is committed."""
    facts = []

    async def hear(fact: object) -> None:
        facts.append(fact)

    kinds = (PollOpened, BallotsCast, PollClosed, PollAnnulled)
    for kind in kinds:
        announcer.listen(kind, hear)
    yield facts
    for kind in kinds:
        announcer._listeners[kind].remove(hear)


async def told(type_: str) -> dict:
    return json.loads((await LogEntry.get(type=type_)).entry)


async def test_a_planned_poll_is_nobodys_yet(omar, agency):
    consultation = await open_consultation(omar, agency)
    clause = await find_clause(consultation.version, "3.1")
    before = await LogEntry.all().count()
    poll = await plan_poll(omar, consultation.slug, STRAW, lineage=clause.lineage)

    assert (poll.state, poll.label) == (PollState.DRAFT, "3.1")
    assert plan_of(await find_poll(poll.ref)) == STRAW
    assert await polls_on(consultation) == []
    assert [one.ref for one in await polls_on(consultation, drafts=True)] == [poll.ref]
    assert await LogEntry.all().count() == before


async def test_only_owners_and_chairs_plan_and_run_polls(omar, agency, sari, maya, rina, wati):
    consultation = await open_consultation(omar, agency)
    planned = await plan_poll(wati, consultation.slug, STRAW)
    for nobody in (sari, maya, rina):
        with pytest.raises(NotAllowed):
            await plan_poll(nobody, consultation.slug, STRAW)
        with pytest.raises(NotAllowed):
            await open_poll(nobody, planned.ref)
        with pytest.raises(NotAllowed):
            await close_poll(nobody, planned.ref)
        with pytest.raises(NotAllowed):
            await enter_hands(nobody, planned.ref, [1, 0, 0])

    assert (await find_poll(planned.ref)).state is PollState.DRAFT


@pytest.mark.parametrize(
    ("changed", "field"), [({"quorum": -1}, "quorum"), ({"electorate": "present"}, "electorate")]
)
async def test_a_plan_that_cannot_be_kept_names_its_field(omar, agency, changed, field):
    consultation = await open_consultation(omar, agency)
    if "electorate" in changed:
        changed = {"electorate": Electorate.PRESENT}
    with pytest.raises(Invalid) as wrong:
        await plan_poll(omar, consultation.slug, replace(STRAW, **changed))

    assert wrong.value.fields.keys() == {field}
    assert not await Poll.exists()


async def test_opening_fixes_who_may_vote_and_by_which_rules(wati, omar, agency, sari, budi, heard):
    ids = [sari.person_id, budi.person_id, wati.person_id, sari.person_id]
    poll = await opened(
        omar,
        agency,
        replace(FORMAL, electorate=Electorate.PRESENT, quorum=2),
        session_ref=A_SESSION,
        entitled=ids,
        barred_id=wati.person_id,
    )

    assert (poll.state, poll.entitled) == (PollState.OPEN, 2)
    kept = await Entitlement.filter(poll_id=poll.id).order_by("person_id").values_list("person_id")
    assert kept == [(sari.person_id,), (budi.person_id,)]
    entry = await told("poll.opened")
    assert entry["d"] == {
        "kind": "formal",
        "mode": "pseudonymous",
        "method": "single",
        "ranking": "schulze",
        "options": 3,
        "eligibility": "present",
        "majority": "simple",
        "quorum": 2,
        "live": True,
        "closes": "",
        "roll": {"email": 2},
        "sha256": entry["d"]["sha256"],
    }
    assert (entry["by"], entry["id"]) == ("agency", poll.record_id)
    assert [type(fact) for fact in heard] == [PollOpened]
    with pytest.raises(Refused):
        await open_poll(omar, poll.ref)


async def test_the_keys_of_two_polls_differ(omar, agency):
    consultation = await open_consultation(omar, agency)
    one, two = [await opened(omar, consultation) for _ in range(2)]

    assert len(one.secret) == len(two.secret) == 32
    assert one.secret != two.secret


async def test_outside_a_session_a_poll_lives_while_its_consultation_is_open(omar, agency, sari):
    announced = await announced_consultation(omar, agency)
    early = await plan_poll(omar, announced.slug, STRAW)
    with pytest.raises(Refused, match=r"opens while the consultation is open|konsultasi"):
        await open_poll(omar, early.ref)


async def test_outside_a_session_a_poll_closes_with_its_consultation_or_before(omar, agency):
    consultation = await open_consultation(omar, agency)
    planned = await plan_poll(omar, consultation.slug, STRAW)
    for wrong in (clock.now() - timedelta(minutes=1), consultation.closes_at + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            await open_poll(omar, planned.ref, closes_at=wrong)
        assert refused.value.fields.keys() == {"closes_at"}
    poll = await open_poll(omar, planned.ref)

    assert poll.closes_at == consultation.closes_at
    on = await polls_on(consultation)
    assert [one.ref for one in on if one.state is PollState.OPEN] == [poll.ref]


async def test_the_clock_closes_what_is_due_outside_sessions(omar, agency, sari, heard):
    consultation = await open_consultation(omar, agency)
    soon = clock.now() + timedelta(hours=1)
    outside = await opened(omar, consultation, closes_at=soon)
    in_room = await opened_to(omar, consultation, sari, closes_at=soon)
    await cast(sari, outside, "2")
    await close_due_polls(clock.now())
    assert (await find_poll(outside.ref)).state is PollState.OPEN
    with later(hours=2):
        await close_due_polls(clock.now())
        await close_due_polls(clock.now())

    assert (await find_poll(outside.ref)).certificate["per_option"] == [0, 0, 1]
    assert (await find_poll(in_room.ref)).state is PollState.OPEN
    assert (await told("poll.closed"))["by"] == "system"
    assert heard[-1] == PollClosed(outside.ref, "")


async def test_a_poll_that_cannot_be_closed_holds_up_no_other(omar, agency, sari, budi):
    consultation = await open_consultation(omar, agency)
    soon = clock.now() + timedelta(hours=1)
    spoilt, sound = [await opened(omar, consultation, closes_at=soon) for _ in range(2)]
    await cast(sari, spoilt)
    await cast(budi, sound)
    await Tally.filter(poll_id=spoilt.id).update(votes=7)
    with later(hours=2):
        await close_due_polls(clock.now())

    assert (await find_poll(spoilt.ref)).state is PollState.OPEN
    assert (await find_poll(sound.ref)).state is PollState.CERTIFIED


async def test_closing_counts_certifies_and_records(omar, agency, sari, budi, rina, heard):
    poll = await opened(omar, agency, replace(FORMAL, quorum=2))
    await cast(sari, poll, "0")
    await cast(budi, poll, "2")
    await cast(rina, poll, "0")
    closed = await close_poll(omar, poll.ref, present=5)

    kept = await find_poll(poll.ref)
    assert kept.state is closed.state is PollState.CERTIFIED
    made = certificate_of(kept)
    assert (made["cast"], made["valid"], made["blank"]) == (3, 3, 0)
    assert (made["per_option"], made["present"], made["entitled"]) == ([2, 0, 1], 5, None)
    assert made["result"]["reason"] == "carried"
    assert made["sha256"] == hashlib.sha256(kept.ballots_csv.encode()).hexdigest()
    assert read_csv(kept.ballots_csv) == {"0": 2, "2": 1}
    result, ended = await told("poll.result"), await told("poll.closed")
    assert ended["d"] == {"cast": 3, "present": 5, "entitled": None}
    assert result["d"] == {
        "totals": [2, 0, 1],
        "hands": [0, 0, 0],
        "result": "carried",
        "carried": 0,
        "sha256": made["sha256"],
    }
    published = json.loads(poll_json(made))
    assert (await told("poll.opened"))["d"]["sha256"] == rule_sha256(published["rule"])
    assert heard[-1] == PollClosed(poll.ref, "")


async def test_a_poll_closes_once(omar, agency):
    poll = await opened(omar, agency)
    await close_poll(omar, poll.ref)
    before = await LogEntry.all().count()
    with pytest.raises(Refused):
        await close_poll(omar, poll.ref)

    assert await LogEntry.all().count() == before


async def test_a_poll_nobody_answered_is_certified_too(omar, agency):
    poll = await opened(omar, agency, FORMAL)
    closed = await close_poll(omar, poll.ref)

    assert closed.certificate["result"]["reason"] == "nobody"
    assert closed.ballots_csv == "line,marks\n"


async def test_a_count_that_is_not_that_of_the_ballots_is_never_certified(omar, agency, sari):
    poll = await opened(omar, agency)
    await cast(sari, poll, "0")
    await Tally.filter(poll_id=poll.id).update(votes=2)
    with pytest.raises(RuntimeError, match="tally"):
        await close_poll(omar, poll.ref)

    kept = await find_poll(poll.ref)
    assert (kept.state, kept.certificate, kept.ballots_csv) == (PollState.OPEN, {}, "")
    assert not await LogEntry.exists(type="poll.closed")


async def test_too_few_ballots_make_no_quorum(omar, agency, sari):
    poll = await opened(omar, agency, replace(FORMAL, quorum=2))
    await cast(sari, poll, "0")
    closed = await close_poll(omar, poll.ref)

    assert closed.certificate["result"]["reason"] == "no_quorum"
    assert closed.certificate["result"]["carried"] is None


async def test_hands_are_entered_apart_and_decide_with_the_ballots(omar, agency, sari, budi, wati):
    poll = await opened(omar, agency, replace(FORMAL, quorum=5))
    await cast(sari, poll, "2")
    await enter_hands(wati, poll.ref, [9, 9, 9])
    await enter_hands(wati, poll.ref, [3, 0, 1])
    closed = await close_poll(wati, poll.ref)

    assert (closed.certificate["per_option"], closed.certificate["hands"]) == ([0, 0, 1], [3, 0, 1])
    assert closed.certificate["result"]["totals"] == [3, 0, 2]
    assert closed.certificate["result"]["carried"] == 0
    with pytest.raises(Refused):
        await enter_hands(wati, poll.ref, [0, 0, 0])


async def test_it_takes_two_people_to_annul_a_formal_vote(omar, agency, sari, wati, rina, heard):
    poll = await opened(omar, agency, FORMAL)
    await cast(sari, poll, "0")
    await close_poll(omar, poll.ref)
    with pytest.raises(Refused):
        await annul_poll(rina, poll.ref)
    with pytest.raises(Invalid):
        await ask_annulment(wati, poll.ref, " … ")
    with pytest.raises(NotAllowed):
        await ask_annulment(sari, poll.ref, "Saya kalah.")
    asked = await ask_annulment(wati, poll.ref, "Pilihan salah tulis.")
    assert asked.state is PollState.CERTIFIED
    with pytest.raises(Refused):
        await annul_poll(wati, poll.ref)
    annulled = await annul_poll(rina, poll.ref)

    assert annulled.state is PollState.ANNULLED
    assert (await find_poll(poll.ref)).annul_reason == "Pilihan salah tulis."
    entry = await LogEntry.get(type="poll.annulled")
    values = {kind: one.value for kind, one in (await openings_of(entry)).items()}
    assert values == {
        "actor": identity(rina.record_id),
        "asked": identity(wati.record_id),
        "reason": "Pilihan salah tulis.",
    }
    assert heard[-1] == PollAnnulled(poll.ref, "")
    with pytest.raises(Refused):
        await ask_annulment(wati, poll.ref, "Sekali lagi.")


async def test_one_person_annuls_a_straw_poll_even_while_it_is_open(omar, agency, sari, wati):
    poll = await opened(omar, agency)
    await cast(sari, poll)
    annulled = await ask_annulment(wati, poll.ref, "Pertanyaannya keliru.")

    assert annulled.state is PollState.ANNULLED
    assert annulled.closed_at is not None
    with pytest.raises(Refused):
        await cast(sari, poll)
    with pytest.raises(NotFound):
        certificate_of(annulled)


async def test_a_rehearsed_poll_leaves_nothing_in_the_record_and_can_be_cleared(
    omar, agency, sari, budi
):
    consultation = await open_consultation(omar, agency)
    real = await opened_to(omar, consultation, sari)
    before = await LogEntry.all().count()
    for plan in (FORMAL, SECRET):
        poll = await opened_to(omar, consultation, sari, budi, plan=plan, rehearsal=True)
        done = await cast(sari, poll, "1")
        assert done.receipt == ""
        await close_poll(omar, poll.ref)
        await ask_annulment(omar, poll.ref, "Hanya latihan.")
    assert await LogEntry.all().count() == before
    assert await polls_on(consultation) == [real]
    await clear_polls(A_SESSION)

    assert [one.ref for one in await polls_of_session(A_SESSION)] == [real.ref]
    assert not await Ballot.exists()


async def test_who_takes_the_chair_while_a_poll_is_open_is_kept_out(omar, agency, sari, budi):
    poll = await opened_to(omar, agency, sari, budi)
    await cast(sari, poll, "0")
    await bar(await find_poll(poll.ref), sari.person_id)
    with pytest.raises(NotAllowed):
        await cast(sari, poll, "2")
    await cast(budi, poll, "0")
    closed = await close_poll(omar, poll.ref)

    assert closed.certificate["per_option"] == [2, 0, 0]  # what she cast before stays counted


async def test_closing_takes_part_in_the_transaction_of_whoever_closes(omar, agency, sari, heard):
    poll = await opened(omar, agency)
    await cast(sari, poll)

    async def close_and_fail() -> None:
        async with transaction():
            await close_poll(omar, poll.ref)
            raise LookupError

    with pytest.raises(LookupError):
        await close_and_fail()

    assert (await find_poll(poll.ref)).state is PollState.OPEN
    assert PollClosed(poll.ref, "") not in heard
    await cast(sari, poll, "2")


async def test_a_paused_consultation_still_takes_votes_and_a_withdrawn_one_does_not(
    omar, agency, sari
):
    poll = await opened(omar, agency)
    await pause(omar, poll.consultation.slug, "Menunggu data.")

    assert (await cast(sari, poll)).marks == "0"
    await withdraw(omar, poll.consultation.slug, "Peraturannya berubah.")
    with pytest.raises(Refused):
        await cast(sari, poll, "2")


@pytest.mark.parametrize("ref", ["2222222222", "a", "x" * 400, "../../etc"])
async def test_there_is_a_sentence_for_a_poll_that_does_not_exist(db, sari, ref):
    with pytest.raises(NotFound):
        await find_poll(ref)


async def test_the_reason_a_second_person_reads_is_the_one_that_is_published(
    omar, agency, wati, rina
):
    poll = await opened(omar, agency, FORMAL)
    await ask_annulment(wati, poll.ref, "Pilihan salah tulis.")
    with pytest.raises(Refused, match=r"asked already|sudah diminta"):
        await ask_annulment(wati, poll.ref, "Hasilnya tidak cocok.")

    assert (await annul_poll(rina, poll.ref)).annul_reason == "Pilihan salah tulis."


async def test_sari_finds_her_own_line_whatever_her_name_is_written_with(omar, agency):
    twins = [await person(name) for name in ("Sari", "Tuti")]
    await Person.all().update(name="Sari, M.Kes")
    twins = [replace(one, name="Sari, M.Kes") for one in twins]
    poll = await opened(omar, agency, replace(STRAW, secrecy=Secrecy.OPEN))
    for one in twins:
        await cast(one, poll, "0")
    poll = await close_poll(omar, poll.ref)

    lines = [row[0] for row in csv.reader(StringIO(poll.ballots_csv))][1:]
    assert {await own_line(one, poll) for one in twins} == set(lines)
    renamed = replace(twins[0], name="Sari Wulandari")
    assert await own_line(renamed, poll) in lines

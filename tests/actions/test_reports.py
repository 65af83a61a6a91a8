"""Sari reports words that break a rule: a moderator hears of it, and nothing else happens."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from forum.access.policy import Actor, Role
from forum.audit.models import LogEntry
from forum.audit.queries import entries_about
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotAllowed, Refused, TooMany
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.moderation.actions import (
    Hearing,
    Judgement,
    Reporting,
    agree,
    claim,
    decide,
    decide_appeal,
    erase_reports,
    file_appeal,
    report,
)
from forum.moderation.models import Claim, Decision, Report
from forum.moderation.queries import queue, report_of
from forum.moderation.rules import Measure, Source, State, appealing
from forum.moderation.rules.claiming import CLAIM_LASTS
from forum.moderation.rules.reporting import MANY, Outcome
from forum.notices.models import Mail, Notice
from forum.participation.actions import edit_comment, withdraw_comment
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing, mark_of
from tests.clocks import later
from tests.databases import both_databases
from tests.judging import second_moderator
from tests.meanwhile import meanwhile
from tests.openings import openings_of
from tests.people import person
from tests.world import comment, open_consultation, proposal

pytestmark = [pytest.mark.anyio, both_databases]

KEEP = Judgement(Measure.KEEP, Showing.SHOWN)
HIDE = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina orang.")


def by(rule: str = "insult", words: str = "", once: str = "kunci-laporan-1") -> Reporting:
    return Reporting(rule=rule, words=words, once=once)


async def readers(number: int) -> list[Actor]:
    return [await person(f"Warga{one} Contoh") for one in range(number)]


async def test_a_report_calls_a_moderator_and_changes_nothing_else(
    app, maya, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    before = await Contribution.filter(id=said.id).values()

    made = await report(budi, said.ref, by(words="Ini menghina orang."))

    assert await Contribution.filter(id=said.id).values() == before
    waiting = await queue(maya)
    assert waiting.counts == {"held": 0, "reported": 1, "flagged": 0, "new": 0}
    [row] = waiting.rows
    assert row.concern is not None
    assert row.concern.rules == (("insult", 1),)
    assert row.decide_by == made.at + timedelta(hours=24)
    assert row.suggestion is not None
    assert row.suggestion.code == "insult"


async def test_the_record_says_that_somebody_reported_and_names_nobody(
    app, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    made = await report(budi, said.ref, by(words="Ini menghina orang."))

    [line] = await entries_about(made.record_id)
    told = {"comment": said.record_id, "rule": "insult"}
    assert (line.type, line.by, line.data) == ("report.received", "citizen", told)
    assert line.code == made.receipt
    assert json.loads(line.raw)["c"].keys() == {"author", "body"}
    for secret in ("menghina", "Budi", budi.record_id):
        assert secret not in line.raw


async def test_a_moderators_own_report_does_not_let_her_decide_again_alone(
    app, omar, maya, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugasnya pemalas.")
    await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.SHOWN))
    await report(maya, said.ref, by())

    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Kasar.")
    again = await decide(maya, said.ref, hide)

    assert (again.state, again.source) == (State.PROPOSED, Source.OWN)


async def test_whoever_reports_twice_finds_the_first_report(app, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    first = await report(budi, said.ref, by())
    entries = await LogEntry.all().count()

    again = await report(budi, said.ref, by("spam", once="kunci-laporan-2"))

    assert (again.id, again.rule) == (first.id, "insult")
    assert await Report.all().count() == 1
    assert await LogEntry.all().count() == entries


async def test_the_same_form_sent_twice_at_once_is_one_report(app, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))

    first, second = await meanwhile(report(budi, said.ref, by()), report(budi, said.ref, by()))

    assert first.id == second.id
    assert await Report.all().count() == 1


async def test_the_key_of_one_form_is_good_for_one_report(app, omar, sari, budi, agency):
    consultation = await open_consultation(omar, agency)
    one, other = await comment(sari, consultation), await comment(sari, consultation, "Lain lagi.")
    await report(budi, one.ref, by())
    for wrong in (by(), by(once=""), by(once="x" * 50)):
        with pytest.raises(Refused):
            await report(budi, other.ref, wrong)


async def test_nobody_reports_their_own_words(app, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    with speaking("en"), pytest.raises(Refused, match="You can withdraw them instead"):
        await report(sari, said.ref, by())
    assert not await Report.exists()


async def test_a_visitor_is_asked_to_sign_in(app, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    with speaking("en"), pytest.raises(NotAllowed, match="Sign in first"):
        await report(Actor(), said.ref, by())


async def test_a_report_names_a_rule_that_can_be_broken(app, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    for wrong in (by(""), by("off_topic"), by("tidak-ada"), by(words="a" * 1001)):
        with pytest.raises(Invalid):
            await report(budi, said.ref, wrong)
    assert not await Report.exists()


async def test_words_that_nobody_reads_are_not_reported(app, maya, omar, sari, budi, agency):
    consultation = await open_consultation(omar, agency)
    held = await comment(sari, consultation, "NIK saya 3201234567890123, tolong dicek.")
    hidden = await comment(sari, consultation, "Petugas bodoh.")
    await decide(maya, hidden.ref, HIDE)
    for said in (held, hidden):
        with pytest.raises(Refused):
            await report(budi, said.ref, by())


async def test_a_proposal_and_a_covered_comment_can_be_reported(
    app, maya, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    proposed = await proposal(sari, consultation, "Paling lama lima hari kerja.")
    covered = await comment(sari, consultation, "Hubungi 0812-0000-1111, petugas bodoh.")
    await decide(
        maya,
        covered.ref,
        Judgement(
            Measure.REDACT, Showing.SHOWN, "personal_data", "Nomor pribadi.", ("0812-0000-1111",)
        ),
    )
    for number, said in enumerate((proposed, covered)):
        assert await report(budi, said.ref, by(once=f"kunci-laporan-{number}"))
    assert (await queue(maya)).counts["reported"] == 2


async def test_its_author_may_still_change_what_was_reported(app, maya, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas ini bodoh.")
    await report(budi, said.ref, by())

    await edit_comment(sari, said.ref, "Petugas ini lambat.", mark_of(said.text))

    assert (await find_contribution(said.ref)).text == "Petugas ini lambat."


async def test_a_threat_stands_before_what_many_report_and_held_before_both(
    app, maya, omar, sari, agency
):
    consultation = await open_consultation(omar, agency)
    threat = await comment(sari, consultation, "Awas kamu kalau bertemu saya di jalan.")
    insult = await comment(sari, consultation, "Petugas bodoh semua.")
    once = await comment(sari, consultation, "Iklan.")
    held = await comment(sari, consultation, "NIK saya 3201234567890123, tolong dicek.")
    fresh = await comment(sari, consultation, "Sudah bagus.")
    for number, one in enumerate(await readers(3)):
        await report(one, insult.ref, by(once=f"kunci-hina-{number}"))
    [another] = [await person("Dewi Contoh")]
    await report(another, once.ref, by("spam", once="kunci-iklan-1"))
    await report(another, threat.ref, by("threat", once="kunci-ancam-1"))

    refs = [row.contribution.ref for row in (await queue(maya)).rows]
    assert refs == [held.ref, threat.ref, insult.ref, once.ref, fresh.ref]
    reported = await queue(maya, "reported", limit=2)
    assert [row.contribution.ref for row in reported.rows] == [threat.ref, insult.ref]


async def test_somebody_who_reports_very_much_is_heard_and_moves_nothing_up(
    app, maya, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    said = [await comment(sari, consultation, f"Saran nomor {n}.") for n in range(MANY + 1)]
    for number, one in enumerate(said):
        await report(budi, one.ref, by("threat", once=f"kunci-banyak-{number}"))

    last = await Report.get(contribution_id=said[-1].id)
    assert not last.counted
    [line] = await entries_about(last.record_id)
    assert line.data == {"comment": said[-1].record_id, "rule": "threat", "counted": False}
    rows = (await queue(maya, "reported", limit=MANY + 1)).rows
    assert rows[-1].contribution.ref == said[-1].ref
    assert rows[-1].concern is not None
    assert (rows[-1].concern.people, rows[-1].concern.uncounted) == (0, 1)


async def test_what_no_person_reads_is_refused_until_tomorrow(app, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    other = await comment(sari, said.consultation, "Lain lagi.")
    first = await report(budi, other.ref, by(once="kunci-pertama-1"))
    for number in range(10 * MANY - 1):
        one = await comment(sari, said.consultation, f"Saran {number}.", once=f"kunci-{number:08}")
        await Report.create(
            receipt=f"receipt-{number}",
            contribution=one,
            person_id=budi.person_id,
            rule="spam",
            once=f"once-{number:08}",
            at=first.at,
        )
        if number % 20 == 0:
            await Contribution.filter(author_id=sari.person_id).update(
                handed_in_at=clock.now() - timedelta(hours=3)
            )
    with pytest.raises(TooMany):
        await report(budi, said.ref, by())
    with later(days=1.1):
        assert (await report(budi, said.ref, by())).counted


async def test_whoever_reported_is_told_the_decision_in_their_language(
    app, maya, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    made = await report(budi, said.ref, by())
    await decide(maya, said.ref, HIDE)
    await run_due()

    notice = await Notice.get(person_id=budi.person_id)
    assert "disembunyikan" in notice.subject
    assert f"/comments/{said.ref}/report" in notice.body
    assert "Menghina orang." not in notice.body  # the reason is the author's
    assert (await Mail.get(address="budi@example.id")).body.startswith(notice.body)
    sent = await report_of(budi.person_id, said.id)
    assert sent is not None
    assert (sent.report.id, sent.outcome) == (made.id, Outcome.HIDDEN)


async def test_whoever_reported_is_told_again_when_the_decision_changes(
    app, maya, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    await report(budi, said.ref, by())
    await decide(maya, said.ref, HIDE)
    await run_due()
    proposed = await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.HIDDEN))
    await run_due()
    assert await Notice.filter(person_id=budi.person_id).count() == 1
    await agree(await second_moderator(agency), proposed.ref)
    await run_due()

    told = await Notice.filter(person_id=budi.person_id).order_by("id")
    assert ["disembunyikan" in one.subject for one in told] == [True, False]
    sent = await report_of(budi.person_id, said.id)
    assert sent is not None
    assert sent.outcome is Outcome.KEPT


async def test_a_decision_after_a_report_says_so_in_the_record(app, maya, omar, sari, budi, agency):
    consultation = await open_consultation(omar, agency)
    reported, other = await comment(sari, consultation), await comment(sari, consultation, "Lain.")
    await report(budi, reported.ref, by())
    for said in (reported, other):
        await decide(maya, said.ref, KEEP)

    found = [
        line.data["source"]
        for said in (reported, other)
        for line in await entries_about(said.record_id)
        if line.type == "moderation.decided"
    ]
    assert found == ["report", "own"]


async def test_what_is_reported_after_a_decision_comes_back(app, maya, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    await decide(maya, said.ref, KEEP)
    assert not (await queue(maya)).rows

    await report(budi, said.ref, by())

    assert [row.contribution.ref for row in (await queue(maya)).rows] == [said.ref]
    await decide(maya, said.ref, KEEP)
    assert not (await queue(maya)).rows


async def test_what_its_author_withdraws_waits_no_longer(app, maya, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    await report(budi, said.ref, by())
    await withdraw_comment(sari, said.ref)

    assert not (await queue(maya)).rows
    sent = await report_of(budi.person_id, said.id)
    assert sent is not None
    assert sent.outcome is Outcome.WITHDRAWN


async def test_others_see_who_is_at_a_case_and_can_take_it_over(app, maya, omar, sari, agency):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency))
    await claim(maya, said.ref, seen=0)

    [row] = (await queue(dewi)).rows
    assert row.claim is not None
    assert row.claim.moderator.name == "Maya Lestari"
    with speaking("en"), pytest.raises(Refused, match="Maya Lestari took this up"):
        await claim(dewi, said.ref, seen=0)
    await claim(dewi, said.ref, seen=row.claim.number)
    assert (await Claim.get()).moderator_id == dewi.person_id


async def test_a_claim_runs_out_and_says_nothing_any_more(app, maya, omar, sari, agency):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency))
    await claim(maya, said.ref, seen=0)
    with later(days=(CLAIM_LASTS / timedelta(days=1)) + 0.001):
        [row] = (await queue(dewi)).rows
        assert row.claim is None
        await claim(dewi, said.ref, seen=0)
        assert (await Claim.get()).moderator_id == dewi.person_id


async def test_two_who_take_up_a_case_at_once_are_told_of_each_other(app, maya, omar, sari, agency):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency))

    first, second = await meanwhile(claim(maya, said.ref, seen=0), claim(dewi, said.ref, seen=0))

    assert first.moderator_id == maya.person_id
    assert isinstance(second, Refused)


async def test_a_claim_stops_nobody_and_ends_with_the_decision(app, maya, omar, sari, agency):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency))
    await claim(maya, said.ref, seen=0)

    await decide(dewi, said.ref, KEEP)

    assert not await Claim.exists()
    assert (await Decision.get()).moderator_id == dewi.person_id


async def test_nobody_but_a_moderator_takes_up_a_case(app, omar, rina, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    for other in (sari, budi, omar, rina):
        with pytest.raises(NotAllowed):
            await claim(other, said.ref, seen=0)
    assert not await Claim.exists()


async def test_whoever_erases_everything_leaves_no_words_in_a_report(
    app, maya, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency))
    made = await report(budi, said.ref, by(words="Saya Budi dan ini menghina."))
    entry = await LogEntry.get(subject=made.record_id)
    async with transaction():
        await erase_reports(budi.person_id)

    assert (await Report.get()).words == ""
    assert list(await openings_of(entry)) == ["author"]
    assert (await queue(maya)).counts["reported"] == 1


async def test_whoever_reported_is_told_when_an_appeal_changes_the_decision(
    app, maya, omar, rina, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    await report(budi, said.ref, by())
    made = await decide(maya, said.ref, HIDE)
    await run_due()
    appeal = await file_appeal(sari, made.ref, "Itu kritik, bukan penghinaan.")
    await decide_appeal(
        rina, appeal.ref, Hearing(appealing.Outcome.OVERTURNED, "Kritik boleh tajam.")
    )
    await run_due()

    told = await Notice.filter(person_id=budi.person_id).order_by("id")
    assert ["disembunyikan" in one.subject for one in told] == [True, False]
    assert "diperiksa lagi dan diubah" in told[1].body
    assert "Kritik boleh tajam." not in told[1].body
    sent = await report_of(budi.person_id, said.id)
    assert sent is not None
    assert sent.outcome is Outcome.KEPT


async def test_an_appeal_that_changes_nothing_is_told_to_nobody_else(
    app, maya, omar, rina, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    await report(budi, said.ref, by())
    made = await decide(maya, said.ref, HIDE)
    await run_due()
    appeal = await file_appeal(sari, made.ref, "Itu kritik, bukan penghinaan.")
    await decide_appeal(rina, appeal.ref, Hearing(appealing.Outcome.UPHELD, "Menghina orang."))
    await run_due()

    assert await Notice.filter(person_id=budi.person_id).count() == 1

"""Sari appeals, and somebody who had no part in the decision hears it."""

from dataclasses import replace

import pytest

from forum.access.policy import Grant, Role
from forum.accounts.models import Suspension
from forum.audit.queries import entries_about
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.drafts.actions import note_hands
from forum.drafts.models import HandPart
from forum.moderation.actions import (
    Hearing,
    Reporting,
    agree,
    decide,
    decide_appeal,
    file_appeal,
    report,
)
from forum.moderation.models import Appeal, Decision
from forum.moderation.queries import appeals_for
from forum.moderation.rules import State
from forum.moderation.rules.appealing import Outcome
from forum.notices.models import Mail, Notice
from forum.participation.actions import support_comment
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from tests.clocks import later
from tests.databases import both_databases
from tests.judging import PHONE, RUDE, covering, hiding, second_moderator, suspending
from tests.meanwhile import meanwhile
from tests.people import person
from tests.world import comment, open_consultation

pytestmark = [pytest.mark.anyio, both_databases]
AGAINST = "Itu kritik, bukan penghinaan."


async def hidden(maya, omar, sari, agency, words=RUDE, **more):
    said = await comment(sari, await open_consultation(omar, agency), words)
    return said, await decide(maya, said.ref, hiding(**more))


async def types_about(said):
    return [line.type for line in await entries_about(said.record_id)]


async def test_the_statement_says_all_that_it_must_in_the_language_of_its_reader(
    app, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    made = await decide(maya, said.ref, covering("0812-0000-1111", facts="Nomor pribadi."))
    notice = await Notice.get(person_id=sari.person_id)
    letter = await Mail.get(address="sari@example.id")
    for body in (notice.body, letter.body):
        assert "Nomor telepon tidak perlu diketahui umum." in body
        assert "Nomor pribadi." in body
        assert f"/decisions/{made.ref}" in body
        assert said.ref in body
        assert "UU 27/2022" in body
    assert made.appeal_until is not None
    assert (made.appeal_until - made.at).days == 183


async def test_an_appeal_that_is_right_brings_the_words_back(app, maya, omar, rina, sari, agency):
    said, made = await hidden(maya, omar, sari, agency)
    appeal = await file_appeal(sari, made.ref, AGAINST)
    assert (appeal.due_at - appeal.filed_at).days == 7
    assert [one.ref for one in await appeals_for(rina)] == [appeal.ref]
    assert not await appeals_for(maya)

    await decide_appeal(rina, appeal.ref, Hearing(Outcome.OVERTURNED, "Kritik boleh tajam."))

    shown = await find_contribution(said.ref)
    assert (shown.showing, shown.shown_text) == (Showing.SHOWN, RUDE)
    assert (await types_about(said))[-3:] == ["appeal.filed", "appeal.decided", "comment.restored"]
    assert (await Decision.get(id=made.id)).state is State.OVERTURNED
    told = await Notice.filter(person_id=sari.person_id).order_by("-id").first()
    assert "Kritik boleh tajam." in told.body
    assert not await appeals_for(rina)


async def test_an_appeal_that_is_right_in_part_covers_less(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said, made = await hidden(maya, omar, sari, agency)
    appeal = await file_appeal(sari, made.ref, AGAINST)
    with pytest.raises(Invalid):
        await decide_appeal(dewi, appeal.ref, Hearing(Outcome.CHANGED, "Sebagian."))
    await decide_appeal(
        dewi, appeal.ref, Hearing(Outcome.CHANGED, "Sebagian.", words=("bodoh semua",))
    )
    shown = await find_contribution(said.ref)
    assert shown.showing is Showing.REDACTED
    assert shown.shown_text == "Petugas loket […], antrean tiga jam."
    newest = await Decision.filter(contribution_id=said.id).order_by("-id").first()
    with pytest.raises(Refused):
        await file_appeal(sari, newest.ref, "Lagi.")


async def test_an_appeal_that_is_wrong_changes_nothing(app, maya, omar, rina, sari, agency):
    said, made = await hidden(maya, omar, sari, agency)
    appeal = await file_appeal(sari, made.ref, AGAINST)
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.UPHELD, "Menyebut orang bodoh."))
    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN
    assert (await types_about(said))[-1] == "appeal.decided"
    with pytest.raises(Refused):
        await decide_appeal(rina, appeal.ref, Hearing(Outcome.OVERTURNED, "Berubah."))


async def test_overturning_leaves_what_another_covered(app, maya, omar, rina, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await decide(maya, said.ref, covering("0812-0000-1111"))
    proposed = await decide(maya, said.ref, hiding(showing=Showing.REDACTED))
    await agree(dewi, proposed.ref)
    appeal = await file_appeal(sari, proposed.ref, AGAINST)
    for involved in (maya, dewi):
        with pytest.raises(NotAllowed):
            await decide_appeal(involved, appeal.ref, Hearing(Outcome.UPHELD, "Tetap."))
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.OVERTURNED, "Cukup ditutup."))
    shown = await find_contribution(said.ref)
    assert shown.showing is Showing.REDACTED
    assert "0812" not in shown.shown_text


async def test_who_may_not_appeal_and_who_may_not_hear(app, maya, omar, rina, sari, budi, agency):
    said, made = await hidden(maya, omar, sari, agency)
    for other in (budi, maya, omar, rina):
        with pytest.raises(NotAllowed):
            await file_appeal(other, made.ref, AGAINST)
    with pytest.raises(Invalid):
        await file_appeal(sari, made.ref, " … ")
    appeal = await file_appeal(sari, made.ref, AGAINST)
    close = await person("Tono Wijaya", agency, Role.MODERATOR, Role.RESPONDER)
    standard_id = (await find_contribution(said.ref)).consultation.standard_id
    await note_hands(standard_id, [said.lineage], close, HandPart.ANSWERS)
    assert not await appeals_for(close)
    for other in (sari, budi, maya, omar, close):
        with pytest.raises(NotAllowed):
            await decide_appeal(other, appeal.ref, Hearing(Outcome.OVERTURNED, "Ya."))
    assert (await Appeal.get(id=appeal.id)).outcome is None


async def test_one_appeal_a_decision_within_six_months(app, maya, omar, sari, agency):
    said, made = await hidden(maya, omar, sari, agency)
    first = await file_appeal(sari, made.ref, AGAINST)
    assert (await file_appeal(sari, made.ref, AGAINST)).ref == first.ref
    with pytest.raises(Refused):
        await file_appeal(sari, made.ref, "Lagi pula saya benar.")
    said = await comment(sari, (await find_contribution(said.ref)).consultation, "Bodoh.")
    late = await decide(maya, said.ref, hiding())
    with later(days=184), pytest.raises(Refused):
        await file_appeal(sari, late.ref, AGAINST)


async def test_two_appeals_at_once_are_one(app, maya, omar, sari, agency):
    _, made = await hidden(maya, omar, sari, agency)
    _, refused = await meanwhile(
        file_appeal(sari, made.ref, AGAINST), file_appeal(sari, made.ref, "Dan lagi.")
    )
    assert isinstance(refused, Refused)
    assert await Appeal.all().count() == 1


async def test_whoever_is_suspended_writes_nothing_and_reads_why(
    app, maya, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    other = await comment(budi, consultation, "Bagus.")
    said = await comment(sari, consultation, RUDE)
    made = await decide(maya, said.ref, suspending(3))
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    assert not [line for line in await types_about(said) if line.startswith("person.")]
    with speaking("en"):
        with pytest.raises(NotAllowed) as refused:
            await comment(sari, consultation, "Satu lagi.")
        with pytest.raises(NotAllowed):
            await support_comment(sari, other.ref)
    assert made.ref in refused.value.message
    assert "rule 2" in refused.value.message
    with later(days=3, minutes=1):
        await run_due()
        await comment(sari, consultation, "Tiga hari kemudian.")
        ended = await Suspension.get()
        assert ended.ended_at is not None
        lines = await entries_about(ended.record_id)
        assert [line.type for line in lines] == ["person.suspended", "person.unsuspended"]


async def test_a_suspension_is_lifted_or_shortened_on_appeal(app, maya, omar, rina, sari, agency):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, RUDE)
    made = await decide(maya, said.ref, suspending(5))
    appeal = await file_appeal(sari, made.ref, AGAINST)
    with pytest.raises(Invalid):
        await decide_appeal(rina, appeal.ref, Hearing(Outcome.CHANGED, "Lebih lama.", days=6))
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.CHANGED, "Dua hari.", days=2))
    with later(days=2, minutes=1):
        await comment(sari, consultation, "Dua hari kemudian.")
        again = await decide(maya, said.ref, suspending(5))
        second = await file_appeal(sari, again.ref, AGAINST)
        await decide_appeal(rina, second.ref, Hearing(Outcome.OVERTURNED, "Tidak perlu."))
        await comment(sari, consultation, "Segera sesudahnya.")


async def test_only_a_moderator_of_the_whole_agency_suspends(app, omar, sari, agency):
    consultation = await open_consultation(omar, agency)
    here = await person("Wati Rahayu")
    here = replace(here, grants=frozenset({Grant(Role.MODERATOR, agency.id, consultation.ref)}))
    said = await comment(sari, consultation, RUDE)
    with pytest.raises(NotAllowed):
        await decide(here, said.ref, suspending(1))
    await decide(here, said.ref, hiding())


async def test_what_an_appeal_overturned_is_not_hidden_again_by_one(
    app, maya, omar, rina, sari, agency
):
    said, made = await hidden(maya, omar, sari, agency)
    appeal = await file_appeal(sari, made.ref, AGAINST)
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.OVERTURNED, "Kritik boleh tajam."))

    assert (await decide(maya, said.ref, hiding())).state is State.PROPOSED


async def test_an_appeal_that_upholds_what_was_done_at_once_confirms_it(
    app, maya, omar, rina, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), "Saya bakar kantor itu.")
    made = await decide(maya, said.ref, hiding(rule="threat", urgent=True))
    appeal = await file_appeal(sari, made.ref, AGAINST)
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.UPHELD, "Itu ancaman."))

    with later(hours=25):
        await run_due()
    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN
    assert (await types_about(said))[-2:] == ["moderation.confirmed", "appeal.decided"]


async def test_whoever_reported_words_does_not_hear_the_appeal(app, maya, omar, rina, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    await report(dewi, said.ref, Reporting(rule="insult", once="kunci-laporan-1"))
    made = await decide(maya, said.ref, hiding())
    appeal = await file_appeal(sari, made.ref, AGAINST)

    assert not await appeals_for(dewi)
    assert [one.ref for one in await appeals_for(rina)] == [appeal.ref]
    with pytest.raises(NotAllowed):
        await decide_appeal(dewi, appeal.ref, Hearing(Outcome.UPHELD, "Benar."))


async def test_an_appeal_does_not_undo_what_was_decided_after(app, maya, omar, rina, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    first = await decide(maya, said.ref, hiding())
    then = await decide(maya, said.ref, covering("0812-0000-1111", showing=Showing.HIDDEN))
    await agree(dewi, then.ref)
    appeal = await file_appeal(sari, first.ref, AGAINST)

    changed = Hearing(Outcome.CHANGED, "Sebagian.", words=("loket",))
    with pytest.raises(Refused):
        await decide_appeal(rina, appeal.ref, changed)
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.OVERTURNED, "Tidak menghina."))

    shown = await find_contribution(said.ref)
    assert (shown.showing, shown.shown_text) == (
        Showing.REDACTED,
        "Hubungi saya di […] soal loket dua.",
    )


async def test_a_shortened_suspension_follows_the_milder_decision(
    app, maya, omar, rina, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    made = await decide(maya, said.ref, suspending(5))
    appeal = await file_appeal(sari, made.ref, AGAINST)
    await decide_appeal(rina, appeal.ref, Hearing(Outcome.CHANGED, "Cukup dua hari.", days=2))

    milder = await Decision.filter(contribution_id=said.id).order_by("-id").first()
    stopped = await Suspension.get()
    assert stopped.decision_ref == milder.ref
    assert (stopped.until - stopped.since).days == 2

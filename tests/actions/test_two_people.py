"""What one moderator may not decide alone, and what one does at once because it cannot wait."""

from dataclasses import replace

import pytest

from forum.access.policy import Grant, Role
from forum.audit.queries import entries_about, written
from forum.core.errors import Invalid, NotAllowed, Refused, Stale
from forum.core.jobs import run_due
from forum.drafts.actions import note_hands
from forum.drafts.models import HandPart
from forum.moderation.actions import (
    Judgement,
    Reporting,
    agree,
    decide,
    lapse,
    report,
    send_back,
)
from forum.moderation.models import Decision
from forum.moderation.queries import for_second, queue, to_confirm
from forum.moderation.rules import Measure, State
from forum.moderation.rules.figures import TYPES, figures_of
from forum.notices.models import Notice
from forum.participation.actions import edit_comment, withdraw_comment
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing, mark_of
from tests.clocks import later
from tests.databases import both_databases
from tests.judging import PHONE, RUDE, covering, hiding, second_moderator, suspending
from tests.meanwhile import meanwhile
from tests.people import person
from tests.world import comment, open_consultation

pytestmark = [pytest.mark.anyio, both_databases]
NIK = "NIK saya 3201 0101 0101 0001, mohon dibantu."
THREAT = "Saya bakar kantor itu besok."


def threatening(**more):
    return Judgement(
        Measure.HIDE, Showing.SHOWN, rule="threat", reason="Mengancam.", urgent=True, **more
    )


async def figures():
    return figures_of([(one.leaf, one.entry) for one in await written(TYPES)])


async def types_about(said):
    return [line.type for line in await entries_about(said.record_id)]


async def test_hiding_criticism_of_the_agency_waits_for_a_second_person(
    app, maya, omar, sari, agency
):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), RUDE)

    proposed = await decide(maya, said.ref, hiding(criticises=True))

    assert proposed.state is State.PROPOSED
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    assert (await types_about(said))[-1] == "moderation.proposed"
    assert not await Notice.filter(person_id=sari.person_id).exists()
    assert await Notice.filter(person_id=dewi.person_id).count() == 1
    assert [one.ref for one in await for_second(dewi)] == [proposed.ref]
    assert not (await queue(maya)).rows

    await agree(dewi, proposed.ref)

    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN
    lines = await entries_about(said.record_id)
    assert [line.type for line in lines][-2:] == ["moderation.decided", "comment.hidden"]
    assert lines[-2].data["second"] is True
    assert '"approved"' in lines[-2].raw
    assert await Notice.filter(person_id=sari.person_id).count() == 1
    assert not await for_second(dewi)


async def test_what_is_sent_back_changes_nothing_and_comes_back_to_the_queue(
    app, maya, omar, sari, agency
):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    proposed = await decide(maya, said.ref, hiding(criticises=True))

    with pytest.raises(Invalid):
        await send_back(dewi, proposed.ref, "  ")
    await send_back(dewi, proposed.ref, "Kritik yang tajam bukan penghinaan.")

    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    assert (await types_about(said))[-1] == "moderation.returned"
    told = await Notice.filter(person_id=maya.person_id).order_by("-id").first()
    assert "Kritik yang tajam bukan penghinaan." in told.body
    assert not await Notice.filter(person_id=sari.person_id).exists()
    assert [row.contribution.ref for row in (await queue(maya)).rows] == [said.ref]
    with pytest.raises(Refused):
        await agree(dewi, proposed.ref)


@pytest.mark.parametrize(
    ("wish", "waits"),
    [
        (hiding(), False),
        (hiding(criticises=True), True),
        (hiding(rule="accusation"), True),
        (covering("tiga jam", rule="insult", criticises=True), False),
        (covering(RUDE, rule="insult", criticises=True), True),
        (suspending(7), False),
        (suspending(8), True),
        (Judgement(Measure.KEEP, Showing.SHOWN, criticises=True), False),
    ],
)
async def test_what_takes_two_people(app, maya, omar, sari, agency, wish, waits):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    assert ((await decide(maya, said.ref, wish)).state is State.PROPOSED) is waits


async def test_the_sixth_within_an_hour_takes_two_people(app, maya, omar, sari, agency):
    consultation = await open_consultation(omar, agency)
    said = [await comment(sari, consultation, f"{RUDE} {number}") for number in range(7)]
    states = [(await decide(maya, one.ref, hiding())).state for one in said[:6]]
    assert states == [State.STANDS] * 5 + [State.PROPOSED]
    with later(hours=1, minutes=1):
        assert (await decide(maya, said[6].ref, hiding())).state is State.STANDS


async def test_deciding_anew_about_what_was_decided_takes_two_people(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    await decide(maya, said.ref, hiding())
    again = await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.HIDDEN))
    assert again.state is State.PROPOSED
    await agree(dewi, again.ref)
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN


async def test_who_may_not_be_the_second_person(app, maya, omar, rina, sari, budi, agency):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, RUDE)
    close = await person("Tono Wijaya", agency, Role.MODERATOR, Role.RESPONDER)
    await note_hands(consultation.standard_id, [said.lineage], close, HandPart.ANSWERS)
    proposed = await decide(maya, said.ref, hiding(criticises=True))
    for other in (maya, close, omar, rina, sari, budi):
        with pytest.raises(NotAllowed):
            await agree(other, proposed.ref)
    for other in (close, omar, rina, sari, budi):
        with pytest.raises(NotAllowed):
            await send_back(other, proposed.ref, "Tidak.")
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    await send_back(maya, proposed.ref, "Saya keliru.")


async def test_nobody_agrees_to_what_was_proposed_about_other_words(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, RUDE)
    proposed = await decide(maya, said.ref, hiding(criticises=True))
    with pytest.raises(Refused):
        await decide(dewi, said.ref, Judgement(Measure.KEEP, Showing.SHOWN))
    await edit_comment(sari, said.ref, "Antreannya tiga jam.", mark_of(RUDE))
    with pytest.raises(Stale):
        await agree(dewi, proposed.ref)
    gone = await comment(sari, consultation, f"{RUDE} Sungguh.")
    other = await decide(maya, gone.ref, hiding(criticises=True))
    await withdraw_comment(sari, gone.ref)
    with pytest.raises(Refused):
        await agree(dewi, other.ref)


async def test_a_threat_is_hidden_at_once_and_confirmed(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), THREAT)
    made = await decide(maya, said.ref, threatening(criticises=True))
    assert made.unconfirmed
    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN
    assert [one.ref for one in await to_confirm(dewi)] == [made.ref]
    with pytest.raises(NotAllowed):
        await agree(maya, made.ref)
    await agree(dewi, made.ref)
    with later(hours=25):
        await run_due()
    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN
    assert (await types_about(said))[-1] == "moderation.confirmed"


async def test_what_nobody_confirms_within_a_day_is_undone(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), THREAT)
    made = await decide(maya, said.ref, threatening())
    with later(hours=23):
        await run_due()
        assert (await find_contribution(said.ref)).showing is Showing.HIDDEN
    with later(hours=24, minutes=1):
        await run_due()
        await lapse({"decision_id": made.id})  # once is enough
        shown = await find_contribution(said.ref)
        assert shown.showing is Showing.SHOWN
        assert shown.shown_text == THREAT
        assert (await types_about(said))[-2:] == ["moderation.lapsed", "comment.restored"]
        assert await Notice.filter(person_id=sari.person_id).count() == 2
        assert await Notice.filter(person_id=maya.person_id, dedupe__startswith="lapsed:").exists()
        assert [row.contribution.ref for row in (await queue(maya)).rows] == [said.ref]
        with pytest.raises(Refused):
            await agree(await second_moderator(agency), made.ref)


async def test_what_was_held_is_held_again_when_nobody_confirms(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), NIK)
    assert said.showing is Showing.HELD
    at_once = Judgement(
        Measure.HIDE, Showing.HELD, rule="personal_data", reason="Nomor orang.", urgent=True
    )
    await decide(maya, said.ref, at_once)
    with later(hours=24, minutes=1):
        await run_due()
        assert (await find_contribution(said.ref)).showing is Showing.HELD
        assert (await types_about(said))[-2:] == ["moderation.lapsed", "comment.held"]
        assert (await figures()).hidden_without_decision == 0
        assert [row.contribution.ref for row in (await queue(maya)).rows] == [said.ref]


async def test_the_second_person_undoes_what_was_not_urgent(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), THREAT)
    made = await decide(maya, said.ref, threatening())
    await send_back(dewi, made.ref, "Ini kiasan, bukan ancaman.")
    assert (await find_contribution(said.ref)).showing is Showing.SHOWN
    assert (await Decision.get(id=made.id)).state is State.LAPSED


async def test_only_what_a_rule_calls_urgent_is_urgent(app, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    with pytest.raises(Invalid):
        await decide(maya, said.ref, hiding(urgent=True))
    with pytest.raises(Invalid) as wrong:
        await decide(maya, said.ref, hiding(ordered=True))
    assert "facts" in wrong.value.fields
    made = await decide(maya, said.ref, hiding(ordered=True, facts="Polres, surat 12/2026."))
    assert made.source.value == "order"


async def test_of_two_who_decide_at_once_one_is_told(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    made, refused = await meanwhile(
        decide(maya, said.ref, covering("0812-0000-1111")),
        decide(dewi, said.ref, hiding()),
    )
    assert made.state is State.STANDS
    assert isinstance(refused, Stale)
    assert await Decision.all().count() == 1


async def test_agreeing_while_it_lapses_comes_too_late(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), THREAT)
    made = await decide(maya, said.ref, threatening())
    with later(hours=24, minutes=1):
        _, refused = await meanwhile(lapse({"decision_id": made.id}), agree(dewi, made.ref))
        assert isinstance(refused, Refused)
        assert (await find_contribution(said.ref)).showing is Showing.SHOWN


async def test_what_nobody_confirmed_is_not_done_at_once_by_the_same_person_again(
    app, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), THREAT)
    await decide(maya, said.ref, threatening())
    with later(hours=24, minutes=1):
        await run_due()
        with pytest.raises(Refused):
            await decide(maya, said.ref, threatening())
        alone = Judgement(Measure.HIDE, Showing.SHOWN, rule="threat", reason="Mengancam.")
        assert (await decide(maya, said.ref, alone)).state is State.PROPOSED


async def test_covering_under_what_lapsed_is_no_hiding_without_a_decision(
    app, maya, omar, sari, agency
):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await decide(maya, said.ref, covering("0812-0000-1111"))
    at_once = Judgement(
        Measure.HIDE, Showing.REDACTED, rule="personal_data", reason="Nomor.", urgent=True
    )
    await decide(dewi, said.ref, at_once)
    with later(hours=24, minutes=1):
        await run_due()
        assert (await find_contribution(said.ref)).showing is Showing.REDACTED
        assert (await figures()).hidden_without_decision == 0


async def test_whoever_reported_words_is_not_the_second_person(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    await report(dewi, said.ref, Reporting(rule="insult", once="kunci-laporan-1"))
    proposed = await decide(maya, said.ref, hiding(criticises=True))

    assert not await for_second(dewi)
    with pytest.raises(NotAllowed):
        await agree(dewi, proposed.ref)


async def test_a_suspension_waits_on_when_the_words_are_withdrawn(app, maya, omar, sari, agency):
    dewi = await second_moderator(agency)
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    proposed = await decide(maya, said.ref, suspending(30))
    await withdraw_comment(sari, said.ref)

    assert [one.ref for one in await for_second(dewi)] == [proposed.ref]
    await agree(dewi, proposed.ref)
    assert (await Decision.get(id=proposed.id)).state is State.STANDS


async def test_whoever_moderates_one_consultation_is_no_second_person_for_a_suspension(
    app, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), RUDE)
    dewi = await person("Dewi Anggraini")
    here = Grant(Role.MODERATOR, agency.id, said.consultation.ref)
    dewi = replace(dewi, grants=frozenset({here}))
    proposed = await decide(maya, said.ref, suspending(30))

    assert not await for_second(dewi)
    with pytest.raises(NotAllowed):
        await agree(dewi, proposed.ref)

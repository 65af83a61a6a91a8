"""Each week some decisions are judged again by somebody who does not see them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from forum.access.policy import Role
from forum.audit.models import LogEntry
from forum.audit.queries import entries_about
from forum.core import clock
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import speaking
from forum.core.jobs import run_due
from forum.drafts.actions import note_hands
from forum.drafts.models import HandPart
from forum.moderation.actions import Again, Judgement, agree, decide, draw_reviews, judge_again
from forum.moderation.models import Decision, Review
from forum.moderation.queries import disagreements, find_review, reviews_for
from forum.moderation.rules import Measure
from forum.moderation.rules.drawing import drawn, drawn_at, week_of
from forum.participation.actions import withdraw_comment
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from tests.clocks import later
from tests.databases import both_databases
from tests.people import person
from tests.world import comment, open_consultation

pytestmark = [pytest.mark.anyio, both_databases]

KEEP = Judgement(Measure.KEEP, Showing.SHOWN)
HIDE = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina orang.")


@pytest.fixture
async def dewi(agency):
    return await person("Dewi Lestari", agency, Role.MODERATOR)


@pytest.fixture
async def decided(app, maya, omar, sari, agency):
    """Maya hid one comment of Sari's; it is the only decision of the week."""
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    await decide(maya, said.ref, HIDE)
    return said


async def draw() -> None:
    await draw_reviews({"week": week_of(clock.now())})


async def test_on_the_monday_after_one_decision_is_drawn_by_a_job(decided):
    await run_due()
    assert not await Review.exists()

    wait = drawn_at(week_of(clock.now())) - clock.now() + timedelta(minutes=1)
    with later(seconds=wait.total_seconds()):
        await run_due()
        await run_due()

    assert (await Review.get()).decision_id == (await Decision.get()).id


async def test_of_twenty_five_decisions_those_two_are_drawn_that_anybody_can_draw_again(
    app, maya, omar, sari, agency
):
    consultation = await open_consultation(omar, agency)
    for number in range(25):
        said = await comment(sari, consultation, f"Saran nomor {number}.")
        await decide(maya, said.ref, KEEP)
    await draw()
    await draw()

    leaves = await LogEntry.filter(type="moderation.decided").values_list("leaf", flat=True)
    lots = {leaf.hex() for leaf in drawn([bytes.fromhex(one) for one in leaves])}
    assert len(lots) == 2
    assert set(await Review.all().values_list("leaf", flat=True)) == lots
    for review in await Review.all().select_related("decision__contribution"):
        entry = json.loads((await LogEntry.get(leaf=review.leaf)).entry)
        assert entry["id"] == review.decision.contribution.record_id
        assert entry["d"]["action"] == review.decision.measure.value


async def test_dewi_comes_to_the_same_and_the_record_says_so(decided, maya, dewi):
    await draw()
    [review] = await reviews_for(dewi)
    assert not await reviews_for(maya)

    await judge_again(dewi, review.ref, Again(Measure.HIDE, "insult", "Menghina."))

    lines = await entries_about(decided.record_id)
    assert (lines[-1].type, lines[-1].data) == (
        "moderation.reviewed",
        {"agrees": True, "action": "hide"},
    )
    first = next(line for line in lines if line.type == "moderation.decided")
    leaf = (await LogEntry.get(entry=first.raw)).leaf
    assert (await Review.get()).leaf == leaf
    for secret in ("Menghina", "Dewi", dewi.record_id):
        assert secret not in lines[-1].raw
    assert not await reviews_for(dewi)
    assert not await disagreements(dewi)


async def test_disagreeing_changes_nothing_and_asks_for_another_look(decided, maya, dewi):
    await draw()
    [review] = await reviews_for(dewi)

    await judge_again(dewi, review.ref, Again(Measure.KEEP, reason="Kritik yang tajam saja."))

    assert (await find_contribution(decided.ref)).showing is Showing.HIDDEN
    assert await Decision.all().count() == 1
    for moderator in (maya, dewi):
        [one] = await disagreements(moderator)
        assert one.reason == "Kritik yang tajam saja."
    anew = await decide(maya, decided.ref, Judgement(Measure.KEEP, Showing.HIDDEN))
    assert await disagreements(maya), "what is only proposed is no other look"
    await agree(dewi, anew.ref)
    assert not await disagreements(maya)


async def test_nobody_judges_their_own_decision_again(decided, maya, dewi):
    await draw()
    review = await Review.get()
    with speaking("en"), pytest.raises(NotAllowed, match="decided by you"):
        await judge_again(maya, review.ref, Again(Measure.HIDE, "insult"))


async def test_nobody_else_judges_and_nobody_twice(
    decided, maya, dewi, omar, rina, sari, budi, agency
):
    await draw()
    review = await find_review((await Review.get()).ref)
    held = review.decision.contribution
    drafter = await person("Yusuf Setia", agency, Role.MODERATOR, Role.DRAFTER)
    await note_hands(held.consultation.standard_id, [held.lineage], drafter, HandPart.ANSWERS)
    for other in (sari, budi, omar, rina, drafter):
        with pytest.raises(NotAllowed):
            await judge_again(other, review.ref, Again(Measure.KEEP))
    await judge_again(dewi, review.ref, Again(Measure.KEEP))
    with pytest.raises(Refused):
        await judge_again(dewi, review.ref, Again(Measure.KEEP))
    assert len([e for e in await LogEntry.all() if e.type == "moderation.reviewed"]) == 1


async def test_judging_again_needs_a_rule_that_allows_it(decided, dewi):
    await draw()
    review = await Review.get()
    for wrong in (Again(Measure.HIDE), Again(Measure.REDACT, "threat")):
        with pytest.raises(Invalid):
            await judge_again(dewi, review.ref, wrong)
    assert (await Review.get()).judged_at is None


async def test_what_its_author_withdrew_is_not_judged_again(app, maya, dewi, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency))
    await decide(maya, said.ref, KEEP)
    await draw()
    await withdraw_comment(sari, said.ref)

    assert not await reviews_for(dewi)
    with pytest.raises(Refused):
        await judge_again(dewi, (await Review.get()).ref, Again(Measure.KEEP))

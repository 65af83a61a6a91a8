"""From a comment to the words it changed: what Sari finds, and where everybody else finds it."""

from __future__ import annotations

from forum.participation.actions import withdraw_comment
from forum.publication.actions import publish
from tests.answering import accepted, answer, being_answered, ready, shorten
from tests.databases import both_databases
from tests.pages import words_of
from tests.queries import asked
from tests.world import KTP

pytestmark = both_databases


async def test_after_closing_it_waits_for_its_answer(visit, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)

    words = words_of((await visit.get(f"/comments/{round_.sari.ref}")).text)
    assert "Handed in." in words
    assert "Public at once." in words
    assert "Civil Registration Office answers with a reason." in words


async def test_an_answer_is_public_once_a_second_person_approved_it(
    visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug)
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    ledger = f"/consultations/{round_.slug}/contributions"

    journey = words_of((await visit.get(f"/comments/{round_.sari.ref}")).text)
    clause = words_of((await visit.get(f"/consultations/{round_.slug}/clauses/3.1")).text)
    yes = (await visit.get(f"{ledger}?answer=accepted")).text
    no = (await visit.get(f"{ledger}?answer=none")).text
    for words in (journey, clause):
        assert "Accepted" in words
        assert accepted(round_.sari).reason in words
        assert "Clause 3.1 is to change because of this." in words
    assert round_.sari.ref in yes
    assert round_.budi.ref not in yes
    assert round_.budi.ref in no
    assert round_.sari.ref not in no


async def test_the_changed_words_stand_on_her_page_once_they_are_in_force(
    signed_in, visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    version = await ready(omar, rina, round_)
    before = words_of((await visit.get(f"/comments/{round_.sari.ref}")).text)
    await publish(omar, round_.slug)
    async with signed_in(sari) as her:
        after = (await her.get(f"/comments/{round_.sari.ref}")).text
    his = words_of((await visit.get(f"/comments/{round_.budi.ref}")).text)

    assert "is the standard in force" not in before
    words = words_of(after)
    assert f"Version {version.number} is the standard in force." in words
    assert "This sentence changed because of it:" in words
    assert "<ins>" in after
    assert f"/standards/{KTP}/v{version.number}/clauses/3.1" in after
    assert "changed because of it" not in his


async def test_the_clause_tells_what_it_became_and_who_caused_it(
    visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    version = await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    discussed = (await visit.get(f"/consultations/{round_.slug}/clauses/3.1")).text
    unchanged = words_of((await visit.get(f"/consultations/{round_.slug}/clauses/4.1")).text)
    in_force = (await visit.get(f"/standards/{KTP}/v{version.number}/clauses/3.1")).text

    assert "What it became" in words_of(discussed)
    assert f"It is in force unchanged, in version {version.number}." in unchanged
    assert f'href="/comments/{round_.sari.ref}"' in in_force
    assert "what Sari Wulandari wrote" in words_of(in_force)


async def test_the_finished_consultation_leads_to_answers_and_summary(
    visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    page = (await visit.get(f"/consultations/{round_.slug}")).text

    assert f"/consultations/{round_.slug}/responses" in page
    assert f"/consultations/{round_.slug}/summary" in page
    assert "This consultation is finished." in words_of(page)


async def test_what_a_person_withdrew_is_nobodys_cause_to_wait(visit, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await withdraw_comment(sari, round_.sari.ref)

    words = words_of((await visit.get(f"/comments/{round_.sari.ref}")).text)
    assert "Withdrawn by its author." in words
    assert "answers with a reason" not in words


async def test_pages_with_answers_cost_the_database_no_more_than_a_few_questions(
    visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    await publish(omar, round_.slug)
    for address, most in (
        (f"/consultations/{round_.slug}", 10),
        (f"/consultations/{round_.slug}/clauses/3.1", 14),
        (f"/consultations/{round_.slug}/contributions", 10),
        (f"/comments/{round_.sari.ref}", 10),
    ):
        with asked() as queries:
            assert (await visit.get(address)).status_code == 200
        assert len(queries) <= most, address

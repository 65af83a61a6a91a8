"""What a session concluded is named where its clause changes: at the desk, and for everybody."""

from __future__ import annotations

import pytest

from forum.access.policy import Actor
from forum.catalogue.models import Agency
from forum.consultations.actions import advance_due
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.drafts.models import Clause, Version
from forum.participation.models import Contribution
from forum.publication.actions import write_summary
from forum.responses.actions import approve, propose, write_response
from forum.responses.models import SessionCause
from forum.responses.rules import Answer, Disposition
from forum.sessions.actions.minutes import adopt_minutes, open_correction
from forum.sessions.models import Minutes
from tests.answering import WORDS, publish_after_look, shorten
from tests.clocks import later
from tests.evening import OUTCOME, Evening, ended_evening
from tests.pages import Seen, words_of
from tests.world import KTP, open_revision

DECIDED = "Decided in the session of"


@pytest.fixture
async def evening(app, omar: Actor, agency: Agency, sari: Actor, budi: Actor) -> Evening:
    """It was held while the consultation was open, which is being answered now."""
    with later(days=-3):
        consultation = await open_revision(omar, agency, days=12.5)
        evening = await ended_evening(omar, agency, consultation, sari, budi)
        await open_correction(evening.chair, evening.session.ref)
    await advance_due()
    return evening


async def changed(omar: Actor, evening: Evening) -> tuple[Consultation, Version, Clause]:
    slug = evening.session.consultation.slug
    version, clause = await shorten(omar, slug)
    return await find_consultation(slug), version, clause


def outcome_of(evening: Evening) -> str:
    return f"{evening.session.ref}.{evening.item.ref}"


async def test_omar_names_the_outcome_beside_the_changed_words(signed_in, omar, evening):
    consultation, version, clause = await changed(omar, evening)
    page = f"/desk/consultations/{consultation.slug}/next"
    path = f"/desk/drafts/{version.ref}/outcomes"
    async with signed_in(omar) as desk:
        seen = Seen((await desk.get(page)).text)
        offered = [has["value"] for tag, has in seen.tags if tag == "option"]
        assert offered == ["", outcome_of(evening)]
        sent = await desk.post(
            path, data={"lineage": clause.lineage, "outcome": outcome_of(evening)}
        )
        assert sent.status_code == 303
        assert sent.headers["location"] == f"{page}#c-{clause.lineage}"
        seen = Seen((await desk.get(page)).text)

    assert DECIDED in seen.words
    assert f"“{OUTCOME}”" in seen.words
    assert seen.forms[path]["outcome"] == outcome_of(evening)
    assert "Why the agency changes this by itself" not in seen.words


@pytest.mark.parametrize("outcome", ["", "x", ".", "zzzzzzzzzz.zzzzzzzzzz", "a.b.c"])
async def test_an_outcome_that_there_was_not_comes_back_with_a_sentence(
    signed_in, omar, evening, outcome
):
    _consultation, version, clause = await changed(omar, evening)
    async with signed_in(omar) as desk:
        sent = await desk.post(
            f"/desk/drafts/{version.ref}/outcomes",
            data={"lineage": clause.lineage, "outcome": outcome},
        )

    assert sent.status_code == 422
    assert "Choose an outcome of a session of this consultation." in words_of(sent.text)
    assert not await SessionCause.exists()


async def test_a_draft_that_no_consultation_makes_has_no_sessions_to_name(signed_in, omar, evening):
    version = await Version.get(number=1)
    async with signed_in(omar) as desk:
        sent = await desk.post(
            f"/desk/drafts/{version.ref}/outcomes", data={"lineage": "x", "outcome": "x"}
        )

    assert sent.status_code in (404, 409)


async def test_after_publication_everybody_reads_that_a_session_changed_the_clause(
    signed_in, visit, omar, rina, evening
):
    consultation, version, clause = await changed(omar, evening)
    asked = await Contribution.get()
    answer = Answer(Disposition.ANSWERED, "Sudah dibahas di sesi.", (asked.ref,))
    response = await write_response(omar, consultation.slug, answer)
    await propose(omar, response.ref)
    await approve(rina, response.ref)
    await write_summary(omar, consultation.slug, WORDS, revision=0)
    async with signed_in(omar) as desk:
        path = f"/desk/consultations/{consultation.slug}"
        missing = words_of((await desk.get(f"{path}/summary")).text)
        assert "1 changed clause names no cause: 3.1." in missing
        await desk.post(
            f"/desk/drafts/{version.ref}/outcomes",
            data={"lineage": clause.lineage, "outcome": outcome_of(evening)},
        )
    await Minutes.all().update(correct_until=consultation.closes_at)
    await adopt_minutes(evening.chair, evening.session.ref)
    await publish_after_look(omar, consultation.slug)

    why = await visit.get(f"/standards/{KTP}/v3/clauses/3.1")
    said = await visit.get(f"/consultations/{consultation.slug}/responses")
    summary = Seen((await visit.get(f"/consultations/{consultation.slug}/summary")).text)
    minutes = f"/sessions/{evening.session.code}/minutes"
    for page in (why, said):
        seen = Seen(page.text)
        assert f"“{OUTCOME}”" in seen.words
        links = [has["href"] for tag, has in seen.tags if tag == "a"]
        assert any(minutes in link for link in links)
    assert "Caused by a session 1 of 1" in summary.words
    assert any(minutes in has.get("href", "") for tag, has in summary.tags if tag == "a")

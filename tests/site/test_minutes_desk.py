"""Nina puts the minutes right at her desk, the chair opens them for correction and adopts them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from forum.access.policy import OPERATOR, Actor, Role
from forum.accounts.actions import give_role
from forum.accounts.models import Person
from forum.accounts.queries import actor_for
from forum.catalogue.models import Agency
from forum.core import clock
from forum.core.ids import new_ref
from forum.sessions.actions.minutes import open_correction
from forum.sessions.actions.minutes_corrections import Correcting, propose_correction
from forum.sessions.minutes import from_data
from forum.sessions.models import Correction, Minutes
from forum.web.moments import write_moment
from tests.clocks import later
from tests.evening import OUTCOME, Evening, ended_evening
from tests.pages import Seen, words_of
from tests.world import open_consultation


@pytest.fixture
async def evening(app, omar: Actor, agency: Agency, sari: Actor, budi: Actor) -> Evening:
    consultation = await open_consultation(omar, agency)
    return await ended_evening(omar, agency, consultation, sari, budi)


def desk_of(evening: Evening, more: str = "") -> str:
    return f"/desk/sessions/{evening.session.code}/minutes{more}"


def words_for(evening: Evening, **more: str) -> dict[str, str]:
    key = f"outcome:{evening.item.ref}"
    return {"paragraph": key, "seen": "1", "sentence": OUTCOME, "problem": "", "term": "", **more}


async def correction(evening: Evening) -> Correction:
    await open_correction(evening.chair, evening.session.ref)
    correcting = Correcting(
        paragraph=f"outcome:{evening.item.ref}", text="Saya minta tiga hari.", once=new_ref()
    )
    return await propose_correction(evening.budi, evening.session.ref, correcting)


async def sentence() -> str:
    minutes = await Minutes.get()
    [words] = [
        one.words["sentence"] for one in from_data(minutes.paragraphs) if "sentence" in one.words
    ]
    return words


async def test_nina_rewrites_the_outcome(signed_in, evening):
    new = "Lima hari kerja sejak berkas lengkap."
    async with signed_in(evening.nina) as desk:
        sent = await desk.post(desk_of(evening, "/words"), data=words_for(evening, sentence=new))
        assert sent.status_code == 303
        assert sent.headers["location"].endswith(f"#p-outcome-{evening.item.ref}")
        words = words_of((await desk.get(desk_of(evening))).text)

    assert await sentence() == new
    assert f"In the session the chair said: “{OUTCOME}”" in words


async def test_two_who_write_at_once_both_find_their_words(signed_in, evening):
    async with signed_in(evening.chair) as other:
        await other.post(
            desk_of(evening, "/words"), data=words_for(evening, sentence="Tujuh hari.")
        )
    async with signed_in(evening.nina) as desk:
        sent = await desk.post(
            desk_of(evening, "/words"), data=words_for(evening, sentence="Tiga hari.")
        )
        seen = Seen(sent.text)
        form = seen.forms[desk_of(evening, "/words")]

    assert sent.status_code == 409
    assert "Somebody changed this paragraph while you were writing." in seen.words
    assert "What stands there now: Tujuh hari." in seen.words
    assert "Tiga hari.</textarea>" in sent.text
    assert form["paragraph"]
    assert await sentence() == "Tujuh hari."


@pytest.mark.parametrize("seen", ["", "x", "9" * 20, "-1", "1.5"])
async def test_a_form_that_does_not_say_what_it_saw_changes_nothing(signed_in, evening, seen):
    async with signed_in(evening.nina) as desk:
        sent = await desk.post(
            desk_of(evening, "/words"), data=words_for(evening, sentence="Tiga hari.", seen=seen)
        )

    assert sent.status_code == 409
    assert await sentence() == OUTCOME


async def test_an_outcome_without_a_sentence_comes_back(signed_in, evening):
    async with signed_in(evening.nina) as desk:
        sent = await desk.post(desk_of(evening, "/words"), data=words_for(evening, sentence=" "))

    assert sent.status_code == 422
    assert "Write the outcome in one sentence." in words_of(sent.text)


async def test_a_paragraph_that_is_not_there_is_not_found(signed_in, evening):
    async with signed_in(evening.nina) as desk:
        sent = await desk.post(desk_of(evening, "/words"), data=words_for(evening, paragraph="x"))

    assert sent.status_code == 404


async def test_the_chair_opens_the_minutes_for_correction_until_a_day(signed_in, evening):
    until = clock.now().replace(second=0, microsecond=0) + timedelta(days=3)
    typed = write_moment(until, "Asia/Makassar")
    async with signed_in(evening.chair) as desk:
        assert "Open them for correction" in words_of((await desk.get(desk_of(evening))).text)
        sent = await desk.post(desk_of(evening, "/correction"), data={"until": typed})
        assert sent.status_code == 303
        words = words_of((await desk.get(desk_of(evening))).text)

    assert (await Minutes.get()).correct_until == until
    assert "Give more time" in words


@pytest.mark.parametrize("typed", ["kemarin", "2026-13-40T10:00", "2001-01-01T10:00"])
async def test_a_day_that_cannot_be_comes_back_with_a_sentence(signed_in, evening, typed):
    async with signed_in(evening.chair) as desk:
        sent = await desk.post(desk_of(evening, "/correction"), data={"until": typed})

    assert sent.status_code == 422
    assert f'value="{typed}"' in sent.text
    assert (await Minutes.get()).correct_until is None


async def test_nina_takes_a_correction_into_the_paragraph(signed_in, evening):
    proposed = await correction(evening)
    path = f"/desk/corrections/{proposed.ref}/decision"
    async with signed_in(evening.nina) as desk:
        page = Seen((await desk.get(desk_of(evening))).text)
        assert "“Saya minta tiga hari.” Not decided yet." in page.words
        form = page.forms[path]
        assert form["sentence"] == OUTCOME
        form |= {"sentence": "Tiga hari.", "verdict": "taken", "reason": "Rekaman berkata tiga."}
        sent = await desk.post(path, data=form)
        assert sent.status_code == 303
        again = await desk.post(path, data=form)

    assert again.status_code == 409
    assert await sentence() == "Tiga hari."


async def test_a_decision_without_a_reason_or_a_verdict_comes_back_with_what_was_typed(
    signed_in, evening
):
    proposed = await correction(evening)
    path = f"/desk/corrections/{proposed.ref}/decision"
    data = words_for(evening, sentence="Tiga hari.", correction=proposed.ref)
    async with signed_in(evening.nina) as desk:
        without_reason = await desk.post(path, data={**data, "verdict": "taken"})
        without_verdict = await desk.post(path, data={**data, "reason": "Karena."})

    assert without_reason.status_code == without_verdict.status_code == 422
    assert "Tiga hari.</textarea>" in without_reason.text
    assert "Karena.</textarea>" in without_verdict.text
    assert (await Correction.get()).decision == ""


async def test_budi_who_also_takes_notes_is_not_offered_to_decide_his_own_correction(
    signed_in, evening, agency
):
    budi = await person_with_role(evening.budi, agency)
    proposed = await correction(evening)
    path = f"/desk/corrections/{proposed.ref}/decision"
    reason = "Rekaman berkata tiga."
    async with signed_in(budi) as desk:
        page = Seen((await desk.get(desk_of(evening))).text)
        data = words_for(evening, correction=proposed.ref, verdict="taken", reason=reason)
        sent = await desk.post(path, data=data)

    assert "You proposed this yourself. Somebody else must decide it." in page.words
    assert path not in page.forms
    assert sent.status_code == 403
    assert "You proposed this yourself" in words_of(sent.text)
    assert reason in words_of(sent.text)
    assert (await Correction.get()).decision == ""


async def person_with_role(actor: Actor, agency: Agency) -> Actor:
    """The same person, who has become a note-taker."""
    someone = await Person.get(id=actor.person_id)
    await give_role(OPERATOR, agency.slug, someone.email, Role.NOTE_TAKER)
    return await actor_for(someone)


async def test_the_desk_says_what_is_missing_before_adoption(signed_in, evening):
    proposed = await correction(evening)
    async with signed_in(evening.chair) as desk:
        refused = await desk.post(desk_of(evening, "/adoption"))
        words = words_of(refused.text)
        assert refused.status_code == 409
        assert "These minutes cannot be adopted yet." in words
        assert "1 correction is not decided." in words
        await desk.post(
            f"/desk/corrections/{proposed.ref}/decision",
            data={"verdict": "declined", "reason": "Rekaman berkata lima."},
        )
    with later(days=8):
        async with signed_in(evening.chair) as desk:
            done = await desk.post(desk_of(evening, "/adoption"))
            assert done.status_code == 303
            words = words_of((await desk.get(desk_of(evening))).text)

    assert "Nothing in them changes any more." in words
    assert "Change the words" not in words
    assert (await Minutes.get()).sha256 in words


async def test_who_only_takes_notes_is_not_offered_to_adopt(signed_in, evening):
    async with signed_in(evening.nina) as desk:
        words = words_of((await desk.get(desk_of(evening))).text)

    assert "Change the words" in words
    assert "Adopt the minutes" not in words


async def test_citizens_have_no_way_to_the_desk(signed_in, evening):
    async with signed_in(evening.sari) as browser:
        answers = [
            await browser.get(desk_of(evening)),
            await browser.post(desk_of(evening, "/words"), data=words_for(evening)),
            await browser.post(desk_of(evening, "/correction"), data={"until": "x"}),
            await browser.post(desk_of(evening, "/adoption")),
        ]

    assert {answer.status_code for answer in answers} == {403}

"""Before sending, what others said; replies; comments on one field of a clause."""

from __future__ import annotations

import pytest

from forum.core.ids import new_ref
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import withdraw_comment
from forum.participation.models import Contribution, Likeness, Support
from forum.participation.rules import Kind, Showing
from forum.responses.queries import desk_counts, trace_of
from tests.databases import both_databases
from tests.pages import form_in, words_of
from tests.world import comment, open_consultation

pytestmark = both_databases

BUDIS = "Mohon loket khusus lansia dan difabel"
SARIS = "Lansia serta difabel butuh loket khusus"


@pytest.fixture
async def ktp(app, omar, agency):
    return await open_consultation(omar, agency)


@pytest.fixture
def clause(ktp):
    return f"/consultations/{ktp.slug}/clauses/3.1"


async def write(browser, clause, **typed):
    form = form_in((await browser.get(clause)).text, f"{clause}/comments")
    return await browser.post(f"{clause}/comments", data={**form, **typed})


async def test_what_budi_said_is_offered_before_saris_is_sent(signed_in, sari, budi, ktp, clause):
    his = await comment(budi, ktp, BUDIS)
    async with signed_in(sari) as her:
        offered = await write(her, clause, text=SARIS, kind="question")
        form = form_in(offered.text, f"{clause}/comments")
        assert await Contribution.all().count() == 1
        sent = await her.post(f"{clause}/comments", data={**form, "mine": "yes"})
        again = await her.post(f"{clause}/comments", data={**form, "mine": "yes"})

    assert offered.status_code == 200
    assert "Somebody has said much the same." in words_of(offered.text)
    assert BUDIS in words_of(offered.text)
    assert (form["text"].strip(), form["kind"]) == (SARIS, "question")
    assert sent.status_code == again.status_code == 303
    assert sent.headers["location"] == again.headers["location"] != f"/comments/{his.ref}"
    assert await Contribution.all().count() == 2


async def test_sari_supports_it_instead(signed_in, sari, budi, ktp, clause):
    his = await comment(budi, ktp, BUDIS)
    async with signed_in(sari) as her:
        form = form_in((await write(her, clause, text=SARIS)).text, f"{clause}/comments")
        sent = await her.post(f"{clause}/comments", data={**form, "instead": his.ref})

    assert sent.headers["location"] == f"/comments/{his.ref}"
    assert await Support.filter(person_id=sari.person_id).count() == 1
    assert await Contribution.all().count() == 1


async def test_what_is_not_public_any_more_is_offered_to_nobody(
    signed_in, sari, budi, maya, ktp, clause
):
    first = await comment(budi, ktp, BUDIS)
    second = await comment(budi, ktp, f"{BUDIS}, segera")
    assert await Likeness.filter(contribution_id__in=[first.id, second.id]).exists()
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Kasar.")
    await decide(maya, first.ref, hide)
    await withdraw_comment(budi, second.ref)
    async with signed_in(sari) as her:
        sent = await write(her, clause, text=SARIS)

    assert sent.status_code == 303
    assert not await Likeness.filter(contribution_id__in=[first.id, second.id]).exists()


async def test_a_reply_stands_in_the_thread_and_must_be_answered(signed_in, sari, budi, ktp):
    his = await comment(budi, ktp, BUDIS)
    page = f"/comments/{his.ref}"
    async with signed_in(sari) as her:
        form = form_in((await her.get(page)).text, f"{page}/replies")
        sent = await her.post(f"{page}/replies", data={**form, "text": "Di lantai satu."})
        twice = await her.post(f"{page}/replies", data={**form, "text": "Di lantai satu."})
        nothing = await her.post(f"{page}/replies", data={**form, "once": new_ref(), "text": " "})
        thread, own = await her.get(page), await her.get(sent.headers["location"])
        reply = await Contribution.get(kind=Kind.REPLY)
        receipt = await her.get(f"/r/{reply.receipt}")

    assert sent.headers["location"] == twice.headers["location"]
    assert nothing.status_code == 422
    assert "Write at least one word." in words_of(nothing.text)
    assert "Di lantai satu." in words_of(thread.text)
    assert f"In reply to {budi.name}" in words_of(own.text)
    assert "A reply was received" in words_of(receipt.text)
    assert (reply.parent_id, reply.label, reply.thread_place) == (his.id, "3.1", 1)
    assert (await desk_counts([ktp.id]))[ktp.id]["unanswered"] == 2
    assert {one.ref for one in (await trace_of(ktp)).unanswered} == {his.ref, reply.ref}


async def test_what_is_hidden_cannot_be_replied_to_and_the_text_comes_back(
    signed_in, sari, budi, maya, ktp
):
    his = await comment(budi, ktp, BUDIS)
    await decide(maya, his.ref, Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Ya."))
    async with signed_in(sari) as her:
        typed = {"text": "Di lantai satu.", "once": new_ref()}
        sent = await her.post(f"/comments/{his.ref}/replies", data=typed)

    assert sent.status_code == 409
    assert "it cannot be replied to" in words_of(sent.text)
    assert "Di lantai satu." in words_of(sent.text)


async def test_sari_comments_on_one_field(signed_in, visit, sari, ktp, clause):
    async with signed_in(sari) as her:
        await write(her, clause, text="Lima hari cukup.", field="maximum")
        wrong = await write(her, clause, text="Mengapa?", field="price")
    made = await Contribution.get()
    page = words_of((await visit.get(clause)).text)
    listed = (await visit.get(f"/consultations/{ktp.slug}/contributions")).text
    narrowed = await visit.get(
        f"/consultations/{ktp.slug}/contributions?clause=3.1&field=maximum&kind=comment"
    )

    assert made.field_code == "maximum"
    assert "14 working days” as it read then" in page
    assert wrong.status_code == 422
    assert form_in(wrong.text, f"{clause}/comments")["text"].strip() == "Mengapa?"
    assert "Lima hari cukup." in words_of(listed)
    assert "Lima hari cukup." in words_of(narrowed.text)

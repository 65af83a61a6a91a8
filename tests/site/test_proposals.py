"""Proposing other words: written, read as a redline, met by others, sent, answered."""

from __future__ import annotations

import pytest

from forum.core.ids import new_ref
from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.actions import withdraw_comment
from forum.participation.models import Contribution, Support
from forum.participation.rules import Kind, Showing
from forum.responses.actions import take_over
from tests.databases import both_databases
from tests.pages import Seen, form_in, words_of
from tests.people import person
from tests.queries import asked
from tests.world import KTP, comment, open_consultation, proposal

pytestmark = both_databases

OLD = "1 hari; paling lama 14 hari kerja"
FIVE = "1 hari; paling lama 5 hari kerja"
SEVEN = "1 hari; paling lama 7 hari kerja"
REDLINE = "1 hari; paling lama <del>14</del><ins>5</ins> hari kerja"
WHY = "Di pulau, dua minggu berarti dua kali menyeberang."


@pytest.fixture
async def ktp(app, omar, agency):
    return await open_consultation(omar, agency)


@pytest.fixture
def clause(ktp):
    return f"/consultations/{ktp.slug}/clauses/3.1"


async def filled_in(browser, clause, **typed):
    shown = await browser.get(f"{clause}/proposal?language=id")
    return {**form_in(shown.text, f"{clause}/proposals"), **typed}


async def test_sari_finds_the_form_with_the_words_of_the_clause_in_it(signed_in, sari, clause):
    async with signed_in(sari) as her:
        page = await her.get(clause)
        form = await filled_in(her, clause)

    assert ("a", {"href": f"{clause}/proposal"}) in Seen(page.text).tags
    assert form["words"].strip() == OLD
    assert (form["what"], form["language"], form["version"]) == ("words", "id", "1")


async def test_she_reads_it_first_and_nothing_is_sent(signed_in, sari, clause):
    async with signed_in(sari) as her:
        form = await filled_in(her, clause, words=FIVE, text=WHY, then="read")
        read = await her.post(f"{clause}/proposals", data=form)

    assert read.status_code == 200
    assert REDLINE in read.text
    assert "Send the proposal" in words_of(read.text)
    again = form_in(read.text, f"{clause}/proposals")
    assert (again["words"].strip(), again["text"].strip()) == (FIVE, WHY)
    assert again["once"] == form["once"]
    assert not await Contribution.exists()


async def test_everybody_reads_it_as_a_redline_wherever_it_stands(
    signed_in, visit, sari, maya, omar, ktp, clause
):
    async with signed_in(sari) as her:
        form = await filled_in(her, clause, words=FIVE, text=WHY)
        sent, twice = [await her.post(f"{clause}/proposals", data=form) for _ in range(2)]
        own, mine = await her.get(sent.headers["location"]), await her.get("/me")
    [made] = await Contribution.all()
    listed = await visit.get(f"/consultations/{ktp.slug}/contributions?kind=proposal")
    receipt = await visit.get(f"/r/{made.receipt}")
    found = await visit.get("/search?q=menyeberang")
    by_words = await visit.get('/search?q="5+hari+kerja"&kind=contribution')
    async with signed_in(maya) as hers, signed_in(omar) as his:
        queue, decision = (
            await hers.get("/desk/moderation"),
            await hers.get(f"/desk/comments/{made.ref}"),
        )
        desk = await his.get(f"/desk/consultations/{ktp.slug}/responses?pick={made.ref}")
    whole = await visit.get(f"/consultations/{ktp.slug}")
    history = await visit.get(f"/standards/{KTP}/clauses/3.1/history")

    assert sent.headers["location"] == twice.headers["location"] == f"/comments/{made.ref}"
    for page in (own, mine, listed, await visit.get(clause), queue, decision, desk, history):
        assert page.status_code == 200
        assert REDLINE in page.text
        assert WHY in words_of(page.text)[:200_000] or page is history
    assert "Your proposal is public." in words_of(own.text)
    assert "Other words proposed for clause 3.1" in words_of(own.text)
    assert "Proposed by Sari Wulandari." in words_of(history.text)
    assert "A proposal was received" in words_of(receipt.text)
    assert made.ref in found.text
    assert made.ref in by_words.text
    assert "1 proposal on clause 3.1" in words_of(whole.text)


async def test_hidden_and_withdrawn_words_are_drawn_nowhere(
    signed_in, visit, sari, maya, ktp, clause
):
    hidden, gone = await proposal(sari, ktp, FIVE), await proposal(sari, ktp, SEVEN)
    await decide(maya, hidden.ref, Judgement(Measure.HIDE, Showing.SHOWN, "insult", "Kasar."))
    await withdraw_comment(sari, gone.ref)
    async with signed_in(sari) as her:
        own = await her.get(f"/comments/{hidden.ref}")

    for address in (
        clause,
        f"/comments/{hidden.ref}",
        f"/comments/{gone.ref}",
        f"/consultations/{ktp.slug}/contributions",
        f"/standards/{KTP}/clauses/3.1/history",
        "/search?q=hari",
    ):
        page = (await visit.get(address)).text
        assert "<ins>" not in page
    assert REDLINE in own.text


async def test_whoever_touches_the_same_words_is_offered_and_can_be_joined(
    signed_in, visit, sari, budi, ktp, clause
):
    his, alone = (
        await proposal(budi, ktp, SEVEN, "Tujuh."),
        await proposal(budi, ktp, f"{OLD}, tanpa biaya"),
    )
    async with signed_in(sari) as her:
        form = await filled_in(her, clause, words=FIVE, text=WHY, then="read")
        read = await her.post(f"{clause}/proposals", data=form)
        joined = await her.post(
            f"{clause}/proposals", data={**form, "then": "send", "instead": his.ref}
        )
        sent = await her.post(f"{clause}/proposals", data={**form, "then": "send"})
    mine = await Contribution.get(author_id=sari.person_id)
    page, own = await visit.get(clause), await visit.get(f"/comments/{mine.ref}")

    assert "1 other touches these words" in words_of(read.text)
    assert "<del>14</del><ins>7</ins>" in read.text
    assert "tanpa biaya" not in read.text
    assert joined.headers["location"] == f"/comments/{his.ref}"
    assert await Support.filter(contribution_id=his.id).count() == 1
    assert sent.headers["location"] == f"/comments/{mine.ref}"
    assert words_of(page.text).count("1 other touches these words") == 2
    assert f"/comments/{mine.ref}#touching" in page.text
    assert "<del>14</del><ins>7</ins>" in own.text
    assert f"/comments/{alone.ref}#touching" not in page.text


async def test_many_who_touch_the_same_words_cost_one_question(visit, signed_in, ktp, clause):
    for number in range(55):
        await proposal(
            await person(f"Warga{number}"), ktp, OLD.replace("14", str(20 + number)), f"Ya {number}"
        )
    one = await Contribution.all().first()
    with asked() as queries:
        page = await visit.get(clause)
    with asked() as own:
        alone = await visit.get(f"/comments/{one.ref}")

    assert words_of(page.text).count("54 others touch these words") == 50
    assert len(queries) <= 9
    assert alone.text.count("<article") == 11
    assert len(own) <= 20
    assert "All proposals for this clause" in words_of(alone.text)


async def test_the_whole_clause_should_go(signed_in, visit, sari, clause):
    async with signed_in(sari) as her:
        form = await filled_in(her, clause, what="none", text="Tidak perlu.", then="send")
        sent = await her.post(f"{clause}/proposals", data=form)
    page = await visit.get(sent.headers["location"])

    assert f"<del>{OLD}</del>" in page.text
    assert "The whole clause should go." in words_of(page.text)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": OLD}, "These are the words as they stand."),
        ({"words": " "}, "Write at least one word."),
        ({"words": "a" * 4_100}, "100 characters too long for a clause."),
        ({"text": ""}, "Write at least one word."),
        ({"version": "9"}, "The draft was corrected meanwhile."),
        ({"version": "x" * 90}, "The draft was corrected meanwhile."),
        ({"what": "all"}, "Choose one of the options offered."),
    ],
)
async def test_what_cannot_be_taken_comes_back_with_a_sentence(
    signed_in, sari, clause, typed, says
):
    async with signed_in(sari) as her:
        form = await filled_in(her, clause, **{"words": FIVE, "text": WHY, **typed})
        sent = await her.post(f"{clause}/proposals", data=form)

    assert sent.status_code == 422
    assert says in words_of(sent.text)
    back = form_in(sent.text, f"{clause}/proposals")
    assert back["words"].strip() == form["words"].strip()
    assert back["text"].strip() == form["text"].strip()
    assert back["version"] == "1"
    assert not await Contribution.exists()


async def test_signed_out_it_can_be_read_and_is_kept(visit, clause):
    form = await filled_in(visit, clause, words=FIVE, text=WHY)
    read = await visit.post(f"{clause}/proposals", data={**form, "then": "read"})
    sent = await visit.post(f"{clause}/proposals", data={**form, "then": "send"})

    assert (read.status_code, sent.status_code) == (200, 403)
    assert REDLINE in read.text
    assert form_in(sent.text, f"{clause}/proposals")["words"].strip() == FIVE
    assert "Sign in" in words_of(sent.text)


async def test_a_clause_that_moved_gives_back_both_texts(signed_in, sari, ktp):
    typed = {"words": FIVE, "text": WHY, "once": new_ref(), "version": "1", "language": "id"}
    async with signed_in(sari) as her:
        sent = await her.post(f"/consultations/{ktp.slug}/clauses/99.9/proposals", data=typed)

    assert sent.status_code == 404
    assert FIVE in words_of(sent.text)
    assert WHY in words_of(sent.text)


async def test_after_closing_nothing_is_offered_and_what_was_typed_comes_back(
    signed_in, sari, omar, agency
):
    closed = await open_consultation(omar, agency, days=15)
    clause = f"/consultations/{closed.slug}/clauses/3.1"
    async with signed_in(sari) as her:
        page, form = await her.get(clause), await her.get(f"{clause}/proposal")
        typed = {"words": FIVE, "text": WHY, "once": new_ref(), "version": "1", "language": "id"}
        sent = await her.post(f"{clause}/proposals", data=typed)

    assert f"{clause}/proposal" not in page.text
    assert "Send the proposal" not in words_of(form.text)
    assert sent.status_code == 409
    assert FIVE in words_of(sent.text)
    assert WHY in words_of(sent.text)


async def test_a_proposal_on_a_translation_says_which_words_bind(visit, clause):
    page = await visit.get(f"{clause}/proposal?language=en")

    assert form_in(page.text, f"{clause}/proposals")["words"].strip() == (
        "1 day; at most 14 working days"
    )
    assert "Only the original text binds." in words_of(page.text)
    assert f"{clause}/proposal?language=id" in page.text


async def test_omar_takes_the_words_over_with_one_button(signed_in, sari, omar, ktp):
    made = await proposal(sari, ktp, FIVE, WHY)
    desk = f"/desk/consultations/{ktp.slug}/responses"
    async with signed_in(omar) as his:
        before = await his.get(f"{desk}?pick={made.ref}")
        taken = await his.post(f"/desk/comments/{made.ref}/taking-over")
        after = await his.get(taken.headers["location"])
        next_version = await his.get(f"/desk/consultations/{ktp.slug}/next")

    assert "Put these words into the next version" in words_of(before.text)
    form = form_in(after.text, desk)
    assert (form["disposition"], form["contributions"]) == ("accepted", made.ref)
    assert "These words stand in the next version." in words_of(after.text)
    assert f'value="{made.lineage}" checked' in after.text
    assert REDLINE in next_version.text


async def test_words_that_others_changed_meanwhile_are_told(signed_in, sari, budi, omar, ktp):
    first, second = await proposal(sari, ktp, FIVE), await proposal(budi, ktp, SEVEN)
    await take_over(omar, first.ref)
    async with signed_in(omar) as his:
        refused = await his.post(f"/desk/comments/{second.ref}/taking-over")

    assert refused.status_code == 409
    assert "Edit the clause by hand." in words_of(refused.text)


async def test_a_reply_leads_to_the_thread_where_replies_stand(signed_in, sari, budi, ktp):
    said = await comment(budi, ktp)
    page = f"/comments/{said.ref}"
    async with signed_in(sari) as her:
        form = form_in((await her.get(page)).text, f"{page}/replies")
        sent = await her.post(f"{page}/replies", data={**form, "text": "Benar sekali."})
        own = await her.get(sent.headers["location"])
    reply = await Contribution.get(kind=Kind.REPLY)

    assert "All replies stand in one thread" in words_of(own.text)
    assert f"{page}#thread" in own.text
    assert f"/comments/{reply.ref}/replies" not in Seen(own.text).forms

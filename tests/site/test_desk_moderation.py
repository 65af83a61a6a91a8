"""Maya works through her queue without a script."""

from forum.access.policy import Role
from forum.core import clock
from forum.moderation.actions import (
    Judgement,
    Reporting,
    claim,
    decide,
    draw_reviews,
    report,
)
from forum.moderation.models import Claim, Decision, Review
from forum.moderation.rules import Measure
from forum.moderation.rules.drawing import week_of
from forum.participation.actions import Handed, post_reply
from forum.participation.models import Showing
from forum.participation.queries import find_contribution
from tests.pages import form_in, words_of
from tests.people import person
from tests.world import comment, open_consultation

PHONE = "Hubungi saya di 0812-0000-1111 soal loket dua."


async def test_the_queue_shows_what_would_be_covered_and_why(signed_in, maya, omar, sari, agency):
    await comment(sari, await open_consultation(omar, agency), PHONE)
    async with signed_in(maya) as desk:
        page = await desk.get("/desk/moderation")
    assert page.status_code == 200
    assert "<mark>0812-0000-1111</mark>" in page.text
    words = words_of(page.text)
    assert "Pattern found" in words
    assert "Suggested: show it with the marked words covered." in words


async def test_showing_is_one_press(signed_in, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    action = f"/desk/comments/{said.ref}/decision"
    async with signed_in(maya) as desk:
        page = await desk.get("/desk/moderation")
        answer = await desk.post(action, data=form_in(page.text, action))
        assert answer.status_code == 303
        assert "Nothing waits for you here." in words_of(
            (await desk.get(answer.headers["location"])).text
        )


async def test_the_form_suggests_the_words_and_covers_them(
    signed_in, visit, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    action = f"/desk/comments/{said.ref}/decision"
    async with signed_in(maya) as desk:
        page = await desk.get(f"/desk/comments/{said.ref}?measure=redact")
        form = form_in(page.text, action)
        assert form["words"] == "0812-0000-1111"
        form |= {"reason": "Nomor telepon pribadi."}
        assert (await desk.post(action, data=form)).status_code == 303

    public = words_of((await visit.get(f"/comments/{said.ref}")).text)
    assert "Hubungi saya di […] soal loket dua." in public
    assert "0812" not in public


async def test_hiding_without_a_reason_brings_the_form_back_with_all_that_was_typed(
    signed_in, maya, omar, sari, agency
):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    action = f"/desk/comments/{said.ref}/decision"
    async with signed_in(maya) as desk:
        sent = {"measure": "hide", "showing": "shown", "rule": "insult", "words": "loket dua"}
        page = await desk.post(action, data=sent)
    assert page.status_code == 422
    assert "Write the reason. The author reads it." in words_of(page.text)
    form = form_in(page.text, action)
    assert (form["measure"], form["rule"], form["words"]) == ("hide", "insult", "loket dua")
    assert not await Decision.exists()


async def test_a_hidden_comment_leaves_a_note_with_the_rule(
    signed_in, visit, maya, omar, sari, agency
):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, "Petugas loket bodoh semua.")
    async with signed_in(maya) as desk:
        await desk.post(
            f"/desk/comments/{said.ref}/decision",
            data={
                "measure": "hide",
                "showing": "shown",
                "rule": "insult",
                "reason": "Menghina orang.",
            },
        )
    for address in (f"/comments/{said.ref}", f"/consultations/{consultation.slug}/clauses/3.1"):
        words = words_of((await visit.get(address)).text)
        assert "bodoh" not in words
        assert "A moderator hid" in words
        assert "Insult and hate" in words or "Do not insult people" in words
    async with signed_in(sari) as her:
        assert "bodoh" in words_of((await her.get(f"/comments/{said.ref}")).text)


async def test_two_moderators_do_not_decide_twice(signed_in, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    action = f"/desk/comments/{said.ref}/decision"
    hide = {"measure": "hide", "showing": "shown", "rule": "insult", "reason": "Menghina."}
    async with signed_in(maya) as desk:
        assert (await desk.post(action, data=hide)).status_code == 303
        page = await desk.post(action, data={**hide, "reason": "Alasan lain."})
    assert page.status_code == 409
    assert "This changed while you were deciding." in words_of(page.text)
    assert "Alasan lain." in page.text
    assert (await find_contribution(said.ref)).showing is Showing.HIDDEN


async def test_a_citizen_finds_no_queue(signed_in, visit, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    async with signed_in(sari) as her:
        for browser in (her, visit):
            assert (await browser.get("/desk/moderation")).status_code == 403
            assert (await browser.get(f"/desk/comments/{said.ref}")).status_code == 403


async def test_the_queue_says_why_each_case_stands_where_it_stands(
    signed_in, maya, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    threat = await comment(sari, consultation, "Awas kamu kalau bertemu saya.")
    fresh = await comment(sari, consultation, "Sudah bagus.")
    await report(budi, threat.ref, Reporting("threat", once="kunci-laporan-1"))
    async with signed_in(maya) as desk:
        page = await desk.get("/desk/moderation")
        first = await desk.get("/desk")
    words = words_of(page.text)
    assert "Reported by 1 person: Threats (1)." in words
    assert "Somebody may be harmed: this comes before all other reports." in words
    assert page.text.index(threat.ref) < page.text.index(fresh.ref)
    assert "1 comment was reported" in words_of(first.text)


async def test_a_case_comes_with_what_was_decided_before(signed_in, maya, omar, sari, budi, agency):
    consultation = await open_consultation(omar, agency)
    before = await comment(sari, consultation, "Petugas bodoh semua.")
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina pegawai.")
    await decide(maya, before.ref, hide)
    said = await comment(sari, consultation, "Dasar petugas malas.")
    await post_reply(omar, said.ref, Handed(text="Kami perbaiki.", once="kunci-balasan"))
    reporting = Reporting("insult", "Kasar sekali.", once="kunci-laporan-1")
    await report(budi, said.ref, reporting)
    async with signed_in(maya) as desk:
        words = words_of((await desk.get(f"/desk/comments/{said.ref}")).text)
    for sentence in (
        "Other words of this author, decided here",
        "Last decided by the same rule",
        "“Menghina pegawai.”",
        "Kasar sekali.",
        "Signed in by mail",
        "The clause 1 day; at most 14 working days",
        "Reply, Omar Siregar: Kami perbaiki.",
    ):
        assert sentence in words
    assert "Budi" not in words


async def test_opening_a_case_writes_nothing_and_the_button_says_who_is_at_it(
    signed_in, maya, omar, sari, agency
):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    action = f"/desk/comments/{said.ref}/claim"
    async with signed_in(maya) as desk:
        page = await desk.get(f"/desk/comments/{said.ref}")
        assert not await Claim.exists()
        answer = await desk.post(action, data=form_in(page.text, action))
        assert answer.status_code == 303
        mine = words_of((await desk.get(answer.headers["location"])).text)
    assert "You are at it until" in mine
    async with signed_in(dewi) as desk:
        for place in ("/desk/moderation", f"/desk/comments/{said.ref}"):
            assert "Maya Lestari is at it until" in words_of((await desk.get(place)).text)
        page = await desk.get(f"/desk/comments/{said.ref}")
        assert "Take it over from Maya Lestari" in words_of(page.text)
        assert (await desk.post(action, data=form_in(page.text, action))).status_code == 303
    assert (await Claim.get()).moderator_id == dewi.person_id


async def test_a_claim_from_an_old_page_is_told_who_came_first(signed_in, maya, omar, sari, agency):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency), PHONE)
    await claim(maya, said.ref, seen=0)
    async with signed_in(dewi) as desk:
        for seen in ("0", "99999999999999", "x"):
            page = await desk.post(f"/desk/comments/{said.ref}/claim", data={"seen": seen})
            assert page.status_code in (409, 422)
        page = await desk.post(f"/desk/comments/{said.ref}/claim", data={"seen": "0"})
    assert "Maya Lestari took this up a moment ago." in words_of(page.text)


async def test_dewi_judges_again_without_seeing_what_maya_decided(
    signed_in, maya, omar, sari, agency
):
    dewi = await person("Dewi Lestari", agency, Role.MODERATOR)
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Menghina pegawai.")
    await decide(maya, said.ref, hide)
    await draw_reviews({"week": week_of(clock.now())})
    review = await Review.get()
    action = f"/desk/reviews/{review.ref}/judgement"
    async with signed_in(dewi) as desk:
        assert f"/desk/reviews/{review.ref}" in (await desk.get("/desk/moderation")).text
        page = await desk.get(f"/desk/reviews/{review.ref}")
        words = words_of(page.text)
        assert "Petugas bodoh semua." in words
        for hidden in ("Menghina pegawai.", "Maya", "Decided before", "Judged otherwise"):
            assert hidden not in words
        assert form_in(page.text, action).get("measure", "") == ""
        refused = await desk.post(action, data={"measure": "hide"})
        assert refused.status_code == 422
        answer = await desk.post(action, data={"measure": "keep", "reason": "Hanya kritik."})
        assert answer.status_code == 303
        queue = words_of((await desk.get("/desk/moderation")).text)
        case = words_of((await desk.get(f"/desk/comments/{said.ref}")).text)
    assert "Look at these again: two moderators disagree" in queue
    assert "Hanya kritik." in queue
    assert "Another moderator, who did not see the decision, would have done this: Shown." in case
    async with signed_in(maya) as desk:
        own = await desk.get(f"/desk/reviews/{review.ref}")
    assert own.status_code == 200


async def test_whoever_decided_is_not_offered_the_form(signed_in, maya, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), "Petugas bodoh semua.")
    await decide(maya, said.ref, Judgement(Measure.KEEP, Showing.SHOWN))
    await draw_reviews({"week": week_of(clock.now())})
    review = await Review.get()
    async with signed_in(maya) as desk:
        page = await desk.get(f"/desk/reviews/{review.ref}")
        assert "This was decided by you." in words_of(page.text)
        assert f"/desk/reviews/{review.ref}/judgement" not in page.text
        sent = {"measure": "keep"}
        answer = await desk.post(f"/desk/reviews/{review.ref}/judgement", data=sent)
    assert answer.status_code == 403
    assert (await Review.get()).judged_at is None

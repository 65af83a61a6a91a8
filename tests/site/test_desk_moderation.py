"""Maya works through her queue without a script."""

from forum.moderation.models import Decision
from forum.participation.models import Showing
from forum.participation.queries import find_contribution
from tests.pages import form_in, words_of
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

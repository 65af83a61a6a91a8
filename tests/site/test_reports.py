"""Reporting by a plain form, and finding out what came of it."""

from __future__ import annotations

from forum.core.jobs import run_due
from forum.moderation.models import Report
from forum.participation.actions import Handed, post_reply
from tests.pages import form_in, words_of
from tests.world import comment, open_consultation, proposal

SAID = "Petugas loket bodoh semua."


async def test_every_public_contribution_leads_to_its_form(
    signed_in, visit, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, SAID)
    reply = await post_reply(budi, said.ref, Handed(text="Jangan begitu.", once="kunci-balasan"))
    proposed = await proposal(sari, consultation, "Paling lama lima hari kerja.")
    for page in (
        f"/consultations/{consultation.slug}/contributions",
        f"/consultations/{consultation.slug}/clauses/3.1",
        f"/comments/{said.ref}",
    ):
        html = (await visit.get(page)).text
        assert f'href="/comments/{said.ref}/report"' in html
    html = (await visit.get(f"/consultations/{consultation.slug}/contributions")).text
    for one in (reply, proposed):
        assert f'href="/comments/{one.ref}/report"' in html
    async with signed_in(sari) as hers:
        own = (await hers.get(f"/consultations/{consultation.slug}/contributions")).text
    assert f'href="/comments/{said.ref}/report"' not in own
    assert f'href="/comments/{reply.ref}/report"' in own


async def test_budi_reads_the_rules_reports_and_gets_a_receipt(
    signed_in, visit, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), SAID)
    action = f"/comments/{said.ref}/reports"
    async with signed_in(budi) as his:
        page = await his.get(f"/comments/{said.ref}/report")
        words = words_of(page.text)
        assert SAID in words
        assert "Do not insult people" in words
        assert "Nothing is hidden by it, however many people report" in words
        assert "stays visible and is still answered" not in words  # nobody can break that rule
        form = form_in(page.text, action) | {"rule": "insult", "words": "Ini menghina."}
        answer = await his.post(action, data=form)
        assert answer.status_code == 303
        told = words_of((await his.get(answer.headers["location"])).text)
        again = await his.post(action, data=form)
        listed = words_of((await his.get("/me/reports")).text)
    made = await Report.get()
    for text in (told, listed):
        assert made.receipt in text
        assert "Waits for a moderator" in text
    assert again.status_code == 303
    receipt = words_of((await visit.get(f"/r/{made.receipt}")).text)
    assert "Somebody reported words that may break a rule" in receipt
    assert "Budi" not in receipt


async def test_what_became_of_it_stands_on_his_page(signed_in, maya, omar, sari, budi, agency):
    said = await comment(sari, await open_consultation(omar, agency), SAID)
    async with signed_in(budi) as his:
        sent = {"rule": "insult", "once": "kunci-laporan-1"}
        await his.post(f"/comments/{said.ref}/reports", data=sent)
        async with signed_in(maya) as hers:
            hide = {"measure": "hide", "showing": "shown", "rule": "insult", "reason": "Menghina."}
            await hers.post(f"/desk/comments/{said.ref}/decision", data=hide)
        await run_due()
        listed = words_of((await his.get("/me/reports")).text)
        told = words_of((await his.get("/me/notices")).text)
        page = words_of((await his.get(f"/comments/{said.ref}/report")).text)
    assert "It was hidden" in listed
    assert "disembunyikan" in told
    assert "It was hidden" in page
    assert SAID not in page


async def test_a_report_without_a_rule_comes_back_with_its_words(
    signed_in, omar, sari, budi, agency
):
    said = await comment(sari, await open_consultation(omar, agency), SAID)
    action = f"/comments/{said.ref}/reports"
    async with signed_in(budi) as his:
        sent = {"words": "Tolong dilihat.", "once": "kunci-laporan-1"}
        page = await his.post(action, data=sent)
    assert page.status_code == 422
    assert "Choose the rule that this breaks." in words_of(page.text)
    form = form_in(page.text, action)
    assert (form["words"], form["once"]) == ("Tolong dilihat.", "kunci-laporan-1")


async def test_a_visitor_is_led_to_signing_in_and_to_the_office(visit, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), SAID)
    page = await visit.get(f"/comments/{said.ref}/report")
    words = words_of(page.text)
    assert "Sign in first" in words
    assert "disdukcapil@contoh.go.id" in words
    assert f"onward=/comments/{said.ref}/report" in page.text
    sent = {"rule": "insult", "once": "kunci-laporan-1"}
    assert (await visit.post(f"/comments/{said.ref}/reports", data=sent)).status_code == 403
    assert not await Report.exists()


async def test_the_author_is_told_to_withdraw_instead(signed_in, omar, sari, agency):
    said = await comment(sari, await open_consultation(omar, agency), SAID)
    async with signed_in(sari) as hers:
        page = await hers.get(f"/comments/{said.ref}/report")
        sent = {"rule": "insult", "once": "kunci-laporan-1"}
        answer = await hers.post(f"/comments/{said.ref}/reports", data=sent)
    for one in (page, answer):
        assert "You can withdraw them instead." in words_of(one.text)
    assert answer.status_code == 409


async def test_whoever_reported_stays_unknown_to_the_author_and_to_everybody(
    signed_in, visit, omar, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    said = await comment(sari, consultation, SAID)
    before = words_of((await visit.get(f"/comments/{said.ref}")).text)
    async with signed_in(budi) as his:
        sent = {"rule": "insult", "words": "Rahasia saya.", "once": "kunci-laporan-1"}
        await his.post(f"/comments/{said.ref}/reports", data=sent)
    assert words_of((await visit.get(f"/comments/{said.ref}")).text) == before
    async with signed_in(sari) as hers:
        for place in (f"/comments/{said.ref}", "/me", "/me/notices"):
            words = words_of((await hers.get(place)).text)
            assert "Budi" not in words
            assert "Rahasia" not in words


async def test_there_is_no_report_of_what_there_is_not(signed_in, budi, agency):
    async with signed_in(budi) as his:
        assert (await his.get("/comments/k7m2q9x4ab/report")).status_code == 404
        sent = {"rule": "insult", "once": "kunci-laporan-1"}
        assert (await his.post("/comments/k7m2q9x4ab/reports", data=sent)).status_code == 404

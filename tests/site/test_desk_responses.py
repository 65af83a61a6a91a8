"""Omar answers and publishes at his desks, Rina approves; everybody reads why."""

import re
from hashlib import sha256

from forum.moderation.actions import Judgement, decide
from forum.moderation.rules import Measure
from forum.participation.rules import Showing
from forum.publication.actions import publish
from forum.publication.models import Summary
from forum.responses.actions import propose, write_response
from forum.responses.models import Response
from forum.responses.queries.desk import AT_ONCE
from tests.answering import WORDS, accepted, answer, answered, being_answered, ready, shorten
from tests.databases import both_databases
from tests.pages import form_in, words_of
from tests.queries import asked
from tests.world import KTP, crowd


def typed(said, **more):
    return {
        "contributions": said.ref,
        "disposition": "answered",
        "reason": "Sabtu bukan hari kerja.",
        "then": "propose",
        **more,
    }


async def test_the_desk_counts_and_groups_what_is_not_answered(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    async with signed_in(omar) as desk:
        words = words_of((await desk.get(f"/desk/consultations/{round_.slug}/responses")).text)
        assert "2 not answered" in words
        assert "Clause 3.1" in words
        home = words_of((await desk.get("/desk")).text)
        assert "2 contributions are not answered" in home


async def test_no_decision_is_chosen_for_omar(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    desk_path = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(omar) as desk:
        sent = await desk.post(desk_path, data=typed(round_.budi, disposition=""))
        assert sent.status_code == 422
        assert "Choose one of the options offered." in words_of(sent.text)
        assert "Sabtu bukan hari kerja." in sent.text
    assert not await Response.exists()


async def test_omar_writes_rina_approves_and_budi_reads_it(
    signed_in, visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    desk_path = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(omar) as desk:
        page = await desk.get(f"{desk_path}?pick={round_.budi.ref}")
        assert "Apakah hari Sabtu dihitung?" in words_of(page.text)
        sent = await desk.post(desk_path, data=typed(round_.budi))
        assert sent.status_code == 303
        assert "A second person has not approved it yet" in words_of(
            (await desk.get(sent.headers["location"])).text
        )
    assert "Sabtu bukan" not in (await visit.get(f"/comments/{round_.budi.ref}")).text

    async with signed_in(rina) as desk:
        response = await Response.get()
        page = await desk.get(f"{desk_path}?answer={response.ref}")
        action = f"/desk/responses/{response.ref}/approval"
        assert (await desk.post(action, data=form_in(page.text, action))).status_code == 303
    for address in (f"/comments/{round_.budi.ref}", f"/consultations/{round_.slug}/responses"):
        assert "Sabtu bukan hari kerja." in words_of((await visit.get(address)).text)


async def test_an_answer_without_its_ground_comes_back_as_it_was_typed(
    signed_in, omar, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    desk_path = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(omar) as desk:
        page = await desk.post(desk_path, data=typed(round_.sari, disposition="not_accepted"))
        assert page.status_code == 422
        assert "Choose the ground on which this was not accepted." in words_of(page.text)
        form = form_in(page.text, desk_path)
        assert form["reason"] == "Sabtu bukan hari kerja."
        again = await desk.post(desk_path, data={**form, "ground": "law", "then": "propose"})
        assert again.status_code == 303
    assert await Response.all().count() == 1


async def test_many_are_answered_with_one_answer(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    desk_path = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(omar) as desk:
        both = [round_.sari.ref, round_.budi.ref]
        page = await desk.get(desk_path, params={"pick": both})
        assert "2 authors are told once it is approved." in words_of(page.text)
        sent = await desk.post(
            desk_path, data={**typed(round_.sari), "contributions": both, "then": "save"}
        )
        assert sent.status_code == 303
        assert "2 drafts" in words_of((await desk.get(desk_path)).text)


async def test_two_officials_at_one_answer_see_both_texts(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    desk_path = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(omar) as desk:
        await desk.post(desk_path, data=typed(round_.budi, then="save"))
        response = await Response.get()
        old = typed(round_.budi, then="save", ref=response.ref, revision=response.revision)
        await desk.post(desk_path, data={**old, "reason": "Yang pertama."})
        page = await desk.post(desk_path, data={**old, "reason": "Yang kedua."})
    assert page.status_code == 409
    assert "Yang pertama." in page.text
    assert form_in(page.text, desk_path)["reason"] == "Yang kedua."


async def test_a_reason_that_is_too_long_stays_in_the_form(
    signed_in, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await propose(omar, (await write_response(omar, round_.slug, answered(round_.budi))).ref)
    response = await Response.get()
    action = f"/desk/responses/{response.ref}/return"
    why = "Pasalnya belum disebut. " * 300
    async with signed_in(rina) as desk:
        page = await desk.post(action, data={"why": why})
    assert page.status_code == 422
    assert "Write at most 5000 characters." in words_of(page.text)
    assert form_in(page.text, action)["why"].startswith("Pasalnya belum disebut.")


async def test_an_approval_that_comes_too_late_leaves_rina_before_the_answer(
    signed_in, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    response = await answer(omar, rina, round_.slug, answered(round_.budi))
    async with signed_in(rina) as desk:
        page = await desk.post(f"/desk/responses/{response.ref}/approval")
    assert page.status_code == 409
    assert "Somebody dealt with this answer meanwhile." in words_of(page.text)
    assert "Apakah hari Sabtu dihitung?" in words_of(page.text)


async def test_the_next_version_stands_beside_what_was_said(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    address = f"/desk/consultations/{round_.slug}/next"
    async with signed_in(omar) as desk:
        assert "has not been started" in words_of((await desk.get(address)).text)
        assert (await desk.post(address)).status_code == 303
        version, clause = await shorten(omar, round_.slug)
        words = words_of((await desk.get(address)).text)
        assert "Tiga hari kerja sudah cukup." in words
        reason = f"/desk/drafts/{version.ref}/reasons"
        sent = await desk.post(reason, data={"lineage": clause.lineage, "reason": ""})
        assert sent.status_code == 422
        sent = await desk.post(
            reason, data={"lineage": clause.lineage, "reason": "Blangko kini cukup."}
        )
        assert sent.status_code == 303
        words = words_of((await desk.get(address)).text)
        assert "The agency's own reason: Blangko kini cukup." in words


async def test_publication_is_refused_on_the_page_with_the_list(
    signed_in, omar, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug)
    async with signed_in(omar) as desk:
        page = await desk.post(f"/desk/consultations/{round_.slug}/publication")
    assert page.status_code == 409
    words = words_of(page.text)
    assert "This cannot be published yet." in words
    assert "2 contributions have no answer" in words
    assert "1 changed clause names no cause: 3.1." in words


async def test_sari_finds_the_words_she_changed_in_the_standard_in_force(
    signed_in, visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    async with signed_in(omar) as desk:
        sent = await desk.post(f"/desk/consultations/{round_.slug}/publication")
        assert sent.status_code == 303
        assert sent.headers["location"] == f"/consultations/{round_.slug}/summary"

    words = words_of((await visit.get(f"/consultations/{round_.slug}/summary")).text)
    assert "Two people wrote 2 contributions." in words
    assert "Accepted 1 of 2" in words
    assert "3 working days" in words_of((await visit.get(f"/services/{KTP}")).text)
    why = words_of((await visit.get(f"/standards/{KTP}/v3/clauses/3.1")).text)
    assert "what Sari Wulandari wrote" in why
    said = words_of((await visit.get(f"/consultations/{round_.slug}/responses")).text)
    assert "Tiga hari kerja dapat kami janjikan mulai Januari." in said
    async with signed_in(sari) as her:
        mine = (await her.get("/me")).text
    assert "<ins>3</ins>" in mine


async def test_two_who_write_the_summary_both_keep_their_words(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    address = f"/desk/consultations/{round_.slug}/summary"
    first = {"revision": "0", "words_id": "Kata pertama.", "words_en": ""}
    async with signed_in(omar) as desk:
        assert (await desk.post(address, data=first)).status_code == 303
        page = await desk.post(address, data={**first, "words_id": "Kata kedua."})
    assert page.status_code == 409
    assert "Kata pertama." in page.text
    assert form_in(page.text, address)["words_id"] == "Kata kedua."
    assert (await Summary.get()).words["id"] == "Kata pertama."


async def test_the_frozen_file_is_what_the_record_has_the_fingerprint_of(
    visit, omar, rina, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    await ready(omar, rina, round_)
    summary = await publish(omar, round_.slug)
    file = await visit.get(f"/consultations/{round_.slug}/summary.json")
    assert sha256(file.content).hexdigest() == summary.sha256
    assert WORDS["id"] in file.text


async def test_before_publication_there_is_no_summary(visit, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    page = await visit.get(f"/consultations/{round_.slug}/summary")
    assert page.status_code == 404
    assert "when everything has been answered" in words_of(page.text)


async def test_a_draft_answer_is_nobodys_to_read(signed_in, visit, omar, rina, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await shorten(omar, round_.slug)
    await answer(omar, rina, round_.slug, accepted(round_.sari))
    address = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(sari) as her:
        assert (await her.get(address)).status_code == 403
        refused = await her.post(address, data=typed(round_.budi))
        assert refused.status_code == 403
    assert (
        answered(round_.budi).reason
        not in (await visit.get(f"/consultations/{round_.slug}/responses")).text
    )


@both_databases
async def test_a_crowd_is_answered_page_by_page(signed_in, omar, agency, sari, budi):
    round_ = await being_answered(omar, agency, sari, budi)
    await crowd(round_.budi, AT_ONCE + 10)
    address = f"/desk/consultations/{round_.slug}/responses"
    async with signed_in(omar) as desk:
        assert "112 contributions are not answered" in words_of((await desk.get("/desk")).text)
        with asked() as queries:
            first = (await desk.get(f"{address}?part=unanswered")).text
        second = (await desk.get(f"{address}?part=unanswered&page=2")).text
        found = words_of((await desk.get(f"{address}?words=MASUKAN+7.")).text)
        await shorten(omar, round_.slug)
        beside = words_of((await desk.get(f"/desk/consultations/{round_.slug}/next")).text)
    assert len(queries) < 20
    rows = [set(re.findall(r'name="pick" value="(\w+)"', page)) for page in (first, second)]
    assert [len(page) for page in rows] == [AT_ONCE, 12]
    assert not rows[0] & rows[1]
    assert "Clause 3.1, 112 contributions" in words_of(first)
    assert "Masukan 7." in found
    assert "Masukan 8." not in found
    assert "and 106 more" in beside


async def test_what_a_moderator_covered_is_covered_at_the_other_desks_too(
    signed_in, omar, maya, agency, sari, budi
):
    round_ = await being_answered(omar, agency, sari, budi)
    cover = Judgement(
        Measure.REDACT, Showing.SHOWN, "personal_data", "Bukan untuk umum.", ("hari Sabtu",)
    )
    await decide(maya, round_.budi.ref, cover)
    await shorten(omar, round_.slug)
    desk_path = f"/desk/consultations/{round_.slug}"
    async with signed_in(omar) as desk:
        for address in ("responses", f"responses?pick={round_.budi.ref}", "next"):
            page = words_of((await desk.get(f"{desk_path}/{address}")).text)
            assert "Apakah […] dihitung?" in page
            assert "hari Sabtu" not in page
        found = words_of((await desk.get(f"{desk_path}/responses?words=hari+Sabtu")).text)
    assert "Nothing matches." in found

"""Looking for words: what is found, what is never found, and what to try when nothing is."""

import pytest

from forum.consultations.actions import withdraw
from forum.moderation.actions import Judgement, agree, decide
from forum.moderation.rules import Measure
from forum.participation.actions import withdraw_comment
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.responses.actions import approve, propose, write_response
from tests.answering import answered, being_answered
from tests.databases import both_databases
from tests.judging import second_moderator
from tests.pages import Seen, words_of
from tests.queries import asked
from tests.world import (
    comment,
    crowd,
    open_consultation,
    open_revision,
    planned_consultation,
    standard_in_force,
)


async def found(visit, words, **narrowed):
    answer = await visit.get("/search", params={"q": words, **narrowed})
    assert answer.status_code == 200
    return words_of(answer.text)


@both_databases
async def test_sari_finds_every_kind_of_thing_by_any_form_of_a_word(
    visit, omar, rina, sari, budi, agency
):
    consultation = await open_revision(omar, agency)
    await comment(sari, consultation, "Mengurus kartu di désa saya butuh empat hari.")

    assert "Services 1" in await found(visit, "kartu tanda penduduk")
    assert "Standards 1" in await found(visit, "KTP")
    assert "Consultations 1" in await found(visit, "kepastian tanggal")
    page = await visit.get("/search", params={"q": "PENGURUSAN desa"})
    assert "Sari Wulandari" in words_of(page.text)
    assert "<mark>Mengurus</mark> kartu di <mark>désa</mark>" in page.text
    clause = await visit.get("/search", params={"q": "paling lama kerja", "kind": "clause"})
    assert "Clause 3.1: time limit" in words_of(clause.text)
    assert f"/consultations/{consultation.slug}/clauses/3.1" in clause.text


@both_databases
async def test_an_answer_is_found_once_it_is_approved_and_by_its_verdict(
    visit, omar, rina, sari, budi, agency
):
    round_ = await being_answered(omar, agency, sari, budi)
    draft = await write_response(omar, round_.slug, answered(round_.budi))
    assert "Answers" not in await found(visit, "bukan kerja", kind="answer")
    await propose(omar, draft.ref)
    await approve(rina, draft.ref)

    page = await found(visit, "sabtu", answer="answered")
    assert "Contributions 1" in page
    assert "Answers 1" in page
    assert "Nothing here has" in await found(visit, "sabtu", answer="referred")
    assert "Answers 1" in await found(visit, "bukan kerja", kind="answer", clause="3.1")


@both_databases
async def test_hidden_redacted_withdrawn_and_erased_words_are_gone_at_once(
    visit, omar, maya, sari, budi, agency
):
    consultation = await open_consultation(omar, agency)
    word = "rambutan"
    said = [
        await comment(author, consultation, f"{word} nomor {number}")
        for number, author in [("satu", sari), ("dua", budi), ("tiga", sari), ("empat", budi)]
    ]
    assert "Contributions 4" in await found(visit, word)

    hide = Judgement(Measure.HIDE, Showing.SHOWN, rule="insult", reason="Tidak sopan.")
    await decide(maya, said[0].ref, hide)
    assert "nomor satu" not in await found(visit, word)
    cover = Judgement(
        Measure.REDACT, Showing.SHOWN, rule="personal_data", reason="Nama.", words=(word,)
    )
    await decide(maya, said[1].ref, cover)
    assert "nomor dua" not in await found(visit, word)
    await withdraw_comment(sari, said[2].ref)
    assert "nomor tiga" not in await found(visit, word)
    await Contribution.filter(id=said[3].id).update(shown_text="", html="")
    assert "Nothing here has “rambutan”." in await found(visit, word)

    keep = Judgement(Measure.KEEP, Showing.HIDDEN)
    again = await decide(maya, said[0].ref, keep)
    await agree(await second_moderator(agency), again.ref)
    assert "Contributions 1" in await found(visit, word)


@both_databases
async def test_a_plan_and_its_draft_are_found_by_nobody(visit, omar, signed_in, agency):
    await planned_consultation(omar, agency)

    for words in ("kepastian tanggal", "working days"):
        assert "Nothing here has" in await found(visit, words)
    async with signed_in(omar) as his:
        assert "Nothing here has" in await found(his, "kepastian tanggal")


@both_databases
async def test_the_wording_of_a_withdrawn_consultation_is_not_found(visit, omar, agency):
    consultation = await open_revision(omar, agency)
    assert "5 working days" in await found(visit, "5 working days", kind="clause")
    await withdraw(omar, consultation.slug, "Anggaran belum ada.")

    page = await found(visit, "5 working days", kind="clause")
    assert "at most 5 working days" not in page


@both_databases
async def test_a_search_is_narrowed_by_kind_agency_phase_and_clause(visit, omar, sari, agency):
    consultation = await open_consultation(omar, agency)
    await comment(sari, consultation, "Antrean panjang sekali")
    await comment(sari, consultation, "Antrean lagi", label=None)

    assert "Contributions 2" in await found(visit, "antrean", agency=agency.slug, phase="open")
    assert "Contributions 1" in await found(visit, "antrean", clause="3.1")
    for wrong in ({"agency": "nobody"}, {"phase": "published"}, {"clause": "9.9"}):
        page = await found(visit, "antrean", **wrong)
        assert "Nothing here has" in page
        assert "Search without narrowing" in page
    assert "Services 1" not in await found(visit, "kartu", phase="open")


async def test_a_word_for_a_part_of_a_standard_finds_its_clauses(visit, omar, agency):
    await standard_in_force(omar, agency)
    page = await found(visit, "biaya ktp", kind="clause")
    assert "Clause 4.1: fee" in page


async def test_where_nothing_has_all_words_what_has_some_is_shown(visit, omar, sari, agency):
    consultation = await open_consultation(omar, agency)
    await comment(sari, consultation, "Antrean panjang sekali")

    page = await found(visit, "antrean gajah")
    assert "Nothing has all of these words." in page
    assert "Antrean panjang sekali" in page


@both_databases
@pytest.mark.parametrize(
    "words",
    ["\x00", "\ud800".encode("utf-8", "surrogatepass"), "a" * 10_000, "kartu " * 2_000, '"', "OR",
     "kartu*", 'a"b', "NEAR(kartu", "title:kartu", "-", "{x}", "(", "'; DROP TABLE person; --", "%",
     "<b>x</b>", "yang dan di", "kartu & | ! <->", ":*", "\u202e", "xkclause xa1", "é" * 300],
)  # fmt: skip
async def test_no_search_breaks_the_page(visit, omar, agency, words):
    await standard_in_force(omar, agency)
    answer = await visit.get("/search", params={"q": words})
    assert answer.status_code == 200
    assert "<b>x" not in answer.text


async def test_words_that_say_nothing_are_told_from_words_that_find_nothing(visit, agency):
    assert "These words stand in nearly every text" in await found(visit, "yang dan di")
    assert "Try fewer words." in await found(visit, "gajah terbang")
    assert "Only the first 8 words" in await found(visit, "a1 a2 a3 a4 a5 a6 a7 a8 a9")


async def test_the_head_and_the_first_page_have_a_field_and_long_lists_have_pages(
    visit, omar, sari, agency
):
    first = Seen((await visit.get("/")).text)
    fields = [has for tag, has in first.tags if tag == "input" and has.get("name") == "q"]
    assert len(fields) == 2
    assert "/search" in first.forms

    said = await comment(sari, await open_consultation(omar, agency), "Masukan nol.")
    await crowd(said, 45)
    with asked() as queries:
        page = await found(visit, "masukan", kind="contribution", page="3")
    assert "Page 3 of 3" in page
    assert len(queries) <= 6
    everything = await found(visit, "masukan")
    assert "All 46 contributions" in everything

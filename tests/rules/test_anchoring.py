"""Words that Sari marked are found again in the next version, or it is said that they are gone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.drafts import pieces as editing
from forum.drafts.anchoring import (
    Fit,
    Span,
    anchor_at,
    carry,
    check_quote,
    find_quote,
    runs,
    sentence_at,
    sentences,
    trace,
    whole_words,
)
from forum.drafts.pieces import Piece

REQUIREMENTS = "Fotokopi kartu keluarga. Surat pengantar dari desa; foto berwarna 4x6."
TIME = "Paling lama 14 hari kerja sejak berkas lengkap. Pemohon menerima pesan bila kartu selesai."
COST = "Tidak dipungut biaya."


def piece(lineage, text, position=0, **more):
    return Piece(lineage=lineage, component="c", texts={"id": text}, position=position, **more)


OLD = [piece("syarat", REQUIREMENTS, 1), piece("waktu", TIME, 2), piece("biaya", COST, 3)]


def placed(pieces):
    return [
        piece(one.lineage, one.texts["id"], place, parents=one.parents)
        for place, one in enumerate(pieces, 1)
    ]


def marked(lineage, quote, old=OLD):
    text = editing.find(old, lineage).texts["id"]
    start = text.index(quote)
    return anchor_at(text, Span(start, start + len(quote)), lineage=lineage, language="id")


def went(anchor, new, old=OLD):
    traced = trace(old, placed(new), "id")
    found = carry(anchor, traced)
    words = traced.new[found.lineage][found.start : found.end] if found.lineage else ""
    return found, words


words = st.sampled_from(
    ["hari", "kerja", "berkas", "warga", "loket", "petugas", "14", "5", "gratis", "surat", "kartu"]
)
sentence = st.lists(words, min_size=1, max_size=9).map(" ".join)
clause = st.lists(sentence, min_size=1, max_size=4).map(". ".join)
version = st.lists(clause, min_size=1, max_size=6).map(
    lambda texts: [piece(f"k{n}", text, n) for n, text in enumerate(texts)]
)


@st.composite
def anchored(draw):
    old = draw(version)
    one = draw(st.sampled_from(old))
    text = one.texts["id"]
    start = draw(st.integers(0, len(text) - 1))
    span = whole_words(text, Span(start, draw(st.integers(start + 1, len(text)))))
    return old, anchor_at(text, span, lineage=one.lineage, language="id")


@given(anchored(), version)
@settings(max_examples=200)
def test_whatever_comes_next_the_place_found_lies_in_the_text_and_its_score_is_honest(one, new):
    old, anchor = one
    if not anchor.quote:
        return
    traced = trace(old, new, "id")
    found = carry(anchor, traced)
    assert 0 <= found.score <= 1
    assert (found.fit is Fit.FORMER) == (not found.lineage)
    if found.lineage:
        assert 0 <= found.start < found.end <= len(traced.new[found.lineage])


@given(anchored(), st.randoms())
@settings(max_examples=200)
def test_where_only_the_order_of_clauses_changes_every_anchor_stays_on_its_words(one, dice):
    old, anchor = one
    new = list(old)
    dice.shuffle(new)
    if anchor.quote:
        found, _words = went(anchor, new, old)
        assert (found.score, found.lineage) == (1.0, anchor.lineage)
        assert (found.start, found.end) == (anchor.start, anchor.end)


@given(clause, st.lists(st.integers(0, 80), max_size=8))
def test_runs_put_together_are_the_text_and_each_mark_begins_and_ends_once(text, places):
    marks = [
        Span(low, high)
        for low, high in zip(places[::2], places[1::2], strict=False)
        if low < high <= len(text)
    ]
    cut = runs(text, marks)
    assert "".join(run.text for run in cut) == text
    for number, mark in enumerate(marks):
        assert "".join(run.text for run in cut if number in run.marks) == text[slice(*mark)]
        assert sum(number in run.begin for run in cut) == 1
        assert sum(number in run.end for run in cut) == 1


@given(clause)
def test_sentences_leave_out_nothing_but_space(text):
    kept = "".join(text[slice(*one)] for one in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


def test_a_sentence_put_in_before_shifts_the_words():
    new = [*OLD[:1], piece("waktu", "Sabtu tidak dihitung. " + TIME), OLD[2]]
    found, words = went(marked("waktu", "berkas lengkap"), new)
    assert (found.fit, found.lineage, words) == (Fit.KEPT, "waktu", "berkas lengkap")


def test_another_number_is_for_a_person_to_check():
    new = [*OLD[:1], piece("waktu", TIME.replace("14", "5")), OLD[2]]
    found, words = went(marked("waktu", "14 hari kerja"), new)
    assert (found.fit, words) == (Fit.CHECK, "5 hari kerja")


def test_words_taken_out_are_on_the_former_wording():
    new = [*OLD[:1], piece("waktu", TIME.split(". ", maxsplit=1)[0] + "."), OLD[2]]
    assert went(marked("waktu", "menerima pesan"), new)[0].fit is Fit.FORMER
    assert went(marked("biaya", "Tidak dipungut biaya"), OLD[:2])[0].fit is Fit.FORMER


def test_a_sentence_moved_to_another_clause_takes_its_comments_along():
    moved = "Pemohon menerima pesan bila kartu selesai."
    new = [
        OLD[0],
        piece("waktu", TIME.split(" Pemohon", maxsplit=1)[0]),
        piece("biaya", f"{COST} {moved}"),
    ]
    found, words = went(marked("waktu", "bila kartu selesai"), new)
    assert (found.fit, found.lineage, words) == (Fit.KEPT, "biaya", "bila kartu selesai")


def test_split_and_merged_clauses_take_their_comments_along():
    cut = editing.split(OLD, "waktu", {"id": TIME.index("Pemohon")}, "pesan")
    found, words = went(marked("waktu", "menerima pesan"), cut)
    assert (found.fit, found.lineage, words) == (Fit.KEPT, "pesan", "menerima pesan")

    one = editing.merge(OLD, "biaya", "syarat")
    found, words = went(marked("syarat", "Surat pengantar"), one)
    assert (found.fit, found.lineage, words) == (Fit.KEPT, "biaya", "Surat pengantar")


def test_words_that_stand_twice_keep_their_own_place():
    old = [piece("a", "Fotokopi kartu keluarga pemohon. Fotokopi kartu keluarga saksi dari desa.")]
    new = [piece("a", "Fotokopi kartu keluarga saksi dari desa.")]
    text = old[0].texts["id"]
    second = text.rindex("kartu keluarga")
    anchor = anchor_at(text, Span(second, second + 14), lineage="a", language="id")
    found, words = went(anchor, new, old)
    assert (found.fit, words) == (Fit.KEPT, "kartu keluarga")
    assert went(marked("a", "keluarga pemohon", old), new, old)[0].fit is not Fit.KEPT


def test_a_mark_is_widened_to_whole_words_and_must_be_there():
    start = TIME.index("hari")
    assert check_quote(TIME, Span(start + 1, start + 6), "ari k") == Span(start, start + 10)
    assert check_quote(TIME, Span(start, start + 4), "") == Span(start, start + 4)
    for span, quote in ((Span(start, start + 4), "jam"), (Span(5, 5000), ""), (Span(-3, 4), "")):
        with pytest.raises(Invalid):
            check_quote(TIME, span, quote)


def test_a_quote_is_found_only_if_it_stands_there_once():
    assert find_quote(TIME, "hari  kerja") == Span(15, 25)
    assert find_quote(TIME, "minggu") is None
    assert find_quote("hari kerja, hari kerja", "hari kerja") is None


def test_an_abbreviation_ends_no_sentence():
    text = "Lihat No. 25 di laman. Isi formulir; lalu tunggu"
    shown = [text[slice(*one)] for one in sentences(text)]
    assert shown == ["Lihat No. 25 di laman.", "Isi formulir;", "lalu tunggu"]
    assert text[slice(*sentence_at(text, Span(6, 8)))] == shown[0]


def test_a_name_with_an_exclamation_mark_ends_no_sentence():
    assert len(sentences("SP4N-LAPOR! melalui laman atau aplikasi")) == 1
    assert len(sentences("Datanglah! Loket dibuka pukul 8.")) == 2


def test_a_sentence_behind_what_looks_like_an_abbreviation_is_still_the_same_one():
    old = [piece("a", "Hilang Rp1.000.000; rusak Rp500.000")]
    new = [piece("a", "Sebutkan kantor mana yang menerbitkan di. rusak Rp500.000")]
    found, there = went(marked("a", "Rp500.000", old), new, old)

    assert (found.fit, there) == (Fit.KEPT, "Rp500.000")


def test_that_one_sentence_stayed_says_nothing_about_a_word_of_the_next():
    old = [piece("a", "Kartu keluarga; Satu dari: akta kelahiran, ijazah, buku nikah")]
    new = [piece("a", "Kartu keluarga; Satu juta rupiah terlalu mahal bagi kami yang dari pulau")]
    found, there = went(marked("a", "Kartu keluarga; Satu", old), new, old)

    assert found.fit is not Fit.KEPT or there == "Kartu keluarga"


def test_a_short_sentence_is_not_found_by_one_word_of_a_long_one():
    old = [piece("a", "Tanpa biaya apa pun")]
    new = [piece("a", "Perusahaan: kartu penanggung jawab, nomor badan usaha, bukti biaya notaris")]
    found, _there = went(marked("a", "biaya", old), new, old)

    assert found.fit is not Fit.KEPT


def test_words_between_which_a_sentence_from_elsewhere_came_are_for_a_person_to_check():
    new = [
        piece("syarat", REQUIREMENTS),
        piece("waktu", TIME.replace(". Pemohon", ". Tidak dipungut biaya. Pemohon")),
    ]
    found, _there = went(marked("waktu", "berkas lengkap. Pemohon menerima pesan"), new)

    assert found.fit is Fit.CHECK


def test_what_gave_way_to_other_words_at_the_end_is_left_out():
    old = [piece("a", "Pemohon mengajukan permohonan melalui aplikasi dan memilih kantor")]
    new = [piece("a", "Pemohon mengajukan permohonan melalui aplikasi dan memilih loket")]
    found, there = went(
        marked("a", "permohonan melalui aplikasi dan memilih kantor", old), new, old
    )

    assert found.fit is not Fit.KEPT or "loket" not in there

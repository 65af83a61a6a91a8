"""Words in all their forms, and what an excerpt shows of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.affixes import alike, forms
from forum.search.rules import MOST_WORDS, excerpt, read_question

FAMILIES = [
    "urus mengurus pengurusan diurus urusan pengurusannya",
    "tulis menulis penulis ditulis tulisan",
    "layan pelayanan layanan melayani dilayani pelayanannya",
    "syarat persyaratan persyaratannya bersyarat",
    "bayar pembayaran membayar dibayarkan bayarnya",
    "selesai penyelesaian menyelesaikan diselesaikan",
    "kirim mengirim pengiriman dikirimkan kiriman",
    "lambat keterlambatan terlambat",
    "masuk masukan memasukkan",
    "permit permits",
    "agency agencies",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_form_of_a_word_finds_every_other(family):
    words = family.split()
    assert [(one, other) for one in words for other in words if not alike(one, other)] == []
    assert [(one, other) for one in words for other in words if other not in forms(one)] == []


@pytest.mark.parametrize(
    "pair", ["kota kotak", "hari harimau", "biaya biasa", "anak tanak", "ktp kk", "5 50"]
)
def test_words_that_only_begin_alike_are_not_forms_of_one_another(pair):
    one, other = pair.split()
    assert not alike(one, other)
    assert other not in forms(one)


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_few_short_plain_words(typed):
    question = read_question(typed)
    assert len(question.words) <= MOST_WORDS
    assert all(word.isalnum() and len(word) <= 40 for word in question.words)


def test_operators_are_words_or_nothing():
    asked = read_question('paspor" OR (biaya:*) NOT -{x} NEAR/2 & | <-> \\')
    assert asked.words == ("paspor", "biaya", "not", "x", "near", "2")


@given(st.text(max_size=600), st.lists(st.sampled_from(["biaya", "hari", "a"]), max_size=3))
def test_an_excerpt_is_a_part_of_the_text_and_nothing_else(text, words):
    runs = excerpt(text, words, most=100)
    told = "".join(run.text for run in runs).removeprefix("… ").removesuffix(" …")
    assert told in text
    assert len(told) <= 100


def test_an_excerpt_shows_the_words_where_they_are_even_with_marks_on_them():
    text = "Kata pembuka. " * 40 + "Pengurusan kartu ini paling lama tiga hari, kata Café Désa."
    runs = excerpt(text, ["urus", "desa"])
    assert [run.text for run in runs if run.found] == ["Pengurusan", "Désa"]
    assert runs[0].text == "… "

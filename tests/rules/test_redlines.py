"""A redline is exact, and reads as a person would have drawn it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.drafts import diff
from forum.drafts.diff import changed, excerpt, redline

words = st.lists(
    st.sampled_from(["hari", "kerja", "5", "14", "Rp1.000", ",", ".", " ", " ", " ", "\n", "é"]),
    max_size=40,
).map("".join)
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    "ae\u0301\u0316 \u200d\n.,1", max_size=40
)
texts = words | any_text


def old_of(segments):
    return "".join(text for kind, text in segments if kind != "add")


def new_of(segments):
    return "".join(text for kind, text in segments if kind != "drop")


def marked(segments):
    """The redline as people write it in a letter: [-dropped-]{+added+}."""
    marks = {"keep": "%s", "drop": "[-%s-]", "add": "{+%s+}"}
    return "".join(marks[kind] % text for kind, text in segments)


@given(texts, texts)
@settings(max_examples=500)
def test_without_what_was_added_sari_reads_the_old_text(old, new):
    assert old_of(redline(old, new)) == old


@given(texts, texts)
@settings(max_examples=500)
def test_without_what_was_dropped_sari_reads_the_new_text(old, new):
    assert new_of(redline(old, new)) == new


@given(texts, texts)
def test_runs_are_whole_and_what_goes_stands_before_what_comes(old, new):
    kinds = [segment.kind for segment in redline(old, new)]
    assert all(one != other for one, other in pairwise(kinds))
    assert ("add", "drop") not in pairwise(kinds)
    assert all(segment.text for segment in redline(old, new))


@given(texts)
def test_a_text_set_beside_itself_has_not_changed(text):
    assert redline(text, text) == ([("keep", text)] if text else [])
    assert not changed(redline(text, text))


@given(texts, texts)
def test_texts_that_differ_are_said_to_differ(old, new):
    assert changed(redline(old, new)) == (old != new)


@given(words, words)
def test_both_sides_of_a_change_begin_and_end_differently(old, new):
    segments = redline(old, new)
    for one, other in pairwise(segments):
        if (one.kind, other.kind) == ("drop", "add"):
            assert diff._TOKEN.findall(one.text)[0] != diff._TOKEN.findall(other.text)[0]
            assert diff._TOKEN.findall(one.text)[-1] != diff._TOKEN.findall(other.text)[-1]


def test_texts_too_long_to_compare_word_by_word_are_still_exact():
    old = "Pasal " + "lama, " * 15_000 + "tetap"
    new = "Pasal " + "baru, " * 15_000 + "tetap"
    segments = redline(old, new)
    assert (old_of(segments), new_of(segments)) == (old, new)
    assert segments[0] == ("keep", "Pasal ")


@pytest.mark.parametrize(
    ("old", "new", "drawn"),
    [
        (
            "paling lama 14 hari kerja sejak berkas lengkap",
            "paling lama 5 hari kerja sejak berkas lengkap",
            "paling lama [-14-]{+5+} hari kerja sejak berkas lengkap",
        ),
        (
            "Perekaman dilakukan di loket.",
            "Perekaman dilakukan di loket, atau setiap Kamis di rumah.",
            "Perekaman dilakukan di loket{+, atau setiap Kamis di rumah+}.",
        ),
        (
            "lanjut usia, ibu hamil, dan anak",
            "lanjut usia, ibu hamil, balita, dan anak",
            "lanjut usia, ibu hamil, {+balita, +}dan anak",
        ),
        (
            "Petugas memeriksa. Petugas mencatat.",
            "Petugas memeriksa. Petugas menyalin. Petugas mencatat.",
            "Petugas memeriksa. {+Petugas menyalin. +}Petugas mencatat.",
        ),
        (
            "sejak berkas dinyatakan lengkap",
            "sejak bukti pengambilan diberikan",
            "sejak [-berkas dinyatakan lengkap-]{+bukti pengambilan diberikan+}",
        ),
        (
            "menyerahkan berkas di loket utama",
            "mengirim dokumen di kantor kecamatan",
            "[-menyerahkan berkas di loket utama-]{+mengirim dokumen di kantor kecamatan+}",
        ),
        (
            "Tarif Rp350.000; gratis",
            "Tarif Rp400.000; gratis",
            "Tarif [-Rp350.000-]{+Rp400.000+}; gratis",
        ),
        ("satu\n\ndua", "tiga\n\nempat", "[-satu-]{+tiga+}\n\n[-dua-]{+empat+}"),
    ],
    ids=[
        "a number",
        "words before a full stop",
        "one more in a list",
        "a sentence between sentences",
        "one change instead of three",
        "a little word does not tear a change apart",
        "money is one word",
        "paragraphs stay apart",
    ],
)
def test_a_redline_reads_as_omar_would_have_drawn_it(old, new, drawn):
    assert marked(redline(old, new)) == drawn


def test_the_desk_shows_a_change_with_a_few_words_around_it():
    segments = redline(
        "KTP elektronik diserahkan paling lama 14 hari kerja sejak berkas lengkap.",
        "KTP elektronik diserahkan paling lama 5 hari kerja sejak berkas lengkap.",
    )
    assert marked(excerpt(segments)) == "… paling lama [-14-]{+5+} hari kerja …"


def test_between_two_changes_far_apart_the_middle_is_left_out():
    segments = redline(
        "Loket buka pukul 8 dan semua petugas siap sampai pukul 15 setiap hari",
        "Loket buka pukul 7 dan semua petugas siap sampai pukul 16 setiap hari",
    )
    assert (
        marked(excerpt(segments))
        == "Loket buka pukul [-8-]{+7+} dan semua … sampai pukul [-15-]{+16+} setiap hari"
    )


def test_of_an_unchanged_clause_the_desk_shows_how_it_begins():
    segments = redline("satu dua tiga empat lima enam", "satu dua tiga empat lima enam")
    assert marked(excerpt(segments)) == "satu dua tiga empat …"
    assert excerpt([]) == []


@given(texts, texts, st.integers(0, 5))
def test_an_excerpt_leaves_out_nothing_that_changed(old, new, around):
    segments = redline(old, new)
    if changed(segments):
        short = excerpt(segments, around)
        assert [s for s in short if s.kind != "keep"] == [s for s in segments if s.kind != "keep"]

"""What is a slip of the pen, and what is more than one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Refused
from forum.drafts.corrections import (
    DECIDING,
    MOST_CLAUSES,
    MOST_PLACES,
    check_slips,
    is_slip,
    places_in,
)
from forum.drafts.fields import Duration, Unit
from forum.drafts.pieces import Piece


def clause(text, lineage="c", **more):
    return Piece(lineage=lineage, component="time", texts={"id": text}, label="3.1", **more)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dalam lima hri kerja", "dalam lima hari kerja"),
        ("pemohn datang", "pemohon datang"),
        ("persyartan dan biaya", "persyaratan dan biaya"),
        ("diper panjang di loket", "diperpanjang di loket"),
        ("petugas petugas mencatat", "petugas mencatat"),
        ("formulir di loket", "Formulir di loket."),
        ("teh office", "the office"),
        ("kartu ,tanda", "kartu, tanda"),
    ],
)
def test_a_letter_a_space_or_a_mark_is_a_slip(old, new):
    assert places_in(old, new)
    assert all(is_slip(place) for place in places_in(old, new))
    check_slips([clause(old)], [clause(new)])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("paling lama 5 hari", "paling lama 6 hari"),
        ("paling lama 5 hari", "paling lama 15 hari"),
        ("biaya Rp10.000", "biaya Rp10,000"),
        ("tidak dipungut biaya", "dipungut biaya"),
        ("dipungut biaya", "tidak dipungut biaya"),
        ("KTP dan KK", "KTP atau KK"),
        ("harus datang", "dapat datang"),
        ("paling lama lima hari", "paling lama lima jam"),
        ("di loket", "ke loket"),
        ("setiap hari kerja", "setiap hari"),
        ("setiap hari", "setiap hari kerja"),
        ("pemohon datang", "keluarganya datang"),
        ("must not pay", "must now pay"),
        ("pemohon/kuasa", "pemohon kuasa"),
        ("tidka dipungut", "tidak dipungut"),
    ],
)
def test_another_number_denial_or_word_is_more(old, new):
    with pytest.raises(Refused, match=r"3\.1"):
        check_slips([clause(old)], [clause(new)])


def test_a_value_of_the_clause_is_no_slip():
    days = {"maximum": Duration(value=5, unit=Unit.WORKING_DAY)}
    with pytest.raises(Refused):
        check_slips([clause("hri kerja", fields=days)], [clause("hari kerja")])


def test_slips_at_too_many_places_are_another_draft():
    wrong, right = "persyartan lengkap ", "persyaratan lengkap "
    check_slips([clause(wrong * MOST_PLACES)], [clause(right * MOST_PLACES)])
    with pytest.raises(Refused):
        check_slips([clause(wrong * (MOST_PLACES + 1))], [clause(right * (MOST_PLACES + 1))])

    many = [clause(wrong, f"c{n}") for n in range(MOST_CLAUSES + 1)]
    with pytest.raises(Refused, match=str(MOST_CLAUSES)):
        check_slips(many, [clause(right, one.lineage) for one in many])


@given(st.sampled_from(sorted(DECIDING)), st.text("abcdeij ", max_size=12))
def test_no_word_that_decides_comes_or_goes(word, around):
    without, within = f"x {around} y", f"x {around} {word} y"
    with pytest.raises(Refused):
        check_slips([clause(within)], [clause(without)])
    with pytest.raises(Refused):
        check_slips([clause(without)], [clause(within)])


@given(st.text("abc 1", max_size=30))
def test_the_same_words_are_no_change_at_all(text):
    assert places_in(text, text) == []

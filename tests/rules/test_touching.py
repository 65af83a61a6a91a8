"""Which words a proposal touches, and when two touch the same."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forum.drafts.diff import redline
from forum.drafts.touching import collide, edits_of, holds, merged, touched
from forum.participation.proposals import Proposed, Touched, read_proposed, read_touched

OLD = "Paling lama 14 hari kerja sejak berkas lengkap."
FIVE = "Paling lama 5 hari kerja sejak berkas lengkap."
SEVEN = "Paling lama 7 hari kerja sejak berkas lengkap."
CALENDAR = "Paling lama 14 hari kalender sejak berkas lengkap."
RECEIVED = "Paling lama 14 hari kerja sejak berkas diterima lengkap."

words = st.lists(
    st.sampled_from(["hari", "kerja", "5", "14", "Rp1.000", ",", ".", " ", " ", " ", "\n", "é"]),
    max_size=24,
).map("".join)
texts = words.filter(bool)


def proposed(was, new, version=1, language="id"):
    return Proposed(version_id=1, version=version, language=language, was=was, words=new, shown=new)


def done(old, edits):
    for edit in sorted(edits, reverse=True):
        old = old[: edit.start] + edit.words + old[edit.end :]
    return old


@given(texts, words)
def test_what_a_proposal_does_to_the_old_words_gives_the_new_ones(old, new):
    assert done(old, edits_of(redline(old, new))) == new


@given(texts, words)
def test_without_what_is_put_in_the_old_words_stand_without_what_is_struck_the_new(old, new):
    segments = proposed(old, new).segments
    assert "".join(text for kind, text in segments if kind != "add") == old
    assert "".join(text for kind, text in segments if kind != "drop") == new


@given(texts, words, words)
def test_whoever_touches_my_words_i_touch_theirs(old, one, other):
    here, there = touched(old, one), touched(old, other)
    assert collide(here, there) == collide(there, here)


@given(texts, words)
def test_whatever_changes_something_touches_the_same_as_itself(old, new):
    assume(old != new)
    assert collide(touched(old, new), touched(old, new))


@given(texts, words)
def test_what_changes_nothing_touches_nothing(old, other):
    assert touched(old, old) == ()
    assert not collide(touched(old, old), touched(old, other))


@given(texts, texts)
def test_removing_the_clause_touches_whatever_changes_it(old, new):
    assume(old != new)
    assert collide(touched(old, ""), touched(old, new))


@given(texts, texts, texts)
def test_two_that_do_not_meet_are_both_carried_out_whoever_comes_first(old, one, other):
    both = merged(old, one, other)
    assert both == merged(old, other, one)
    assert (both is None) == collide(touched(old, one), touched(old, other))
    if both is not None:
        assert len(both) == len(one) + len(other) - len(old)


@given(texts, texts)
def test_a_change_is_held_by_itself_and_by_what_leaves_all_else_alone(old, new):
    assert holds(old, new, new)
    assert merged(old, old, new) == new


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (FIVE, SEVEN, True),  # two other numbers
        (FIVE, CALENDAR, False),  # a number, and the word behind it
        (FIVE, RECEIVED, False),  # a number, and a word put in elsewhere
        (RECEIVED, RECEIVED, True),  # the same word put in the same place
        (FIVE, "Paling lama lima hari kalender sejak berkas lengkap.", True),  # one holds the other
        (FIVE, f"{OLD} Tanpa biaya.", False),  # a sentence put behind
        ("", FIVE, True),  # the whole clause, and a word of it
        ("", f"{OLD} Tanpa biaya.", True),  # the whole clause, and what is put behind it
        ("", "", True),
    ],
)
def test_what_a_person_would_call_the_same_words(one, other, meet):
    assert collide(touched(OLD, one), touched(OLD, other)) is meet


def test_both_changes_stand_in_the_next_version():
    both = merged(OLD, FIVE, CALENDAR)
    assert both == "Paling lama 5 hari kalender sejak berkas lengkap."
    assert merged(OLD, both, RECEIVED) == (
        "Paling lama 5 hari kalender sejak berkas diterima lengkap."
    )
    assert merged(OLD, both, SEVEN) is None
    assert holds(OLD, both, FIVE)
    assert not holds(OLD, both, SEVEN)
    assert holds(OLD, "", "")
    assert not holds(OLD, OLD, "")


@given(texts, words)
def test_what_is_kept_reads_the_same_again(old, new):
    one = proposed(old, new)
    assert read_proposed(one.kept()) == one
    assert read_touched(one.touches.kept()) == one.touches


@pytest.mark.parametrize(("version", "language"), [(2, "id"), (1, "en")])
def test_words_of_another_version_or_language_are_not_the_same_words(version, language):
    here = proposed(OLD, FIVE).touches
    there = proposed(OLD, SEVEN, version, language).touches
    assert isinstance(there, Touched)
    assert here.same_as(proposed(OLD, SEVEN).touches)
    assert not here.same_as(there)


def test_only_what_its_author_put_in_is_looked_at_for_numbers_of_identity_cards():
    was = "Hubungi 3201234567890123 untuk keluhan."
    assert "3201234567890123" not in proposed(was, "Hubungi 3201234567890123 bila perlu.").added
    assert "3299" in proposed(was, "Hubungi 3299 untuk keluhan.").added


def test_a_long_clause_is_drawn_in_a_list_with_its_changes_only():
    long = "Petugas loket mencatat berkas. " * 30
    brief = proposed(long + OLD, long + FIVE).brief
    assert sum(len(text) for _kind, text in brief) < 200
    assert ("drop", "14") in brief
    assert ("add", "5") in brief

"""Covering words: what is covered is gone, all the rest stays."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.moderation.rules import (
    COVER,
    Measure,
    check_decision,
    check_there,
    cover,
    merged,
    spans_of,
)
from forum.profiles.load import profile

words = st.text(st.characters(categories=["L", "Nd", "P", "Zs"]), min_size=1, max_size=60)


@given(st.lists(words, min_size=1, max_size=6), st.data())
def test_everything_but_the_covered_words_stays_to_the_letter(pieces, data):
    text = " ".join(pieces)
    covered = data.draw(st.sampled_from(pieces))
    spans = spans_of(text, [covered])
    shown = cover(text, spans)
    rest = shown.split(COVER)
    assume(COVER not in text)
    assert len(rest) == len(spans) + 1
    at = 0
    for part, (start, end) in zip(rest, [*spans, (len(text), len(text))], strict=True):
        assert text[at:start] == part
        at = end


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=8))
def test_merged_places_cover_the_same_letters_once(places):
    spans = [(start, start + size) for start, size in places]
    once = merged(spans)
    assert {at for start, end in spans for at in range(start, end)} == {
        at for start, end in once for at in range(start, end)
    }
    assert all(first[1] < second[0] for first, second in pairwise(once))


def test_a_number_that_stands_twice_is_covered_twice():
    text = "Telepon 0812-0000-1111 atau 0812-0000-1111."
    assert cover(text, spans_of(text, ["0812-0000-1111"])) == f"Telepon {COVER} atau {COVER}."


def test_maya_cannot_cover_what_is_not_there():
    with pytest.raises(Invalid) as wrong:
        check_there(["Loket dua lambat.", ""], ["0812"])
    assert "0812" in wrong.value.fields["words"]


@pytest.mark.parametrize("measure", [Measure.REDACT, Measure.HIDE])
def test_a_measure_needs_a_rule_and_a_reason(measure):
    with pytest.raises(Invalid) as wrong:
        check_decision(profile("id"), measure, "", "", [(0, 3)])
    assert {"rule", "reason"} == set(wrong.value.fields)


def test_being_off_topic_hides_nothing():
    with pytest.raises(Invalid) as wrong:
        check_decision(profile("id"), Measure.HIDE, "off_topic", "Bukan tentang KTP.", [])
    assert set(wrong.value.fields) == {"rule"}


def test_showing_something_needs_no_reason():
    check_decision(profile("id"), Measure.KEEP, "", "", [])

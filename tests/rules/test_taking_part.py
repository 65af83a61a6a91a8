"""What may be handed in, until when it may be changed, and who reads what of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.consultations.rules import ANSWERING_STARTS_AFTER, Phase
from forum.core.errors import Invalid, Refused
from forum.core.text import clean
from forum.participation.rules import (
    EDITING_TIME,
    MOST_LETTERS,
    PUBLIC,
    Showing,
    check_once,
    check_text,
    check_withdraw,
    mark_of,
    sent_in_grace,
    tripped,
    why_not_edit,
    words_for,
)
from forum.profiles.load import profile

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
COUNTRY = profile("id")

showings = st.sampled_from(Showing)


@given(showings, st.text(), st.text(), st.booleans())
def test_what_the_author_sees_as_published_everyone_sees(showing, shown, written, author):
    hers = words_for(showing, shown, written, author=author)
    theirs = words_for(showing, shown, written, author=False)

    assert hers.everyone == theirs.everyone
    assert (hers.everyone is not None) == (showing in PUBLIC)
    assert theirs.author_only is None


@given(showings, st.text(), st.text(min_size=1))
def test_an_author_always_reads_her_own_words(showing, shown, written):
    hers = words_for(showing, shown, written, author=True)

    assert written in (hers.everyone, hers.author_only)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "…", "?!", "🙂", "\u202e", "\u0301" * 10_000])
def test_a_comment_needs_at_least_one_word(text):
    with pytest.raises(Invalid) as wrong:
        check_text(clean(text))

    assert "text" in wrong.value.fields


@pytest.mark.parametrize("text", ["ya", "5", "ไทย", "نعم", "好", "<b>x</b>"])
def test_one_word_in_any_script_is_enough(text):
    check_text(text)


def test_a_text_that_is_too_long_says_by_how_much():
    check_text("a" * MOST_LETTERS)

    with pytest.raises(Invalid) as wrong:
        check_text("a" * (MOST_LETTERS + 312))
    assert "312" in wrong.value.fields["text"]


@pytest.mark.parametrize("once", ["", "short", "x" * 41, "with space in it", "ключ-ключ-ключ"])
def test_a_form_needs_its_key(once):
    with pytest.raises(Refused):
        check_once(once)


def test_an_identity_number_holds_a_comment_and_a_telephone_number_calls_a_moderator():
    held = tripped(COUNTRY, "NIK saya 3201 2345 6789 0123", 0)
    called = tripped(COUNTRY, "Telepon saya 0812 3456 7890", 0)

    assert held.held
    assert "national_id" in held.codes
    assert not called.held
    assert called.codes == ("telephone",)
    assert tripped(COUNTRY, "Mohon antrean dibuat daring.", 0).codes == ()


def test_the_same_text_for_the_third_time_in_a_day_is_held():
    times = COUNTRY.hold_triggers.repeat.times

    assert not tripped(COUNTRY, "Lima hari cukup.", times - 2).held
    assert tripped(COUNTRY, "Lima hari cukup.", times - 1).codes == ("repeated",)


def test_a_comment_may_be_changed_for_fifteen_minutes():
    just = EDITING_TIME - timedelta(seconds=1)

    assert why_not_edit(Showing.SHOWN, NOON, None, NOON + just) is None
    assert why_not_edit(Showing.HELD, NOON, None, NOON + just) is None
    assert why_not_edit(Showing.SHOWN, NOON, None, NOON + EDITING_TIME) is not None


def test_a_comment_may_not_be_changed_once_somebody_has_reacted():
    assert why_not_edit(Showing.SHOWN, NOON, NOON, NOON + MINUTE) is not None


@pytest.mark.parametrize("showing", [Showing.HIDDEN, Showing.REDACTED, Showing.WITHDRAWN])
def test_what_a_moderator_or_its_author_has_settled_is_not_changed(showing):
    assert why_not_edit(showing, NOON, None, NOON + MINUTE) is not None


def test_what_is_hidden_cannot_be_withdrawn():
    for showing in (Showing.SHOWN, Showing.HELD, Showing.REDACTED):
        check_withdraw(showing)
    with pytest.raises(Refused):
        check_withdraw(Showing.HIDDEN)


@pytest.mark.parametrize(
    ("phase", "opened", "now", "counts"),
    [
        (Phase.CLOSED, NOON - MINUTE, NOON + MINUTE, True),
        (Phase.CLOSED, NOON, NOON + ANSWERING_STARTS_AFTER - MINUTE, True),
        (Phase.CLOSED, NOON - MINUTE, NOON + ANSWERING_STARTS_AFTER, False),
        (Phase.CLOSED, NOON + MINUTE, NOON + 2 * MINUTE, False),
        (Phase.CLOSED, None, NOON + MINUTE, False),
        (Phase.ANSWERING, NOON - MINUTE, NOON + MINUTE, False),
        (Phase.WITHDRAWN, NOON - MINUTE, NOON + MINUTE, False),
    ],
)
def test_a_page_opened_before_closing_may_be_sent_for_half_an_hour(phase, opened, now, counts):
    assert sent_in_grace(phase, NOON, opened, now) is counts


def test_the_mark_of_a_text_changes_with_its_words():
    assert mark_of("lima hari") == mark_of("lima hari")
    assert mark_of("lima hari") != mark_of("lima  hari")

"""What an answer must say before somebody else may approve it."""

from dataclasses import replace
from datetime import date

import pytest

from forum.core.errors import Invalid, Refused
from forum.publication.rules import Readiness, check_ready, check_words, what_is_missing
from forum.responses.rules import (
    MOVES,
    Answer,
    Disposition,
    Ground,
    ResponseState,
    check_complete,
    check_move,
)

SAID = Answer(Disposition.ANSWERED, "Loket buka pukul delapan.", ("k7m2q9x4ab",))


def complaints(answer):
    with pytest.raises(Invalid) as wrong:
        check_complete(answer)
    return set(wrong.value.fields)


def test_every_answer_has_a_reason():
    assert complaints(replace(SAID, reason="")) == {"reason"}


def test_what_is_accepted_names_a_clause_that_changes():
    assert complaints(replace(SAID, disposition=Disposition.ACCEPTED)) == {"changes"}
    check_complete(replace(SAID, disposition=Disposition.ACCEPTED, changes=("abc",)))


def test_what_is_not_accepted_changes_nothing_and_names_its_ground():
    refused = replace(SAID, disposition=Disposition.NOT_ACCEPTED, changes=("abc",))
    assert complaints(refused) == {"changes", "ground"}
    check_complete(replace(refused, changes=(), ground=Ground.LAW))


def test_a_promise_says_who_keeps_it_and_until_when():
    promise = replace(SAID, disposition=Disposition.DEFERRED)
    assert complaints(promise) == {"promised_by", "promised_for"}
    check_complete(replace(promise, promised_by="Bidang TI", promised_for=date(2027, 1, 5)))


def test_passing_on_says_to_whom_and_joining_says_with_what():
    assert complaints(replace(SAID, disposition=Disposition.REFERRED)) == {"referred_to"}
    assert complaints(replace(SAID, disposition=Disposition.MERGED)) == {"merged_into"}
    itself = replace(SAID, disposition=Disposition.MERGED, merged_into=SAID.contributions[0])
    assert complaints(itself) == {"merged_into"}


def test_an_answer_goes_only_where_the_table_says():
    for now in ResponseState:
        for to in ResponseState:
            if to in MOVES[now]:
                check_move(now, to)
            else:
                with pytest.raises(Refused):
                    check_move(now, to)


def test_nothing_missing_means_ready():
    assert what_is_missing(Readiness()) == []
    check_ready(Readiness())


def test_publication_is_refused_with_everything_that_is_missing():
    state = Readiness(
        unanswered=["aaaaaaaaaa"],
        unapproved=["bbbbbbbbbb"],
        unchanged=["cccccccccc"],
        uncaused=["3.1", "3.2"],
        undecided=["dddddddddd"],
        next_version=False,
        summary=False,
    )
    with pytest.raises(Refused) as refused:
        check_ready(state)
    listed = " ".join(refused.value.missing)
    assert len(refused.value.missing) == 7
    assert all(name in listed for name in ("aaaaaaaaaa", "bbbbbbbbbb", "3.1, 3.2", "dddddddddd"))


def test_a_long_list_is_cut_but_counted():
    [sentence] = what_is_missing(Readiness(unanswered=[f"{n:010}" for n in range(40)]))
    assert "40" in sentence
    assert "0000000039" not in sentence


def test_a_summary_needs_words_in_the_language_that_binds():
    with pytest.raises(Invalid) as wrong:
        check_words({"en": "Words."}, "id")
    assert set(wrong.value.fields) == {"words_id"}

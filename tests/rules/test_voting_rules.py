"""What a poll may promise, who may vote in it, and what a ballot leaves in the record."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.audit.rules import canonical, commit, leaf_hash
from forum.core import i18n
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.text import clean
from forum.voting.ballots import Spoken, entry_of, pseudonym, read_marks
from forum.voting.certificate import certificate, poll_json, rule_sha256
from forum.voting.plans import Option, as_data, check_plan, from_data
from forum.voting.recount import count, decide
from forum.voting.rules import (
    CONCERNED,
    OBJECTS,
    Electorate,
    Kind,
    Majority,
    Method,
    PollState,
    Ranking,
    Results,
    Secrecy,
    Standing,
    check_hands,
    check_move,
    check_once,
    reason_is_wrong,
    why_not_vote,
    with_reason,
)
from tests.voting import CONSENT, DAYS, FORMAL, SECRET, STRAW

BY_DAYS = replace(STRAW, options=DAYS)


@pytest.fixture(autouse=True)
def in_english():
    with i18n.speaking("en"):
        yield


def complaints(plan) -> dict[str, str]:
    with pytest.raises(Invalid) as wrong:
        check_plan(plan)
    return wrong.value.fields


@pytest.mark.parametrize("plan", [STRAW, FORMAL, SECRET, CONSENT, BY_DAYS])
def test_a_plan_that_can_be_counted_is_accepted(plan):
    check_plan(plan)

    assert from_data(json.loads(json.dumps(as_data(plan)))) == plan


def test_all_complaints_about_a_plan_come_at_once():
    plan = replace(STRAW, question={"id": ""}, options=DAYS[:1], quorum=-1, seconds=3)

    assert complaints(plan).keys() == {"question", "options", "quorum", "seconds"}


@pytest.mark.parametrize(
    ("field", "plan"),
    [
        ("question", replace(STRAW, question={"id": "a" * 301})),
        ("options", replace(STRAW, options=(DAYS[0], DAYS[0]))),
        ("options", replace(STRAW, options=(DAYS[0], Option(words={}, stance="")))),
        ("options", replace(STRAW, options=(DAYS[0], Option(words={"id": "a" * 201}, stance="")))),
        ("options", replace(STRAW, options=DAYS * 7)),
        ("options", replace(STRAW, method=Method.RANKED)),  # with an answer that abstains
        ("options", replace(CONSENT, options=DAYS)),
        ("majority", replace(STRAW, majority=Majority.TWO_THIRDS)),
        ("quorum", replace(STRAW, quorum=10)),
        ("majority", replace(FORMAL, majority=Majority.CONSENSUS)),
        ("majority", replace(CONSENT, majority=Majority.SIMPLE)),
        ("results", replace(SECRET, results=Results.LIVE)),
        ("secrecy", replace(CONSENT, secrecy=Secrecy.SECRET, results=Results.AT_CLOSE)),
        ("seconds", replace(STRAW, seconds=24 * 3600 + 1)),
    ],
)
def test_a_plan_that_promises_too_much_is_refused(field, plan):
    assert complaints(plan).keys() == {field}


def test_words_in_one_language_only_are_not_taken_for_the_same():
    told = [Option(words={"id": "Tiga"}, stance=""), Option(words={"en": "Five"}, stance="")]

    check_plan(replace(STRAW, options=tuple(told)))


OPEN = Standing(PollState.OPEN, Electorate.EVERYONE, Secrecy.PSEUDONYMOUS)
CLOSED = OPEN._replace(
    state=PollState.CERTIFIED,
    closed_at=datetime(2026, 11, 24, 11, 43, tzinfo=UTC),
    zone="Asia/Makassar",
)


@pytest.mark.parametrize(
    ("standing", "kind", "sentence"),
    [
        (OPEN._replace(chairs=True), NotAllowed, "Whoever chairs does not vote."),
        (
            OPEN._replace(entitled=False, electorate=Electorate.PRESENT),
            NotAllowed,
            "Only people who had checked in when this poll opened can vote in it.",
        ),
        (
            OPEN._replace(entitled=False),
            NotAllowed,
            "You are not among those who can vote in this poll.",
        ),
        (OPEN._replace(state=PollState.DRAFT), Refused, "Voting has not begun yet."),
        (
            OPEN._replace(state=PollState.ANNULLED),
            Refused,
            "This poll was annulled. Nothing more is counted.",
        ),
        (
            CLOSED,
            Refused,
            "This poll closed at 19:43 WITA. Your vote came too late to be counted.",
        ),
        (
            CLOSED._replace(voted=True),
            Refused,
            "This poll closed at 19:43 WITA. Your last vote was counted.",
        ),
        (
            OPEN._replace(voted=True, secrecy=Secrecy.SECRET),
            Refused,
            "Your vote is counted. A secret vote cannot be found again, so it cannot change.",
        ),
    ],
)
def test_whoever_may_not_vote_is_told_why(standing, kind, sentence):
    refused = why_not_vote(standing)

    assert type(refused) is kind
    assert refused.message == sentence


def test_everybody_else_may_vote_and_vote_again():
    assert why_not_vote(OPEN) is None
    assert why_not_vote(OPEN._replace(voted=True)) is None


@pytest.mark.parametrize("state", PollState)
def test_a_poll_moves_only_forward(state):
    allowed = {
        PollState.DRAFT: {PollState.OPEN},
        PollState.OPEN: {PollState.CLOSED, PollState.ANNULLED},
        PollState.CLOSED: {PollState.CERTIFIED, PollState.ANNULLED},
        PollState.CERTIFIED: {PollState.ANNULLED},
        PollState.ANNULLED: set(),
    }
    for to in PollState:
        if to in allowed[state]:
            check_move(state, to)
        else:
            with pytest.raises(Refused):
                check_move(state, to)


@pytest.mark.parametrize(
    ("method", "ranking", "written", "kept"),
    [
        (Method.SINGLE, Ranking.SCHULZE, " 2 ", "2"),
        (Method.SINGLE, Ranking.SCHULZE, "3", None),
        (Method.SINGLE, Ranking.SCHULZE, "", None),
        (Method.SINGLE, Ranking.SCHULZE, "²", None),
        (Method.SINGLE, Ranking.SCHULZE, "0" * 201, None),
        (Method.APPROVAL, Ranking.SCHULZE, "2,0", "0,2"),
        (Method.APPROVAL, Ranking.SCHULZE, "", ""),
        (Method.SCORE, Ranking.SCHULZE, "5,0,-", "5,0,-"),
        (Method.SCORE, Ranking.SCHULZE, "5,0", None),
        (Method.RANKED, Ranking.SCHULZE, "2 > 1=0", "2>0=1"),
        (Method.RANKED, Ranking.IRV, "2>0=1", None),
        (Method.CONSENT, Ranking.SCHULZE, "2", "2"),
    ],
)
def test_marks_are_kept_in_one_way_or_refused(method, ranking, written, kept):
    assert read_marks(method, ranking, 3, written) == kept


def test_an_objection_needs_its_reason_and_other_marks_keep_none():
    assert reason_is_wrong(Method.CONSENT, OBJECTS, " ?! ")
    assert not reason_is_wrong(Method.CONSENT, OBJECTS, "Loket tutup pukul 14.")
    assert not reason_is_wrong(Method.CONSENT, CONCERNED, "")
    assert reason_is_wrong(Method.CONSENT, CONCERNED, "a" * 1_001)
    assert not with_reason(Method.CONSENT, "0")
    assert not with_reason(Method.SINGLE, OBJECTS)


@pytest.mark.parametrize("once", ["", "short", "a" * 41, "with space in", "a\0aaaaaaaaa"])
def test_a_vote_needs_the_key_of_its_form(once):
    with pytest.raises(Refused):
        check_once(once)


@pytest.mark.parametrize(
    ("method", "secrecy", "state", "hands", "kind"),
    [
        (Method.SINGLE, Secrecy.OPEN, PollState.DRAFT, [1, 2, 3], Refused),
        (Method.SINGLE, Secrecy.OPEN, PollState.CERTIFIED, [1, 2, 3], Refused),
        (Method.SINGLE, Secrecy.SECRET, PollState.OPEN, [1, 2, 3], Refused),
        (Method.RANKED, Secrecy.OPEN, PollState.OPEN, [1, 2, 3], Refused),
        (Method.SINGLE, Secrecy.OPEN, PollState.OPEN, [1, 2], Invalid),
        (Method.SINGLE, Secrecy.OPEN, PollState.OPEN, [1, 2, -1], Invalid),
        (Method.CONSENT, Secrecy.OPEN, PollState.OPEN, [1, 2, 100_001], Invalid),
    ],
)
def test_a_show_of_hands_must_fit_the_poll(method, secrecy, state, hands, kind):
    with pytest.raises(kind):
        check_hands(method, secrecy, state, 3, hands)


hexadecimal = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(
    ctx=hexadecimal,
    subject=hexadecimal,
    marks=st.text("0123456789,>=-", max_size=200),
    voter=st.sampled_from(["", "ab" * 32, "person:" + "0" * 32]),
    reason=st.text().map(clean),
)
def test_the_entry_of_a_ballot_is_what_anybody_would_write(ctx, subject, marks, voter, reason):
    prepared = entry_of(ctx, subject, Spoken(marks, voter, reason))
    entry = json.loads(prepared.entry)

    assert canonical(entry) == prepared.entry.encode()
    assert leaf_hash(prepared.entry.encode()).hex() == prepared.leaf
    assert (entry["type"], entry["ctx"], entry["id"]) == ("ballot.cast", ctx, subject)
    assert "at" not in entry
    opened = {kind: value for kind, _, value in prepared.openings}
    told = {"choice": marks, "tier": "email", "voter": voter, "reason": reason}
    assert opened == {kind: value for kind, value in told.items() if value or kind == "choice"}
    for kind, salt, value in prepared.openings:
        assert entry["c"][kind] == commit(kind, salt, value)


def test_two_equal_ballots_leave_two_different_entries():
    one, two = (entry_of("a" * 32, "b" * 32, Spoken("0", "c" * 64)) for _ in range(2))

    assert one.leaf != two.leaf
    assert json.loads(one.entry)["d"] != json.loads(two.entry)["d"]


def test_a_pseudonym_is_another_one_in_every_poll():
    lines = {pseudonym(secret, who) for secret in (b"a" * 32, b"b" * 32) for who in ("x", "y")}

    assert len(lines) == 4
    assert pseudonym(b"a" * 32, "x") in lines


def certified(cast: int, entitled: int | None) -> dict:
    counted = count("single", 3, {"0": cast})
    decision = decide(
        counted, majority="simple", quorum=0, entitled=entitled, method="single", abstain=1
    )
    return certificate(
        counted,
        decision,
        rule=as_data(FORMAL),
        abstain=1,
        entitled=entitled,
        present=0,
        opened_at=None,
        closed_at=datetime(2026, 11, 24, 11, 43, tzinfo=UTC),
        csv_sha256="0" * 64,
    )


@pytest.mark.parametrize(
    ("cast", "entitled", "few"),
    [(3, 19, True), (3, 20, False), (19, None, True), (20, None, False)],
)
def test_a_certificate_says_when_so_few_could_vote_that_nothing_is_secret(cast, entitled, few):
    assert certified(cast, entitled)["few"] is few


def test_a_certificate_is_plain_json_and_names_the_rule_that_the_record_fixed():
    made = certified(3, 20)
    published = json.loads(poll_json(made))

    assert json.loads(json.dumps(made)) == made
    assert made["result"]["reason"] == "carried"
    assert published["options"][0] == "Setuju / Agree"
    assert rule_sha256(published["rule"]) == rule_sha256(as_data(FORMAL))


def test_a_straw_poll_is_not_a_formal_vote():
    assert STRAW.kind is Kind.STRAW
    assert complaints(replace(FORMAL, kind=Kind.STRAW)).keys() == {"majority"}

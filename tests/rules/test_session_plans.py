"""What a plan of a session must say, and how it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from forum.core.errors import Invalid, Refused
from forum.core.i18n import speaking
from forum.profiles.load import profile
from forum.sessions.plans import ItemPlan, SessionPlan, seal, tidied
from forum.sessions.rules import Ask, State, Step, check_asked, check_time_to_ask
from tests.meeting import formal_vote, straw_poll

STARTS = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
PLAN = SessionPlan(
    title={"id": "Pembahasan", "en": "Discussion"},
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=2),
    place="Balai Desa",
    agenda=(ItemPlan(title={"id": "Pembukaan"}, steps=(Step.READ,)),),
)
COUNTRY = profile("id")


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def complaints(**changes):
    with pytest.raises(Invalid) as invalid:
        tidied(replace(PLAN, **changes), COUNTRY)
    return invalid.value.fields


def about_item(**changes):
    return complaints(agenda=(*PLAN.agenda, ItemPlan(**changes)))


def test_a_plan_is_kept_tidy_and_in_the_languages_of_the_country():
    untidy = replace(
        PLAN, title={"id": "  Pembahasan ", "en": "", "fr": "Débat"}, place=" Balai\u202e Desa "
    )
    kept = tidied(untidy, COUNTRY)

    assert kept.title == {"id": "Pembahasan"}
    assert kept.place == "Balai Desa"


def test_steps_stand_in_their_order_and_a_poll_brings_its_own():
    item = ItemPlan(
        title={"id": "Waktu"},
        steps=(Step.OUTCOME, Step.READ, Step.VOTE),
        straw=straw_poll(),
    )
    [kept] = tidied(replace(PLAN, agenda=(item,)), COUNTRY).agenda

    assert kept.steps == (Step.READ, Step.STRAW, Step.OUTCOME)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": {}}, "title_id"),
        ({"title": {"id": "x" * 201}}, "title_id"),
        ({"access": {"en": "x" * 1_001}}, "access_en"),
        ({"place": "x" * 301}, "place"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://" + "x" * 300}, "link"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": None}, "ends_at"),
        ({"ends_at": STARTS}, "ends_at"),
        ({"ends_at": STARTS + timedelta(days=2)}, "ends_at"),
        ({"speaking_seconds": 0}, "speaking_seconds"),
        ({"agenda": PLAN.agenda * 61}, "agenda"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_where_it_was_typed(changes, field):
    assert list(complaints(**changes)) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "item_2_title_id"),
        ({"title": {"en": "x" * 201}}, "item_2_title_en"),
        ({"lineage": "abc", "minutes": 0}, "item_2_minutes"),
        ({"lineage": "abc", "steps": ()}, "item_2_steps"),
        ({"lineage": "abc", "straw": formal_vote()}, "item_2_straw"),
        ({"lineage": "abc", "vote": straw_poll()}, "item_2_vote"),
        ({"lineage": "abc", "straw": straw_poll(options=())}, "item_2_straw"),
    ],
)
def test_what_is_wrong_with_an_item_says_which(changes, field):
    assert list(about_item(**changes)) == [field]


def test_the_seal_changes_with_anything_in_the_plan():
    item = PLAN.agenda[0]
    others = [
        PLAN,
        replace(PLAN, title={"id": "Lain"}),
        replace(PLAN, starts_at=STARTS + timedelta(minutes=1)),
        replace(PLAN, link="https://contoh.go.id"),
        replace(PLAN, access={"id": "Lantai dasar."}),
        replace(PLAN, speaking_seconds=60),
        replace(PLAN, agenda=()),
        replace(PLAN, agenda=(replace(item, minutes=11),)),
        replace(PLAN, agenda=(replace(item, straw=straw_poll()),)),
        replace(PLAN, agenda=(replace(item, straw=straw_poll(seconds=90)),)),
    ]

    assert len({seal(one) for one in others}) == len(others)
    assert seal(PLAN) == seal(replace(PLAN, title=dict(reversed(PLAN.title.items()))))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("ask", Ask)
def test_questions_are_taken_while_the_doors_are_open_hands_and_remarks_in_progress(ask, state):
    taken = state is State.LIVE or (ask is Ask.QUESTION and state in (State.CHECK_IN, State.BREAK))
    if taken:
        check_time_to_ask(state, ask)
    else:
        with pytest.raises(Refused):
            check_time_to_ask(state, ask)


@pytest.mark.parametrize(
    ("ask", "stance", "text", "wrong"),
    [
        (Ask.QUESTION, "", "Mengapa?", []),
        (Ask.QUESTION, "for", "x" * 500, []),
        (Ask.QUESTION, "", "x" * 501, ["text"]),
        (Ask.REMARK, "", " … ", ["text"]),
        (Ask.REMARK, "loud", "", ["stance", "text"]),
        (Ask.HAND, "against", "", []),
        (Ask.HAND, "loud", "", ["stance"]),
    ],
)
def test_what_is_asked_has_a_word_in_it_and_can_be_read_out(ask, stance, text, wrong):
    found = {}
    try:
        check_asked(ask, stance, text)
    except Invalid as invalid:
        found = invalid.fields

    assert list(found) == wrong

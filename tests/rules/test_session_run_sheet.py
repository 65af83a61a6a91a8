"""The one button: what it does next, what it says, and when it refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Refused, Stale
from forum.core.i18n import speaking
from forum.sessions.floor import Event, Floor, apply
from forum.sessions.floor import Happening as K
from forum.sessions.rules import RUNNING, State, Step, check_move
from forum.sessions.run_sheet import (
    PRESSED_IN,
    Move,
    Press,
    allowed_moves,
    check_does,
    check_seen,
    next_move,
    why_not,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


@dataclass(frozen=True)
class Item:
    ref: str
    steps: tuple[Step, ...]
    title: dict[str, str] = field(default_factory=lambda: {"en": "Time limit"})
    label: str = "3.1"


def happened(floor, k, **data):
    return apply(floor, Event(floor.s + 1, k, NOW, "wati", data))


def opened(floor, kind):
    fixed = dict.fromkeys(
        ["method", "secrecy", "electorate", "majority", "quorum", "results", "entitled"]
    )
    return happened(
        floor, K.POLL_OPENED, poll=f"poll{floor.s}", item=floor.item, kind=kind, question={},
        options=[], **fixed,
    )  # fmt: skip


def pressed(floor, move):
    """The floor after the button did what it says."""
    match move.kind:
        case Press.DOORS:
            return happened(floor, K.DOORS)
        case Press.BEGIN:
            return happened(floor, K.BEGAN)
        case Press.ITEM | Press.STEP:
            k = K.ITEM if move.kind is Press.ITEM else K.STEP
            return happened(floor, k, item=move.item, step=move.step)
        case Press.OPEN_POLL:
            return opened(floor, "formal" if move.step is Step.VOTE else "straw")
        case Press.CLOSE_POLL:
            return happened(floor, K.POLL_CLOSED, poll=floor.poll.ref, totals=[], cast=0, present=0)
        case Press.OUTCOME:
            return happened(floor, K.OUTCOME, item=move.item, sentence="Diterima.")
        case Press.RESUME:
            return happened(floor, K.RESUMED)
        case Press.END:
            return happened(floor, K.ENDED)


steps = st.sets(st.sampled_from(Step), min_size=1).map(
    lambda chosen: tuple(step for step in Step if step in chosen)
)
agendas = st.lists(steps, max_size=4).map(
    lambda chosen: [Item(f"item{n}", one) for n, one in enumerate(chosen)]
)


def walk(agenda):
    """Every floor on the way from announced to the end, with what the button did there."""
    floor = happened(Floor(), K.ANNOUNCED)
    while move := next_move(floor, agenda):
        yield floor, move
        floor = pressed(floor, move)
    yield floor, None


@given(agendas)
def test_the_button_comes_to_the_end_and_leaves_no_step_out(agenda):
    *way, (last, _) = walk(agenda)
    visited = [(move.item, move.step) for _, move in way if move.kind in (Press.ITEM, Press.STEP)]

    assert last.state is State.ENDED
    assert visited == [(item.ref, step) for item in agenda for step in item.steps]


@given(agendas)
def test_every_poll_planned_is_opened_once_and_closed_before_anything_else(agenda):
    way = list(walk(agenda))
    polls = [one for one in way if one[1] and one[1].kind is Press.OPEN_POLL]

    for place, (_, move) in enumerate(way):
        if move and move.kind is Press.OPEN_POLL:
            assert way[place + 1][1].kind is Press.CLOSE_POLL
    assert len(polls) == sum(step in (Step.STRAW, Step.VOTE) for i in agenda for step in i.steps)


@given(agendas)
def test_the_outcome_is_asked_for_where_it_is_planned(agenda):
    floor = list(walk(agenda))[-1][0]

    assert set(floor.outcomes) == {item.ref for item in agenda if Step.OUTCOME in item.steps}


@given(agendas)
def test_what_the_button_does_may_be_pressed_and_has_words(agenda):
    for floor, move in walk(agenda):
        if move:
            assert why_not(floor, move.kind) is None
            assert move.words
            assert move.asks_words is (move.kind is Press.OUTCOME)


@given(agendas)
def test_the_button_never_leaves_the_table_of_moves(agenda):
    way = list(walk(agenda))
    for (before, _), (after, _) in pairwise(way):
        if before.state is not after.state:
            check_move(before.state, after.state)


def test_a_plan_must_be_announced_before_the_doors_open_but_not_to_rehearse():
    assert next_move(Floor(), []) is None
    assert next_move(Floor(), [], rehearsal=True) == Move(Press.DOORS)


@given(agendas)
def test_where_the_consultation_was_withdrawn_the_button_leads_to_the_end_without_a_poll(agenda):
    floor, way = Floor(state=State.LIVE), []
    while move := next_move(floor, agenda, withdrawn=True):
        way.append(move)
        floor = pressed(floor, move)

    visited = [(move.item, move.step) for move in way if move.kind in (Press.ITEM, Press.STEP)]
    polls = (Step.STRAW, Step.VOTE)
    assert floor.state is State.ENDED
    assert Press.OPEN_POLL not in {move.kind for move in way}
    assert visited == [(one.ref, step) for one in agenda for step in one.steps if step not in polls]


def test_where_the_consultation_was_withdrawn_nothing_begins():
    assert next_move(Floor(state=State.ANNOUNCED), [], withdrawn=True) is None
    assert next_move(Floor(), [], rehearsal=True, withdrawn=True) is None
    assert next_move(Floor(state=State.CHECK_IN), [], withdrawn=True) == Move(Press.END)


def test_a_poll_that_is_open_is_closed_also_where_the_consultation_was_withdrawn():
    agenda = [Item("item", (Step.STRAW, Step.OUTCOME))]
    floor = opened(Floor(state=State.LIVE, item="item", step=Step.STRAW), "straw")

    assert next_move(floor, agenda, withdrawn=True).kind is Press.CLOSE_POLL


def test_a_button_that_says_something_else_than_it_would_do_is_refused():
    floor, now = Floor(state=State.CHECK_IN), Move(Press.END)
    check_does(floor, "", now)
    check_does(floor, "end", now)
    with pytest.raises(Stale, match="The button now does: End the session"):
        check_does(floor, "begin", now)


def test_after_a_break_the_session_goes_on_where_it_was():
    agenda = [Item("item", (Step.READ, Step.QUESTIONS))]
    floor = Floor(state=State.LIVE, item="item", step=Step.READ)
    paused = happened(floor, K.BREAK)

    assert next_move(paused, agenda) == Move(Press.RESUME)
    resumed = pressed(paused, Move(Press.RESUME))
    assert next_move(resumed, agenda) == next_move(floor, agenda)


def test_an_annulled_poll_is_held_again():
    agenda = [Item("item", (Step.STRAW, Step.OUTCOME))]
    floor = opened(Floor(state=State.LIVE, item="item", step=Step.STRAW), "straw")
    annulled = happened(floor, K.POLL_ANNULLED, poll=floor.poll.ref, reason="Salah soal.")

    assert next_move(annulled, agenda).kind is Press.OPEN_POLL


def test_a_straw_poll_is_no_formal_vote():
    agenda = [Item("item", (Step.STRAW, Step.VOTE))]
    floor = opened(Floor(state=State.LIVE, item="item", step=Step.STRAW), "straw")
    closed = pressed(floor, next_move(floor, agenda))
    at_vote = pressed(closed, next_move(closed, agenda))

    assert next_move(at_vote, agenda) == Move(
        Press.OPEN_POLL, "item", Step.VOTE, agenda[0].title, "3.1"
    )


@pytest.mark.parametrize("press", [Press.ITEM, Press.STEP, Press.END, Press.OPEN_POLL])
def test_nobody_goes_on_over_an_open_poll(press):
    floor = opened(Floor(state=State.LIVE, item="item", step=Step.STRAW), "straw")

    assert why_not(floor, press).code == "session.poll-open"
    assert press not in allowed_moves(floor)


def test_a_move_can_be_taken_back_until_a_poll_was_opened():
    floor = happened(Floor(state=State.LIVE), K.ITEM, item="item", step=Step.STRAW)
    assert Press.UNDO in allowed_moves(floor)

    floor = opened(floor, "straw")
    assert why_not(floor, Press.UNDO).code == "session.nothing-to-undo"


@pytest.mark.parametrize("state", State)
def test_what_may_be_pressed_depends_on_the_state_alone_and_then_on_the_floor(state):
    allowed = allowed_moves(Floor(state=state))

    assert allowed <= {press for press, states in PRESSED_IN.items() if state in states}
    assert (Press.TIMER in allowed) is (state in RUNNING)


def test_a_page_that_shows_an_older_move_is_refused_with_what_the_button_does_now():
    floor = Floor(state=State.CHECK_IN, moved=4)
    check_seen(floor, 4, Move(Press.BEGIN), own=False)

    with pytest.raises(Stale, match=r"Somebody else moved on meanwhile.*Begin the session"):
        check_seen(floor, 3, Move(Press.BEGIN), own=False)
    with pytest.raises(Stale, match="pressed already"):
        check_seen(floor, 3, Move(Press.BEGIN), own=True)
    with pytest.raises(Stale, match="nothing more"):
        check_seen(floor, 3, None, own=False)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Move(Press.DOORS), "Open the doors"),
        (Move(Press.ITEM, "i", Step.READ, {"en": "Fee"}, "4.1"), "Next item: 4.1, Fee"),
        (Move(Press.ITEM, "i", Step.READ, {"en": "Opening"}), "Next item: Opening"),
        (Move(Press.STEP, "i", Step.QUESTIONS), "Go on: Questions"),
        (Move(Press.OPEN_POLL, "i", Step.STRAW), "Open the straw poll"),
        (Move(Press.OPEN_POLL, "i", Step.VOTE), "Open the formal vote"),
        (Move(Press.CLOSE_POLL, "i", Step.STRAW), "Close the straw poll"),
        (Move(Press.CLOSE_POLL, "i", Step.VOTE), "Close the formal vote"),
        (Move(Press.END), "End the session"),
    ],
)
def test_the_button_says_what_it_does(move, words):
    assert move.words == words


def test_a_session_cannot_leap():
    with pytest.raises(Refused, match="cannot become"):
        check_move(State.PLANNED, State.LIVE)

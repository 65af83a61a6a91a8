"""The life cycle of a consultation and its clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.access.policy import Permission
from forum.consultations.rules import (
    MOVES,
    Phase,
    check_move,
    check_next_version,
    permits,
)
from forum.consultations.timetable import (
    Lies,
    Timetable,
    days_between,
    extended,
    next_move,
    phase_by_clock,
    resumed,
    steps,
)
from forum.core.errors import Invalid, Refused
from forum.core.i18n import speaking

OPENS = datetime(2026, 11, 16, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
ANSWERS = datetime(2026, 12, 14, 8, 0, tzinfo=UTC)
PLANNED = Timetable(OPENS, CLOSES, ANSWERS)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


phases = st.sampled_from(Phase)
hours = st.integers(1, 24 * 60).map(lambda number: timedelta(hours=number))
deeds = st.sampled_from(["wait", "extend", "pause", "resume", "publish", "withdraw"])


@given(st.lists(st.tuples(deeds, hours), max_size=30))
def test_whatever_people_and_the_clock_do_no_move_leaves_the_table(history):
    phase, timetable, now = Phase.ANNOUNCED, PLANNED, OPENS - timedelta(days=10)
    paused_at = now
    for deed, while_ in history:
        now += while_
        while (move := next_move(phase, timetable)) and move[1] <= now:
            assert move[0] in MOVES[phase]
            phase = move[0]
        before = timetable
        if deed == "extend" and permits(phase, Permission.CONSULTATION_EXTEND):
            timetable = extended(timetable, timetable.closes_at + while_, now)
        elif deed == "pause" and phase is Phase.OPEN:
            check_move(phase, Phase.PAUSED)
            phase, paused_at = Phase.PAUSED, now
        elif deed == "resume" and phase is Phase.PAUSED:
            check_move(phase, Phase.OPEN)
            phase, timetable = Phase.OPEN, resumed(timetable, paused_at, now)
            assert timetable.closes_at > now
        elif deed == "publish" and phase is Phase.ANSWERING:
            check_move(phase, Phase.PUBLISHED)
            phase = Phase.PUBLISHED
        elif deed == "withdraw" and permits(phase, Permission.CONSULTATION_WITHDRAW):
            check_move(phase, Phase.WITHDRAWN)
            phase = Phase.WITHDRAWN
        assert timetable.closes_at >= before.closes_at
        assert timetable.respond_by - timetable.closes_at == ANSWERS - CLOSES


@given(phases, phases)
def test_every_move_that_is_not_in_the_table_is_refused(now, to):
    if to in MOVES[now]:
        check_move(now, to)
    else:
        with pytest.raises(Refused, match="cannot become"):
            check_move(now, to)


@given(hours, hours)
def test_the_time_a_pause_took_is_added_at_the_end_to_the_second(into, long):
    paused_at = OPENS + min(into, CLOSES - OPENS - timedelta(seconds=1))

    later = resumed(PLANNED, paused_at, paused_at + long)

    left_then = PLANNED.closes_at - paused_at
    assert later.closes_at - (paused_at + long) == left_then
    assert later.respond_by - later.closes_at == PLANNED.respond_by - PLANNED.closes_at


@given(hours)
def test_a_consultation_is_never_made_shorter(less):
    with pytest.raises(Invalid) as wrong:
        extended(PLANNED, CLOSES - less, OPENS)

    assert "choose a later time" in wrong.value.fields["closes"]


def test_a_consultation_is_not_extended_to_the_time_it_has():
    with pytest.raises(Invalid):
        extended(PLANNED, CLOSES, OPENS)


def test_a_closed_consultation_is_not_extended():
    with pytest.raises(Refused, match="has closed"):
        extended(PLANNED, CLOSES + timedelta(days=1), CLOSES)


@given(hours)
def test_when_a_consultation_is_extended_the_answers_may_come_as_much_later(more):
    later = extended(PLANNED, CLOSES + more, OPENS)

    assert later.respond_by == ANSWERS + more


def test_the_clock_opens_closes_and_begins_the_answering():
    just_before = timedelta(microseconds=1)

    assert phase_by_clock(Phase.ANNOUNCED, PLANNED, OPENS - just_before) is Phase.ANNOUNCED
    assert phase_by_clock(Phase.ANNOUNCED, PLANNED, OPENS) is Phase.OPEN
    assert phase_by_clock(Phase.ANNOUNCED, PLANNED, CLOSES - just_before) is Phase.OPEN
    assert phase_by_clock(Phase.ANNOUNCED, PLANNED, CLOSES) is Phase.CLOSED
    half_an_hour = timedelta(minutes=30)
    assert phase_by_clock(Phase.OPEN, PLANNED, CLOSES + half_an_hour) is Phase.ANSWERING


@given(hours)
def test_a_pause_does_not_end_by_itself(long):
    assert phase_by_clock(Phase.PAUSED, PLANNED, CLOSES + long) is Phase.PAUSED


def test_a_day_is_a_day_on_the_wall_even_when_summer_time_ends():
    before = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)  # noon in Berlin
    after = datetime(2026, 10, 25, 11, 0, tzinfo=UTC)  # noon in Berlin, 25 hours later

    assert days_between(before, after, "Europe/Berlin") == 1


@pytest.mark.parametrize("phase", [Phase.DRAFTING, Phase.ANNOUNCED, Phase.PUBLISHED])
def test_the_next_version_is_not_begun_before_anybody_spoke_or_after_the_end(phase):
    with pytest.raises(Refused):
        check_next_version(phase)


DRAFTED = datetime(2026, 11, 2, tzinfo=UTC)
ANNOUNCED = datetime(2026, 11, 9, tzinfo=UTC)
DATES = {
    Phase.OPEN: OPENS,
    Phase.CLOSED: CLOSES,
    Phase.ANSWERING: ANSWERS,
}


def test_the_ruler_shows_what_was_what_is_and_what_is_planned():
    happened = {Phase.DRAFTING: DRAFTED, Phase.ANNOUNCED: ANNOUNCED, Phase.OPEN: OPENS}

    ruler = steps(Phase.OPEN, DATES, happened)

    assert [step.lies for step in ruler] == [
        Lies.PAST,
        Lies.PAST,
        Lies.NOW,
        Lies.FUTURE,
        Lies.FUTURE,
        Lies.FUTURE,
    ]
    assert [step.at for step in ruler] == [DRAFTED, ANNOUNCED, OPENS, CLOSES, ANSWERS, None]
    assert [step.phase for step in ruler if step.deadline] == [Phase.ANSWERING]


def test_a_pause_stands_where_the_open_step_was():
    happened = {Phase.DRAFTING: DRAFTED, Phase.ANNOUNCED: ANNOUNCED, Phase.OPEN: OPENS}

    ruler = steps(Phase.PAUSED, DATES, happened)

    assert ruler[2].phase is Phase.PAUSED
    assert ruler[2].lies is Lies.NOW


def test_a_withdrawn_consultation_has_no_future():
    withdrawn = datetime(2026, 11, 20, tzinfo=UTC)
    happened = {
        Phase.DRAFTING: DRAFTED,
        Phase.ANNOUNCED: ANNOUNCED,
        Phase.OPEN: OPENS,
        Phase.WITHDRAWN: withdrawn,
    }

    ruler = steps(Phase.WITHDRAWN, DATES, happened)

    assert [step.phase for step in ruler] == [
        Phase.DRAFTING,
        Phase.ANNOUNCED,
        Phase.OPEN,
        Phase.WITHDRAWN,
    ]
    assert ruler[-1].at == withdrawn
    assert Lies.FUTURE not in {step.lies for step in ruler}

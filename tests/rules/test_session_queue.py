"""The order of the one queue: who comes before whom, and that the reason shown is the reason."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from forum.sessions.floor import Entry, Floor
from forum.sessions.queueing import Why, order
from forum.sessions.rules import Ask, Standing

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PEOPLE = ["sari", "budi", "ratna", "radio"]
OTHER = {"for": "against", "against": "for"}


def entry(ref, who, ask=Ask.QUESTION, stance="", standing=Standing.WAITING):
    return Entry(ref, ask, who, "item", stance, "<p>…</p>", "id", standing, NOW)


def floor_with(*entries, spoken=(), balance=False, muted=()):
    return Floor(
        entries={one.ref: one for one in entries},
        spoken=tuple(spoken),
        balance=balance,
        muted=frozenset(muted),
    )


@st.composite
def floors(draw, balance):
    made = draw(
        st.lists(
            st.tuples(
                st.sampled_from(PEOPLE),
                st.sampled_from(Ask),
                st.sampled_from(["", "for", "against"]),
                st.sampled_from([Standing.WAITING] * 4 + [Standing.DONE, Standing.HELD]),
            ),
            max_size=12,
        )
    )
    return floor_with(
        *(entry(f"e{n}", *one) for n, one in enumerate(made)),
        spoken=draw(st.lists(st.sampled_from(PEOPLE), max_size=3)),
        balance=draw(st.sampled_from(balance)),
        muted=draw(st.lists(st.sampled_from(PEOPLE), max_size=1)),
    )


supports = st.dictionaries(
    st.integers(0, 11).map(lambda n: f"e{n}"), st.integers(0, 30), max_size=12
)
balanced, unbalanced, any_floor = floors([True]), floors([False]), floors([True, False])


def refs(placed):
    return [one.ref for one in placed]


def groups(floor, placed):
    """The placed entries of those who have not spoken, and of the others."""
    entries = [floor.entries[ref] for ref in refs(placed)]
    new = [one for one in entries if one.who not in floor.spoken]
    return new, entries[len(new) :]


@given(any_floor, supports)
def test_everything_that_waits_has_one_place_and_a_reason(floor, supports):
    placed = order(floor, supports)
    called = {
        one.ref
        for one in floor.waiting
        if one.ask is not Ask.REMARK and not (one.ask is Ask.HAND and one.who in floor.muted)
    }

    assert len(placed) == len(called)
    assert set(refs(placed)) == called
    assert all(one.why in Why for one in placed)


@given(any_floor, supports)
def test_who_speaks_for_the_first_time_comes_before_all_others(floor, supports):
    spoke = [floor.entries[ref].who in floor.spoken for ref in refs(order(floor, supports))]

    assert spoke == sorted(spoke)


@given(any_floor, supports)
def test_the_order_is_the_same_however_often_it_is_asked(floor, supports):
    assert order(floor, supports) == order(floor, dict(reversed(supports.items())))


@given(unbalanced, supports)
def test_what_is_written_stands_by_support_then_by_time(floor, supports):
    came = list(floor.entries)
    for group in groups(floor, order(floor, supports)):
        written = [one.ref for one in group if one.ask is not Ask.HAND]
        rank = [(-supports.get(ref, 0), came.index(ref)) for ref in written]
        assert rank == sorted(rank)


@given(unbalanced, supports)
def test_support_for_questions_costs_no_raised_hand_its_turn(floor, supports):
    with_support, without = (refs(order(floor, given)) for given in (supports, {}))

    for place, ref in enumerate(without):
        if floor.entries[ref].ask is Ask.HAND:
            assert with_support[place] == ref


@given(balanced, supports)
def test_both_sides_take_turns_while_both_wait(floor, supports):
    for group in groups(floor, order(floor, supports)):
        sides = [one.stance for one in group if one.stance]
        for place, (one, after) in enumerate(pairwise(sides), 2):
            assert one != after or OTHER[one] not in sides[place - 1 :]


@given(any_floor, supports)
def test_the_reason_is_one_that_could_have_brought_it_forward(floor, supports):
    for one in order(floor, supports):
        placed = floor.entries[one.ref]
        match one.why:
            case Why.FIRST_TIME:
                assert placed.who not in floor.spoken
                assert floor.spoken
            case Why.SUPPORT:
                assert supports[one.ref] > 0
                assert placed.ask is not Ask.HAND
            case Why.BALANCE:
                assert floor.balance
                assert placed.stance


@given(unbalanced, supports)
def test_a_newcomer_without_support_changes_no_order_of_the_others(floor, supports):
    before = refs(order(floor, supports))
    newcomer = entry("new", "putri", Ask.HAND)
    more = floor_with(*floor.entries.values(), newcomer, spoken=floor.spoken, muted=floor.muted)
    after = refs(order(more, supports))

    assert [ref for ref in after if ref != "new"] == before


def test_an_evening_at_the_queue():
    floor = floor_with(
        entry("sari asks", "sari"),
        entry("budi raises a hand", "budi", Ask.HAND),
        entry("ratna asks", "ratna"),
        spoken=["sari"],
    )
    placed = order(floor, {"ratna asks": 24})

    assert [(one.ref, one.why) for one in placed] == [
        ("budi raises a hand", Why.FIRST_TIME),
        ("ratna asks", Why.FIRST_TIME),
        ("sari asks", Why.TIME),
    ]


def test_more_support_comes_before_an_earlier_time():
    floor = floor_with(entry("first", "sari"), entry("second", "budi"))
    placed = order(floor, {"second": 3})

    assert [(one.ref, one.why) for one in placed] == [
        ("second", Why.SUPPORT),
        ("first", Why.TIME),
    ]


def test_after_a_speaker_for_one_side_the_other_is_heard():
    floor = floor_with(
        entry("budi spoke for", "budi", Ask.HAND, "for", Standing.DONE),
        entry("sari is for", "sari", Ask.HAND, "for"),
        entry("ratna is against", "ratna", Ask.HAND, "against"),
        spoken=["budi"],
        balance=True,
    )
    placed = order(floor, {})

    assert [(one.ref, one.why) for one in placed] == [
        ("ratna is against", Why.BALANCE),
        ("sari is for", Why.TIME),
    ]


def test_a_muted_hand_is_not_called_but_a_written_question_stays():
    floor = floor_with(entry("hand", "sari", Ask.HAND), entry("question", "sari"), muted=["sari"])

    assert refs(order(floor, {})) == ["question"]


def test_nobody_is_called_for_a_remark_so_it_takes_no_place():
    floor = floor_with(
        entry("omar remarks", "omar", Ask.REMARK),
        entry("sari raises a hand", "sari", Ask.HAND),
        spoken=["sari"],
    )

    assert refs(order(floor, {})) == ["sari raises a hand"]

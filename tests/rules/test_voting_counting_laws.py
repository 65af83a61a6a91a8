"""Laws of counting, searched for exceptions; and the program agrees with the function, always."""

import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import asdict
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forum.voting import recount
from forum.voting.recount import (
    MARKS,
    Reason,
    ballots_csv,
    canonical,
    count,
    decide,
    read_csv,
    sha256_of,
    shown,
    valid,
)

MAJORITIES = ("plurality", "simple", "absolute", "two_thirds", "consensus")
WAYS = [("single", ""), ("approval", ""), ("score", ""), ("ranked", "schulze"), ("ranked", "irv")]
WAYS += [("consent", "")]
each_way = pytest.mark.parametrize(("method", "ranking"), WAYS)


@st.composite
def ballots(draw, method, options, ranking=""):
    """One ballot, as a voter could mark it."""
    if method == "single":
        return str(draw(st.integers(0, options - 1)))
    if method == "consent":
        return str(draw(st.integers(0, 2)))
    if method == "approval":
        return ",".join(map(str, sorted(draw(st.sets(st.integers(0, options - 1))))))
    if method == "score":
        points = st.sampled_from("-012345")
        return ",".join(draw(st.lists(points, min_size=options, max_size=options)))
    places = draw(st.lists(st.integers(0, options), min_size=options, max_size=options))
    if ranking == "irv":
        order = draw(st.permutations(range(options)))
        return ">".join(map(str, order[: draw(st.integers(0, options))]))
    groups = [[o for o in range(options) if places[o] == place] for place in range(options)]
    return ">".join("=".join(map(str, group)) for group in groups if group)


@st.composite
def polls(draw, method, ranking="", most=5):
    """The options and the ballots of a whole poll."""
    options = 3 if method == "consent" else draw(st.integers(2, most))
    cast = draw(st.lists(ballots(method, options, ranking), max_size=9))
    return options, cast, draw(st.integers(1, 3))


def counted(method, ranking, options, tally, abstain=None):
    return count(method, options, tally, ranking=ranking or "schulze", abstain=abstain)


@each_way
@given(data=st.data())
def test_the_order_of_ballots_changes_nothing(method, ranking, data):
    options, cast, times = data.draw(polls(method, ranking))
    shuffled = data.draw(st.permutations(cast * times))
    one = counted(method, ranking, options, Counter(cast * times))
    assert counted(method, ranking, options, Counter(shuffled)) == one
    assert one.cast == len(shuffled) == one.valid + one.blank
    assert sorted(option for place in one.order for option in place) == list(range(options))
    assert list(one.per_option) == shown(method, options, Counter(cast * times))
    assert one.winners == (one.order[0] if one.valid else ())


def renamed(method, marks, new):
    if method == "score":
        points = marks.split(",")
        return ",".join(points[new.index(option)] for option in range(len(points)))
    between = "," if method == "approval" else ">"
    places = [
        "=".join(str(new[int(option)]) for option in place.split("="))
        for place in marks.split(between)
        if place
    ]
    return canonical(method, len(new), between.join(places))


@each_way
@given(data=st.data())
def test_no_option_is_favoured_by_its_number(method, ranking, data):
    options, cast, _ = data.draw(polls(method, ranking))
    new = data.draw(st.permutations(range(options)))
    one = counted(method, ranking, options, Counter(cast))
    assume(all(step.tie != "listed" for step in one.steps))
    other = counted(method, ranking, options, Counter(renamed(method, m, new) for m in cast))
    moved = [sorted(new[option] for option in place) for place in one.order]
    assert moved == [sorted(place) for place in other.order]
    assert sorted(new[option] for option in one.winners) == sorted(other.winners)


# --- Schulze ---


def strongest(before, a, b):
    """By its definition: the best of all paths, each as strong as its weakest victory."""
    others = [option for option in range(len(before)) if option not in (a, b)]
    best = 0
    for length in range(len(others) + 1):
        for between in permutations(others, length):
            steps = list(zip((a, *between), (*between, b), strict=True))
            if all(before[x][y] > before[y][x] for x, y in steps):
                best = max(best, min(before[x][y] for x, y in steps))
    return best


@given(polls("ranked"))
def test_the_strongest_paths_are_the_best_of_all_paths(poll):
    options, cast, _ = poll
    result = counted("ranked", "schulze", options, Counter(cast))
    before, paths = (step.rows for step in result.steps)
    for a, b in permutations(range(options), 2):
        assert paths[a][b] == strongest(before, a, b)
    best = [a for a in range(options) if all(paths[a][b] >= paths[b][a] for b in range(options))]
    assert list(result.order[0]) == best


@given(polls("ranked"))
def test_who_beats_everybody_wins_and_who_loses_to_everybody_comes_last(poll):
    options, cast, _ = poll
    result = counted("ranked", "schulze", options, Counter(cast))
    before = result.steps[0].rows
    for option in range(options):
        others = [other for other in range(options) if other != option]
        if all(before[option][other] > before[other][option] for other in others):
            assert result.winners == (option,)
        if all(before[option][other] < before[other][option] for other in others):
            assert result.order[-1] == (option,)


# --- Instant run-off ---


def possible_winners(cast, standing):
    """Whoever could win if ties for the last place were broken in every way."""
    votes = Counter(dict.fromkeys(standing, 0))
    for marks in cast:
        votes.update([o for o in map(int, filter(None, marks.split(">"))) if o in standing][:1])
    if 2 * max(votes.values()) > votes.total():
        return {max(standing, key=votes.__getitem__)}
    fewest = min(votes.values())
    if len(standing) == 1 or set(votes.values()) == {fewest}:
        return set(standing)
    return {
        winner
        for last in standing
        if votes[last] == fewest
        for winner in possible_winners(cast, standing - {last})
    }


@given(polls("ranked", "irv", most=4))
def test_the_winner_of_the_run_off_is_one_that_its_ties_allow(poll):
    options, cast, _ = poll
    result = counted("ranked", "irv", options, Counter(cast))
    assume(result.valid)
    assert set(result.winners) <= possible_winners(cast, frozenset(range(options)))
    for now, after in zip(result.steps, result.steps[1:], strict=False):
        assert set(now.standing) - set(now.out) == set(after.standing)
        assert sum(now.rows[0]) + now.exhausted == result.valid


@given(polls("ranked", "irv"), st.integers(0, 1))
def test_more_than_half_of_the_first_preferences_win(poll, favourite):
    options, cast, _ = poll
    cast = [*cast, *[str(favourite)] * (len(cast) + 1)]
    for ranking in ("irv", "schulze"):
        assert counted("ranked", ranking, options, Counter(cast)).winners == (favourite,)
    assert len(counted("ranked", "irv", options, Counter(cast)).steps) == 1


# --- Approval, score, hands, majorities ---


@pytest.mark.parametrize("method", ["approval", "score"])
@given(data=st.data())
def test_more_support_for_the_winner_cannot_harm_it(method, data):
    options, cast, _ = data.draw(polls(method))
    result = counted(method, "", options, Counter(cast))
    assume(result.winners)
    winner = result.winners[0]
    best = ["-"] * options
    best[winner] = "5"
    more = [*cast, str(winner) if method == "approval" else ",".join(best)]
    assert counted(method, "", options, Counter(more)).winners == (winner,)


@given(polls("score"))
def test_a_mean_lies_between_the_lowest_and_the_highest_score(poll):
    options, cast, _ = poll
    points, scored, means = counted("score", "", options, Counter(cast)).steps[0].rows
    for option in range(options):
        given_points = [int(m.split(",")[option]) for m in cast if m.split(",")[option] != "-"]
        assert (points[option], scored[option]) == (sum(given_points), len(given_points))
        low, high = min(given_points, default=0), max(given_points, default=0)
        assert 1000 * low <= means[option] <= 1000 * high


@pytest.mark.parametrize("method", ["single", "consent"])
@given(data=st.data(), majority=st.sampled_from(MAJORITIES), quorum=st.integers(0, 12))
def test_a_raised_hand_weighs_as_much_as_a_ballot(method, data, majority, quorum):
    options, cast, _ = data.draw(polls(method))
    hands = data.draw(st.lists(st.integers(0, 3), min_size=options, max_size=options))
    abstain = data.draw(st.sampled_from([None, options - 1])) if method == "single" else None
    rules = {"majority": majority, "quorum": quorum, "entitled": None}
    rules |= {"method": method, "abstain": abstain}
    written = Counter(cast) + Counter({str(o): n for o, n in enumerate(hands)})
    raised = decide(counted(method, "", options, Counter(cast), abstain), hands=hands, **rules)
    on_paper = decide(counted(method, "", options, written, abstain), **rules)
    assert raised.hands == tuple(hands)
    assert [raised.carried, raised.reason, raised.totals, raised.all_cast, raised.quorum_met] == [
        on_paper.carried,
        on_paper.reason,
        on_paper.totals,
        on_paper.all_cast,
        on_paper.quorum_met,
    ]


@each_way
@given(data=st.data())
def test_who_takes_a_higher_hurdle_takes_the_lower_one(method, ranking, data):
    options, cast, quorum = data.draw(polls(method, ranking))
    result = counted(method, ranking, options, Counter(cast))
    rules = {"quorum": quorum, "entitled": None, "method": method, "abstain": None}
    made = {majority: decide(result, majority=majority, **rules) for majority in MAJORITIES}
    for higher, lower in [
        ("consensus", "two_thirds"),
        ("two_thirds", "simple"),
        ("absolute", "simple"),
        ("simple", "plurality"),
    ]:
        if made[higher].carried is not None:
            assert made[lower].carried == made[higher].carried
    for decision in made.values():
        assert (decision.carried is not None) == (decision.reason is Reason.CARRIED)
        assert decision.quorum_met == (len(cast) >= quorum)
        assert decision.quorum_met or decision.carried is None


# --- Ballots as text and as files ---

rubbish = st.one_of(st.text(max_size=20), st.text(alphabet="0123456789,>=- +@\t\n٣", max_size=12))


@given(st.sampled_from(sorted(MARKS)), st.integers(1, 12), rubbish)
def test_rubbish_is_refused_and_what_is_taken_is_written_in_one_way(method, options, text):
    marks = canonical(method, options, text)
    assert marks is None or canonical(method, options, marks) == marks
    assert valid(method, options, text) == (text == marks)
    if marks is not None:
        assert set(marks) <= set("0123456789,>=-")
        assert count(method, 3 if method == "consent" else options, {marks: 2}).cast == 2


@each_way
@given(data=st.data())
def test_every_ballot_of_a_voter_is_taken_as_it_is(method, ranking, data):
    options, cast, _ = data.draw(polls(method, ranking))
    assert all(valid(method, options, marks, ranking=ranking) for marks in cast)


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=8)


@given(st.dictionaries(cells.filter(lambda cell: cell != "line"), cells))
def test_a_file_of_ballots_is_read_as_it_was_written(rows):
    text = ballots_csv(rows.items())
    assert read_csv(text) == Counter(rows.values())
    assert text == ballots_csv(reversed(rows.items()))
    assert not any(line.startswith(("=", "+", "-", "@")) for line in text.split("\n"))


@st.composite
def published(draw, method, ranking):
    """What the forum hands out of one poll: the ballots and poll.json."""
    options, cast, quorum = draw(polls(method, ranking))
    abstain = draw(st.sampled_from([None, options - 1])) if method != "consent" else None
    hands = [draw(st.integers(0, 2)) * (method in ("single", "consent")) for _ in range(options)]
    rules = {"majority": draw(st.sampled_from(MAJORITIES)), "quorum": quorum, "hands": hands}
    rules |= {"entitled": 20, "method": method, "abstain": abstain}
    text = ballots_csv((f"{n:03}", marks) for n, marks in enumerate(cast))
    result = counted(method, ranking, options, read_csv(text), abstain)
    claimed = {**asdict(result), **asdict(decide(result, **rules))}
    poll = {**rules, "options": [f"Pilihan {n}" for n in range(options)]}
    poll |= {"ranking": ranking or "schulze", "sha256": sha256_of(text), "claimed": claimed}
    return text, poll


def files_of(folder, text, poll):
    files = [Path(folder, "ballots.csv"), Path(folder, "poll.json")]
    files[0].write_bytes(text.encode())
    files[1].write_text(json.dumps(poll), "utf-8")
    return list(map(str, files))


def main(files):
    """Run the program here; return how it ended and what it printed."""
    printed, before = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), sys.argv
    try:
        sys.argv = ["recount.py", *files]
        with redirect_stdout(printed):
            ended = recount.main()
    finally:
        sys.argv = before
    return ended, printed.buffer.getvalue().decode()


@each_way
@settings(max_examples=50)
@given(data=st.data())
def test_the_program_agrees_with_every_certificate_and_with_no_other(method, ranking, data):
    text, poll = data.draw(published(method, ranking))
    with tempfile.TemporaryDirectory() as folder:
        ended, printed = main(files_of(folder, text, poll))
        assert (ended, printed.splitlines()[-1]) == (0, "The published result is right.")
        key = data.draw(st.sampled_from(["cast", "blank", "carried", "reason", "order", "winners"]))
        poll["claimed"][key] = "something else"
        assert main(files_of(folder, text, poll))[0] == 1


@each_way
@settings(max_examples=3)
@given(data=st.data())
def test_so_it_does_where_there_is_nothing_but_python(method, ranking, data):
    text, poll = data.draw(published(method, ranking))
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-I", "-S", recount.__file__, *files_of(folder, text, poll)],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("The published result is right.\n")

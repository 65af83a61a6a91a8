"""What a ballot may look like, how a tie is broken, what it takes to be carried, and the files."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import asdict

import pytest

from forum.voting import recount
from forum.voting.recount import (
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


def decision(method, tally, *, majority="plurality", quorum=0, hands=(), abstain=None, options=3):
    counted = count(method, options, tally, abstain=abstain)
    return decide(
        counted,
        majority=majority,
        quorum=quorum,
        entitled=None,
        hands=hands,
        method=method,
        abstain=abstain,
    )


def outcome(*args, **kwargs):
    made = decision(*args, **kwargs)
    return made.reason, made.carried


@pytest.mark.parametrize(
    ("method", "typed", "kept"),
    [
        ("single", " 2 ", "2"),
        ("approval", "2, 0", "0,2"),
        ("approval", " ", ""),
        ("score", "5, 0 ,-", "5,0,-"),
        ("score", "-,-,-", "-,-,-"),
        ("ranked", "2 > 1=0", "2>0=1"),
        ("ranked", "", ""),
        ("consent", "2", "2"),
    ],
)
def test_a_ballot_is_written_in_one_way(method, typed, kept):
    assert canonical(method, 3, typed) == kept
    assert valid(method, 3, kept)
    assert valid(method, 3, typed) is (typed == kept)


@pytest.mark.parametrize(
    ("method", "typed"),
    [
        ("single", ""),
        ("single", "3"),
        ("single", "-1"),
        ("single", "00"),
        ("single", "1 2"),
        ("single", "0,1"),
        ("single", "0>1"),
        ("single", "\N{ARABIC-INDIC DIGIT ONE}"),
        ("single", "=1+1"),
        ("single", "1\n2"),
        ("approval", "0,0"),
        ("approval", "0,"),
        ("approval", "0>1"),
        ("score", ""),
        ("score", "5,5"),
        ("score", "6,0,0"),
        ("score", "-1,0,0"),
        ("score", "5,0,0,0"),
        ("ranked", "0>0"),
        ("ranked", "0>>1"),
        ("ranked", "0>"),
        ("ranked", "0,1"),
        ("ranked", "9999999999999999999"),
        ("consent", "3"),
        ("consent", ""),
        ("dowsing", "0"),
    ],
)
def test_what_cannot_be_a_ballot_is_refused_and_never_counted(method, typed):
    assert canonical(method, 3, typed) is None
    assert not valid(method, 3, typed)
    with pytest.raises(ValueError, match="is not a ballot"):
        count(method, 3, {typed: 1})


def test_a_run_off_knows_no_equal_places():
    assert valid("ranked", 3, "2>0=1")
    assert not valid("ranked", 3, "2>0=1", ranking="irv")
    assert valid("ranked", 3, "2>0>1", ranking="irv")


@pytest.mark.parametrize(
    ("method", "tally", "bars"),
    [
        ("single", {"0": 2, "2": 3}, [2, 0, 3]),
        ("approval", {"0,2": 2, "": 4, "2": 1}, [2, 0, 3]),
        ("score", {"5,0,-": 2, "-,4,1": 1}, [10, 4, 1]),
        ("ranked", {"2>0=1": 2, "0=1>2": 5, "": 1, "1": 1}, [0, 1, 2]),
        ("consent", {"0": 4, "2": 1}, [4, 0, 1]),
    ],
)
def test_the_bars_show_what_each_option_has(method, tally, bars):
    assert shown(method, 3, tally) == bars
    assert list(count(method, 3, tally).per_option) == bars


def test_nobody_voted_so_nobody_won():
    for method in recount.MARKS:
        counted = count(method, 3, {})
        assert (counted.cast, counted.winners, counted.order) == (0, (), ((0, 1, 2),))
        assert outcome(method, {}) == outcome(method, {}, quorum=9) == (Reason.NOBODY, None)
    assert count("ranked", 3, {}, ranking="irv").winners == ()


@pytest.mark.parametrize(
    ("method", "tally"),
    [
        ("single", {"2": 3}),
        ("approval", {"": 2, "2": 1}),
        ("score", {"-,-,-": 2, "-,-,5": 1}),
        ("ranked", {"": 2, "2": 1}),
    ],
)
def test_who_abstains_or_marks_nothing_has_voted_but_for_nothing(method, tally):
    counted = count(method, 3, tally, abstain=2)
    assert (counted.cast, counted.valid, counted.blank) == (3, 0, 3)
    assert counted.winners == ()
    assert outcome(method, tally, abstain=2, quorum=3) == (Reason.NOBODY, None)
    assert outcome(method, tally, abstain=2, quorum=4) == (Reason.NO_QUORUM, None)


def test_abstaining_cannot_win_and_is_passed_over_on_ranked_ballots():
    assert count("single", 3, {"0": 1, "2": 9}, abstain=2).winners == (0,)
    for ranking in ("schulze", "irv"):
        counted = count("ranked", 3, {"2>1>0": 5, "0>1": 2}, ranking=ranking, abstain=2)
        assert counted.order == ((1,), (0,))


# --- The tie rule of the run-off ---


def leaving(tally, options):
    return [(step.out, step.tie) for step in count("ranked", options, tally, ranking="irv").steps]


def test_the_last_leave_together_when_together_they_are_fewer_than_the_next():
    tally = {"0": 7, "1": 6, "2>1": 2, "3>1": 2, "4": 0}
    assert leaving(tally, 5) == [((4,), ""), ((2, 3), "together"), ((), "")]
    assert count("ranked", 5, tally, ranking="irv").winners == (1,)


def test_else_the_one_that_was_last_in_the_latest_round_that_differs():
    # After 3 has left, 1 and 2 have four each; in the first round 2 had one less.
    tally = {"0": 5, "1": 4, "2": 3, "3>2": 1}
    assert leaving(tally, 4)[:2] == [((3,), ""), ((2,), "earlier")]


def test_else_the_one_listed_last_and_the_step_says_so():
    tally = {"0": 5, "1>2": 3, "2>1": 3}
    assert leaving(tally, 3) == [((2,), "listed"), ((), "")]


def test_a_tie_of_all_that_are_left_remains_a_tie():
    counted = count("ranked", 3, {"0": 2, "1": 2, "2": 2}, ranking="irv")
    assert counted.winners == (0, 1, 2)
    assert outcome("ranked", {"0": 1, "1": 1}) == (Reason.TIED, None)


def test_two_left_with_equal_votes_are_told_apart_by_an_earlier_round():
    counted = count("ranked", 3, {"0": 4, "1": 3, "2>1": 1}, ranking="irv")
    assert counted.steps[1].rows == ((4, 4, 0),)
    assert (counted.steps[1].tie, counted.winners) == ("earlier", (0,))


def test_ballots_with_no_option_left_are_told():
    steps = count("ranked", 3, {"0": 4, "1": 4, "2": 1}, ranking="irv").steps
    assert [step.exhausted for step in steps] == [0, 1]


# --- Quorum and majority ---


@pytest.mark.parametrize(
    ("majority", "tally", "expected"),
    [
        ("plurality", {"0": 4, "1": 3, "2": 9}, (Reason.CARRIED, 0)),
        ("simple", {"0": 4, "1": 3, "2": 9}, (Reason.CARRIED, 0)),
        ("absolute", {"0": 4, "1": 3, "2": 9}, (Reason.NO_MAJORITY, None)),
        ("absolute", {"0": 8, "1": 3, "2": 4}, (Reason.CARRIED, 0)),
        ("absolute", {"0": 8, "1": 4, "2": 4}, (Reason.NO_MAJORITY, None)),
        ("two_thirds", {"0": 6, "1": 3, "2": 9}, (Reason.CARRIED, 0)),
        ("two_thirds", {"0": 5, "1": 3}, (Reason.NO_MAJORITY, None)),
        ("two_thirds", {"0": 1, "1": 2}, (Reason.CARRIED, 1)),
        ("consensus", {"0": 5, "2": 1}, (Reason.CARRIED, 0)),
        ("consensus", {"0": 5, "1": 1}, (Reason.OBJECTIONS, None)),
        ("simple", {"0": 4, "1": 4}, (Reason.TIED, None)),
    ],
)
def test_what_it_takes_when_the_third_option_abstains(majority, tally, expected):
    assert outcome("single", tally, majority=majority, abstain=2) == expected


@pytest.mark.parametrize(
    ("majority", "tally", "expected"),
    [
        ("consensus", {"0": 3, "1": 4}, (Reason.CARRIED, 0)),
        ("consensus", {"0": 99, "2": 1}, (Reason.OBJECTIONS, None)),
        ("simple", {"0": 2, "1": 1, "2": 2}, (Reason.CARRIED, 0)),
        ("plurality", {"0": 2, "2": 2}, (Reason.NO_MAJORITY, None)),
        ("two_thirds", {"0": 2, "2": 1}, (Reason.CARRIED, 0)),
        ("absolute", {"0": 2, "2": 2}, (Reason.NO_MAJORITY, None)),
    ],
)
def test_concerns_do_not_block_and_objections_do(majority, tally, expected):
    assert outcome("consent", tally, majority=majority) == expected


@pytest.mark.parametrize(
    ("method", "majority", "tally", "expected"),
    [
        ("approval", "simple", {"0,1": 2, "0": 2, "1": 1}, (Reason.CARRIED, 0)),
        ("approval", "two_thirds", {"0": 3, "1": 2}, (Reason.NO_MAJORITY, None)),
        ("approval", "absolute", {"0": 3, "": 3}, (Reason.NO_MAJORITY, None)),
        ("score", "simple", {"3,0,-": 2}, (Reason.CARRIED, 0)),
        ("score", "simple", {"2,0,-": 2}, (Reason.NO_MAJORITY, None)),
        ("score", "simple", {"-,2,0": 2}, (Reason.NO_MAJORITY, None)),
        ("score", "absolute", {"5,0,0": 2, "-,-,-": 2}, (Reason.NO_MAJORITY, None)),
        ("ranked", "simple", {"0>1>2": 3, "1>0>2": 2}, (Reason.CARRIED, 0)),
        ("ranked", "two_thirds", {"0>1>2": 3, "1>0>2": 2}, (Reason.NO_MAJORITY, None)),
        ("ranked", "simple", {"0>1>2": 4, "1>2>0": 3, "2>0>1": 2}, (Reason.NO_MAJORITY, None)),
        ("ranked", "plurality", {"0>1>2": 4, "1>2>0": 3, "2>0>1": 2}, (Reason.CARRIED, 0)),
    ],
)
def test_majorities_of_the_other_methods(method, majority, tally, expected):
    assert outcome(method, tally, majority=majority) == expected


def test_the_majority_of_a_run_off_is_that_of_its_last_round():
    counted = count("ranked", 3, {"0": 4, "1": 3, "2>0": 2}, ranking="irv")
    rules = {"quorum": 0, "entitled": 18, "method": "ranked", "abstain": None}
    assert decide(counted, majority="two_thirds", **rules).carried == 0
    assert decide(counted, majority="consensus", **rules).reason is Reason.OBJECTIONS
    assert decide(counted, majority="simple", **rules).turnout == 500


def test_too_few_ballots_decide_nothing_and_hands_count_for_the_quorum():
    assert outcome("single", {"0": 4}, quorum=5) == (Reason.NO_QUORUM, None)
    assert outcome("single", {"0": 4}, quorum=5, hands=(0, 1, 0)) == (Reason.CARRIED, 0)


def test_hands_are_added_and_kept_apart():
    made = decision("single", {"0": 4, "1": 3, "2": 1}, hands=(0, 3, 2), abstain=2)
    assert (made.carried, made.totals, made.hands) == (1, (4, 6, 3), (0, 3, 2))
    assert made.all_cast == 13
    counted = count("single", 3, {"0": 4, "1": 3, "2": 1}, abstain=2)
    assert (counted.cast, counted.winners) == (8, (0,))


def test_one_raised_hand_can_object():
    assert outcome("consent", {"0": 9}, majority="consensus", hands=(0, 0, 1)) == (
        Reason.OBJECTIONS,
        None,
    )


@pytest.mark.parametrize("method", ["approval", "score", "ranked"])
def test_hands_cannot_rank_or_score(method):
    with pytest.raises(ValueError, match="single choice or a consent"):
        decision(method, {}, hands=(1, 0, 0))


# --- Files ---


def test_the_file_hides_the_order_and_no_cell_looks_like_a_formula():
    text = ballots_csv([("b", "-,5,0"), ("a", "0>1=2"), ("=c", "")])
    assert text == "line,marks\n'=c,\na,0>1=2\nb,\"'-,5,0\"\n"
    assert read_csv(text) == Counter({"-,5,0": 1, "0>1=2": 1, "": 1})


@pytest.mark.parametrize(
    "text",
    ["", "marks\n0\n", "line,marks\na\n", "line,marks\na,0\na,1\n", "line,marks\na,0,1\n"],
)
def test_another_file_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="The ballots are not a file"):
        read_csv(text)


SINGLE = {
    "method": "single",
    "options": ["Setuju → ya", "Tidak"],
    "ranking": "schulze",
    "abstain": None,
    "majority": "simple",
    "quorum": 2,
    "entitled": 10,
    "hands": [1, 0],
}
BALLOTS = ballots_csv([("a", "0"), ("b", "1"), ("c", "0")])
CLAIM = {"cast": 3, "valid": 3, "winners": [0], "carried": 0, "reason": "carried"}


def run(folder, ballots=BALLOTS, **changed):
    poll = {**SINGLE, "sha256": sha256_of(BALLOTS), "claimed": CLAIM, **changed}
    (folder / "ballots.csv").write_text(ballots, "utf-8", newline="")
    (folder / "poll.json").write_text(json.dumps(poll), "utf-8")
    return subprocess.run(
        [sys.executable, "-I", recount.__file__, "ballots.csv", "poll.json"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_citizen_recounts_with_nothing_but_python(tmp_path):
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "single, votes: [0] Setuju → ya 2, [1] Tidak 1" in done.stdout
    assert done.stdout.endswith("The published result is right.\n")


def test_a_wrong_claim_is_told_in_a_sentence(tmp_path):
    done = run(tmp_path, claimed={**CLAIM, "winners": [1]})
    assert done.returncode == 1
    assert "The published result differs: winners [1], not [0]." in done.stdout
    assert "is right" not in done.stdout


def test_one_changed_ballot_changes_the_fingerprint(tmp_path):
    done = run(tmp_path, BALLOTS.replace("b,1", "b,0"))
    assert done.returncode == 1
    assert "The published result differs: sha256" in done.stdout


@pytest.mark.parametrize(
    ("ballots", "changed", "sentence"),
    [
        ("line,marks\na,7\n", {}, "“7” is not a ballot of this poll."),
        ("nothing", {}, "The ballots are not a file"),
        (BALLOTS, {"hands": [1]}, "This cannot be recounted"),
        (BALLOTS, {"options": None}, "This cannot be recounted"),
    ],
)
def test_what_cannot_be_recounted_is_told_in_a_sentence(tmp_path, ballots, changed, sentence):
    done = run(tmp_path, ballots, **changed)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_without_files_it_says_how_to_use_it(tmp_path):
    done = subprocess.run(
        [sys.executable, recount.__file__], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "python recount.py ballots.csv poll.json" in done.stderr


def test_steps_can_be_kept_as_json():
    counted = count("ranked", 3, {"0>1>2": 2, "1>0": 1}, ranking="irv")
    kept = json.loads(json.dumps(asdict(counted)))
    assert kept["steps"][0]["rows"] == [[2, 1, 0]]
    assert kept["winners"] == [0]

"""The count agrees with what was published about real elections and about those of textbooks.

Ballots, results and where they come from are in `elections/`; docs/counting.md lists them.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from forum.voting.recount import Reason, count, decide

ELECTIONS = [
    election
    for file in sorted((Path(__file__).parent / "elections").glob("*.json"))
    for election in json.loads(file.read_text("utf-8"))
]


def those_that_say(result):
    found = [election for election in ELECTIONS if result in election]
    return pytest.mark.parametrize("election", found, ids=[e["name"] for e in found])


def marks_of(ballot, options):
    """Ballots name the options; ours number them."""
    places = [place.split("=") for place in ballot.split(">")] if ballot else []
    return ">".join(
        "=".join(map(str, sorted(options.index(name) for name in place))) for place in places
    )


def tally_of(election):
    return Counter(
        {marks_of(ballot, election["options"]): n for ballot, n in election["ballots"].items()}
    )


def by_schulze(election):
    return count("ranked", len(election["options"]), tally_of(election))


def by_run_off(election):
    """A place that two options share ends the ballot there, or as the election's own rule says."""
    read = election.get("read_in_run_off", {})
    tally = Counter()
    for ballot, number in election["ballots"].items():
        clear = []
        for place in read.get(ballot, ballot).split(">"):
            if "=" in place:
                break
            clear.append(place)
        tally[marks_of(">".join(clear), election["options"])] += number
    return count("ranked", len(election["options"]), tally, ranking="irv")


def names(election, options):
    return [election["options"][option] for option in options]


def in_order(election, counted):
    return " > ".join(" = ".join(names(election, place)) for place in counted.order)


def pairwise(counted):
    return counted.steps[0].rows


def test_there_are_enough_of_them_and_each_names_its_source():
    assert len(ELECTIONS) >= 20
    assert all(len(election["source"]) > 20 for election in ELECTIONS)
    assert len({election["name"] for election in ELECTIONS}) == len(ELECTIONS)


@those_that_say("schulze_winners")
def test_schulze_elects_whom_the_publication_names(election):
    assert sorted(names(election, by_schulze(election).winners)) == election["schulze_winners"]


@those_that_say("schulze")
def test_schulze_puts_all_options_in_the_published_order_with_its_ties(election):
    counted = by_schulze(election)
    assert in_order(election, counted) == election["schulze"]
    assert counted.winners == counted.order[0]


@those_that_say("paths")
def test_both_tables_of_schulze_are_those_of_his_own_example(election):
    before, paths = by_schulze(election).steps
    assert [list(row) for row in before.rows] == election["pairwise"]
    assert [list(row) for row in paths.rows] == election["paths"]


@those_that_say("margins")
def test_the_margins_are_those_another_program_found(election):
    counted = by_schulze(election)
    rows = pairwise(counted)
    assert counted.cast == election["cast"]
    assert [
        [row[b] - rows[b][a] for b in range(len(rows))] for a, row in enumerate(rows)
    ] == election["margins"]


@those_that_say("beats")
def test_the_pairwise_numbers_are_the_published_ones(election):
    rows, at = pairwise(by_schulze(election)), election["options"].index
    for one, other, for_one, for_other in election["beats"]:
        assert (rows[at(one)][at(other)], rows[at(other)][at(one)]) == (for_one, for_other)


@those_that_say("beats_in_per_cent")
def test_the_pairwise_shares_are_the_published_ones(election):
    rows, at = pairwise(by_schulze(election)), election["options"].index
    for one, other, share in election["beats_in_per_cent"]:
        mine, theirs = rows[at(one)][at(other)], rows[at(other)][at(one)]
        assert round(100 * mine / (mine + theirs), 1) == share


@those_that_say("run_off")
def test_the_run_off_elects_whom_the_publication_names(election):
    counted = by_run_off(election)
    assert names(election, counted.winners) == election["run_off"]["winners"]
    if "order" in election["run_off"]:
        assert in_order(election, counted) == election["run_off"]["order"]


@those_that_say("run_off")
def test_every_published_round_is_among_ours_in_the_same_order(election):
    ours = iter(
        {
            name: step.rows[0][option]
            for option, name in enumerate(election["options"])
            if option in step.standing
        }
        for step in by_run_off(election).steps
    )
    for published in election["run_off"].get("rounds", []):
        assert published in ours  # `in` goes on from the last one found


@those_that_say("left_in_the_last_round")
def test_those_left_in_the_last_round_are_the_published_ones(election):
    last = by_run_off(election).steps[-1].standing
    assert names(election, last) == election["left_in_the_last_round"]


@those_that_say("blank_in_run_off")
def test_ballots_that_name_two_at_once_in_the_first_place_say_nothing(election):
    counted = by_run_off(election)
    assert (counted.cast, counted.blank) == (election["cast"], election["blank_in_run_off"])


@those_that_say("first_preferences")
def test_most_first_preferences_can_name_another_winner(election):
    tally = Counter()
    for marks, ballots in tally_of(election).items():
        tally[marks.partition(">")[0]] += ballots
    winners = count("single", len(election["options"]), tally).winners
    assert names(election, winners) == [election["first_preferences"]]


def test_nashville_has_the_most_stars():
    """electorama/abiftool, tennessee-example-STAR.abif: "261 stars (from 100 voters)"."""
    memphis, nashville, chattanooga, knoxville = range(4)
    counted = count("score", 4, {"5,2,1,0": 42, "0,5,3,2": 26, "0,2,5,3": 15, "0,1,3,5": 17})
    assert counted.winners == (nashville,)
    assert counted.per_option[nashville] == 261
    assert counted.steps[0].rows[2][nashville] == 2610
    assert counted.order[-1] == (knoxville,)
    assert counted.per_option[memphis] > 0 < counted.per_option[chattanooga]


def test_president_johnson_was_acquitted_for_want_of_one_vote():
    """16 May 1868: 35 guilty, 19 not guilty; two thirds would have been 36 (archives.gov)."""
    guilty = 0

    def verdict(for_it, against):
        counted = count("single", 2, {"0": for_it, "1": against})
        return decide(
            counted,
            majority="two_thirds",
            quorum=0,
            entitled=54,
            method="single",
            abstain=None,
        )

    assert (verdict(35, 19).carried, verdict(35, 19).reason) == (None, Reason.NO_MAJORITY)
    assert (verdict(36, 18).carried, verdict(36, 18).reason) == (guilty, Reason.CARRIED)

"""What simulated citizens do: the draws of one, and what a crowd of them adds up to."""

from collections import Counter
from collections.abc import Sequence

import pytest

from forum.demo.crowd.mind import Message, Mind
from forum.demo.crowd.papers import Marking, Paper, paper_in
from forum.demo.crowd.temper import Temper, Whim
from forum.demo.crowd.words import Unsaid, words
from forum.participation.rules import tripped
from forum.profiles.load import profile
from forum.stage.ballots import marks_of
from forum.voting.plans import PollPlan, stance_options
from forum.voting.rules import Method

CROWD = 200
STRAW = Paper("jajak", Marking.ONE, 3)
PLACES = Paper("urutan", Marking.PLACES, 4)

ONE_TAP = """
<section data-poll="jajak"><form data-do="vote"><input name="once" value=""><input name="poll"
 value="jajak"><button name="choice" value="0">Setuju</button><button name="choice" value="1">
 Ragu-ragu</button><button name="choice" value="2">Tidak setuju</button></form></section>
"""
QUESTION = '<li data-key="tanya"><form data-do="support"></form></li>'
HAND = '<li data-key="tangan"></li>'


def crowd() -> list[Temper]:
    return [Temper(seed, CROWD) for seed in range(CROWD)]


def mind(temper: Temper | None = None) -> Mind:
    return Mind(temper or willing(), Unsaid({"": ("Kapan mulai berlaku?",)}))


def willing() -> Temper:
    """Somebody who votes once in the straw poll of these tests."""
    return next(
        Temper(seed, CROWD) for seed in range(CROWD) if len(Temper(seed, CROWD).ballots(STRAW)) == 1
    )


def comes_in(one: Mind, *, asking: str = "", queue: dict[str, str] | None = None, **you) -> None:
    told = {
        "signed_in": True,
        "entries": [],
        "ballots": {},
        "muted": None,
        "may": {"vote": None},
        **you,
    }
    one.hears({"t": "hi", "e": "zaman", "s": 4, "then": "snapshot", "you": told}, 0)
    regions = {"standing": '<div data-state="live">', "clause": "", "asking": asking}
    lists = {"queue": queue or {}, "remarks": {}}
    one.hears({"t": "snapshot", "s": 4, "singles": regions, "lists": lists}, 0)


def does_until(one: Mind, end: float) -> list[Message]:
    """Let the seconds pass, and return everything that is sent."""
    sent = []
    while one.next_at <= end:
        sent += one.does(one.next_at)
    return sent


def test_a_crowd_comes_in_over_the_first_minute():
    came = sorted(one.comes_after for one in crowd())
    assert 0 <= came[0] < 5
    assert 40 < came[-1] <= 60
    assert 15 < came[CROWD // 2] < 30


def test_most_agree_some_do_not_and_some_never_vote():
    voted = [one.ballots(STRAW) for one in crowd()]
    first = Counter(ballots[0].choice for ballots in voted if ballots)
    assert 0.8 * CROWD < first.total() < CROWD
    assert first[("0",)] > first.total() / 2 - CROWD / 20
    assert first[("1",)] > 0 < first[("2",)]


def test_votes_come_one_after_another_and_some_change_their_mind_afterwards():
    voted = [ballots for one in crowd() if (ballots := one.ballots(STRAW))]
    looked = sorted(ballots[0].after for ballots in voted)
    assert looked[0] >= 2
    assert looked[len(looked) // 2] < 12
    assert 20 < looked[-1] < 60
    changed = [ballots for ballots in voted if len(ballots) == 2]
    assert 0 < len(changed) < CROWD / 5
    assert all(second.after > first.after for first, second in changed)


def test_one_seed_is_one_person():
    assert Temper(7, CROWD).ballots(PLACES) == Temper(7, CROWD).ballots(PLACES)


@pytest.mark.parametrize(
    ("method", "marking"),
    [
        (Method.SINGLE, Marking.ONE),
        (Method.APPROVAL, Marking.MANY),
        (Method.SCORE, Marking.POINTS),
        (Method.RANKED, Marking.PLACES),
    ],
)
def test_every_ballot_can_be_read_by_whoever_counts(method, marking):
    poll = PollPlan(question={"id": "Apa dahulu?"}, options=stance_options(), method=method)
    paper = Paper("dahulu", marking, len(poll.options))
    choices = [ballot.choice for one in crowd() for ballot in one.ballots(paper)]
    assert len({marks_of(poll, choice) for choice in choices}) > 1


def test_sari_votes_after_a_look_and_with_the_answer_she_chose():
    sari = mind()
    comes_in(sari, asking=ONE_TAP)
    assert sari.does(1) == []
    [vote] = [one for one in does_until(sari, 60) if one["do"] == "vote"]
    assert (vote["poll"], vote["choice"] in ("0", "1", "2")) == ("jajak", True)


def test_nobody_votes_who_has_voted_or_may_not_or_comes_too_late():
    voted, refused, late = mind(), mind(), mind()
    comes_in(voted, asking=ONE_TAP, ballots={"jajak": {}})
    comes_in(refused, asking=ONE_TAP, may={"vote": "Whoever chairs does not vote."})
    comes_in(late, asking=ONE_TAP)
    late.hears({"t": "ev", "s": 5, "k": "poll_closed", "set": {"asking": "<h2>Closed</h2>"}}, 1)
    for one in (voted, refused, late):
        assert [sent for sent in does_until(one, 60) if sent["do"] == "vote"] == []


def test_a_vote_without_an_answer_is_sent_again_with_its_key_and_an_answered_one_is_not():
    sari = mind()
    comes_in(sari, asking=ONE_TAP)
    [vote] = [one for one in does_until(sari, 60) if one["do"] == "vote"]
    comes_in(sari, asking=ONE_TAP)
    [again] = [one for one in sari.does(60) if one["do"] == "vote"]
    assert again["rid"] == vote["rid"]
    sari.hears({"t": "ack", "rid": vote["rid"], "ok": True}, 61)
    comes_in(sari, asking=ONE_TAP)
    assert [one for one in sari.does(62) if one["do"] == "vote"] == []


def test_a_question_is_supported_by_some_and_a_raised_hand_by_nobody():
    supported = Counter[str]()
    for temper in crowd():
        one = mind(temper)
        comes_in(one, queue={"tanya": QUESTION, "tangan": HAND})
        supported.update(sent["entry"] for sent in does_until(one, 90) if sent["do"] == "support")
    assert 0 < supported["tanya"] < CROWD / 4
    assert supported["tangan"] == 0


def test_a_crowd_asks_raises_hands_and_goes_out_but_each_question_is_asked_once():
    unsaid = Unsaid(words().questions)
    minds = [Mind(temper, unsaid) for temper in crowd()]
    for one in minds:
        comes_in(one)
    sent = [message for one in minds for message in does_until(one, 300)]
    asked = [one["text"] for one in sent if one.get("ask") == "question"]
    assert len(asked) == len(set(asked)) > 3
    assert any(one.get("ask") == "hand" for one in sent)
    assert 0 < sum(one.back_at is not None for one in minds) < CROWD / 4


def test_nobody_asks_during_a_vote_and_nobody_when_much_waits_already():
    full = {f"tangan{number}": HAND for number in range(10)}
    for asking, queue in ((ONE_TAP, {}), ("", full)):
        for temper in crowd():
            one = mind(temper)
            comes_in(one, asking=asking, queue=queue)
            assert [sent for sent in does_until(one, 300) if sent["do"] == "ask"] == []


def test_what_waits_is_sometimes_taken_back():
    taken = []
    for temper in crowd():
        one = mind(temper)
        comes_in(one, queue={"milikku": QUESTION}, entries=["milikku"])
        taken += [sent for sent in does_until(one, 300) if sent["do"] == "withdraw"]
    assert {one["entry"] for one in taken} == {"milikku"}


def test_when_the_session_has_ended_everybody_goes_home():
    sari = mind()
    comes_in(sari)
    ended = {"standing": '<div data-state="ended">'}
    sari.hears({"t": "ev", "s": 5, "k": "ended", "set": ended}, 1)
    assert not sari.home
    does_until(sari, 70)
    assert sari.home


def test_a_page_on_which_nothing_is_asked_holds_no_paper():
    assert paper_in(ONE_TAP) == STRAW
    assert paper_in("<section><h2>The clause is read out</h2></section>") is None


def test_the_words_suit_a_crowd_and_no_rule_holds_them():
    content, country = words(), profile("id")
    assert len({content.name(number) for number in range(1_000)}) == 1_000
    said: Sequence[str] = [
        *content.objections,
        *(s for each in content.questions.values() for s in each),
    ]
    assert len(said) == len(set(said))
    assert [text for text in said if tripped(country, text, 0).holding] == []
    unsaid, chance = Unsaid({"3.1": ("Satu?",), "": ("Dua?",)}), Temper(1, CROWD).chance
    assert [unsaid.take("3.1", chance) for _turn in range(3)] == ["Satu?", "Dua?", ""]


def test_whims_are_rare_in_a_large_room():
    temper = Temper(1, 1_000)
    felt = Counter(temper.whim() for _turn in range(1_000))
    assert felt[Whim.NOTHING] > 900
    assert felt[Whim.ASK] < 10

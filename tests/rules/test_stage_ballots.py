"""What a form marks, and how marks are told to whoever made them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import Invalid
from forum.core.i18n import speaking
from forum.stage.ballots import choice_of, marks_of, words_of
from forum.stage.forms import read_ballot
from forum.voting.recount import canonical

NAMES = ("Pagi", "Petang", "Sabtu")


def poll(method: str, names: tuple[str, ...] = NAMES) -> SimpleNamespace:
    options = [{"words": {"id": name, "en": f"{name} (en)"}, "stance": ""} for name in names]
    return SimpleNamespace(method=method, options=options)


@st.composite
def forms(draw: st.DrawFn) -> tuple[str, list[str]]:
    """What a browser may send for three options."""
    method = draw(st.sampled_from(["single", "approval", "score", "ranked", "consent"]))
    match method:
        case "approval":
            return method, draw(st.lists(st.sampled_from("012"), unique=True))
        case "score":
            points = st.sampled_from(["-", *"012345"])
            return method, draw(st.lists(points, min_size=3, max_size=3))
        case "ranked":
            places = st.sampled_from(["", "1", "2", "3"])
            return method, draw(st.lists(places, min_size=3, max_size=3))
    return method, [draw(st.sampled_from("012"))]


@given(forms())
def test_a_form_filled_in_with_my_marks_makes_the_same_marks_again(sent):
    method, choice = sent
    asked = poll(method)
    marks = marks_of(asked, choice)

    assert canonical(method, 3, marks) == marks
    assert marks_of(asked, choice_of(asked, marks)) == marks


@pytest.mark.parametrize(
    ("method", "choice", "marks"),
    [
        ("single", ["2"], "2"),
        ("approval", ["2", "0"], "0,2"),
        ("approval", [], ""),
        ("score", ["5", "-", "0"], "5,-,0"),
        ("score", ["5", "", "0"], "5,-,0"),
        ("ranked", ["2", "1", ""], "1>0"),
        ("ranked", ["1", "1", "9"], "0=1>2"),
        ("ranked", ["", "", ""], ""),
        ("consent", ["1"], "1"),
    ],
)
def test_a_form_is_read_as_it_is_meant(method, choice, marks):
    assert marks_of(poll(method), choice) == marks


@pytest.mark.parametrize(
    ("method", "choice"),
    [
        ("single", []),
        ("single", ["0", "1"]),
        ("single", ["3"]),
        ("single", ["-1"]),
        ("single", ["²"]),
        ("approval", ["0", "0"]),
        ("approval", ["0", "x"]),
        ("score", ["5", "5"]),
        ("score", ["6", "0", "0"]),
        ("score", ["5", "5", "5", "5"]),
        ("ranked", ["1", "2"]),
        ("ranked", ["first", "", ""]),
        ("ranked", ["1" * 400, "", ""]),
        ("consent", ["3"]),
    ],
)
def test_what_is_no_ballot_gets_a_sentence(method, choice):
    with pytest.raises(Invalid) as refused:
        marks_of(poll(method), choice)

    assert list(refused.value.fields) == ["choice"]


@pytest.mark.parametrize(
    ("method", "marks", "words"),
    [
        ("single", "1", "Petang (en)"),
        ("approval", "0,2", "Pagi (en); Sabtu (en)"),
        ("approval", "", "nothing marked"),
        ("score", "5,-,0", "Pagi (en): 5; Sabtu (en): 0"),
        ("ranked", "1>0=2", "1. Petang (en); 2. Pagi (en); 2. Sabtu (en)"),
    ],
)
def test_marks_are_told_in_the_words_of_the_reader(method, marks, words):
    with speaking("en"):
        assert words_of(poll(method), marks) == words


@pytest.mark.parametrize(
    ("sent", "choice"),
    [({"choice": "1"}, ("1",)), ({"choice": ["1", "", "2"]}, ("1", "", "2")), ({}, ())],
)
def test_a_choice_is_a_list_however_often_it_was_sent(sent, choice):
    assert read_ballot(sent).choice == choice

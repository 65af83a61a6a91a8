"""What each audience sees is a picture of the floor, and messages lead from one to the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from forum.core.i18n import LANGUAGES
from forum.core.templating import environment
from forum.sessions.floor import Event, Floor, Happening, apply
from forum.sessions.queueing import Why
from forum.sessions.rules import Ask, Standing, Step
from forum.stage.audiences import Audience
from forum.stage.patches import Patch, diff
from forum.stage.patches import apply as patched
from forum.stage.regions import LISTS, SINGLES, Picture, draw, touched
from forum.stage.states import Mine, Now, Place, queue_state, tally_state
from tests.staging import BEGINS, CONSENT, K, begun, evenings, poll, scene

SCENE = scene()


@pytest.fixture(autouse=True, scope="module")
def _addresses() -> Iterator[None]:
    """Links need the application; here any address will do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(environment().globals, "path", _path)
        _forget_templates()
        yield
    _forget_templates()


def _forget_templates() -> None:
    """A template that was read keeps the `path` it was read with."""
    cache = environment().cache
    assert cache is not None
    cache.clear()


def _path(name: str, **params: str) -> str:
    return "/".join(["", name, *params.values()])


def everything(audience: Audience, language: str, floor: Floor) -> Picture:
    return draw(audience, language, SCENE, floor)


@settings(max_examples=150, deadline=None)
@given(evenings())
def test_an_event_changes_nothing_but_the_regions_that_are_named_for_it(log: list[Event]):
    floor = Floor()
    before = {audience: everything(audience, "id", floor) for audience in Audience}
    for event in log:
        floor = apply(floor, event)
        for audience, picture in before.items():
            after = everything(audience, "id", floor)
            assert names_of(diff(picture, after)) <= touched(event.k, audience), event.k
            before[audience] = after


@settings(max_examples=100, deadline=None)
@given(evenings())
def test_old_regions_and_messages_make_the_regions_drawn_afresh(log: list[Event]):
    for audience in Audience:
        for language in LANGUAGES:
            floor = Floor()
            theirs = everything(audience, language, floor)
            for event in log:
                floor = apply(floor, event)
                only = touched(event.k, audience)
                message = diff(theirs, draw(audience, language, SCENE, floor, only))
                theirs = patched(theirs, message)

            assert theirs == everything(audience, language, floor)


@settings(max_examples=100, deadline=None)
@given(evenings())
def test_nobody_in_the_room_reads_what_is_held_or_hidden_or_withdrawn(log: list[Event]):
    floor = Floor()
    for event in log:
        floor = apply(floor, event)
    unseen = (Standing.HELD, Standing.HIDDEN, Standing.WITHDRAWN)
    words = [
        one.html.removeprefix("<p>").removesuffix("</p>")
        for one in floor.entries.values()
        if one.standing in unseen and one.html
    ]

    for audience in (Audience.CITIZEN, Audience.SCREEN):
        picture = everything(audience, "id", floor)
        html = "".join([*picture.singles.values(), *sum_of(picture)])
        assert [one for one in words if one in html] == []


@pytest.mark.parametrize("audience", Audience)
def test_every_event_is_known_and_every_region_is_drawn(audience: Audience):
    names = {*SINGLES[audience], *LISTS[audience]}
    drawn = everything(audience, "en", begun().floor)

    assert {*drawn.singles, *drawn.lists} == names
    assert {name for kind in Happening for name in touched(kind, audience)} == names


def test_sari_reads_the_clause_with_what_changes_in_it():
    seen = everything(Audience.CITIZEN, "id", begun().floor).singles

    assert "Paling lama <del>14</del><ins>5</ins> hari kerja" in seen["clause"]
    assert "Butir 2 dari 3" in seen["standing"] or "Item 2 of 3" in seen["standing"]


def test_the_moving_numbers_are_left_to_the_client():
    floor = begun(step=Step.STRAW).happens(K.POLL_OPENED, **poll()).floor
    seen = everything(Audience.CITIZEN, "en", floor).singles["asking"]
    filled = draw(
        Audience.CITIZEN,
        "en",
        SCENE,
        floor,
        now=Now(
            tallies={"poll23456x": {"d": [141, 19, 38], "n": 198}},
            ballots={"poll23456x": Mine(["0"], "Agree", "A1ZC6-BRV8R-XP6GK-QRHW0", BEGINS)},
        ),
    ).singles["asking"]

    assert '<data value="" data-tally="0"></data>' in seen
    assert "hidden" in seen.partition("data-receipt")[2].partition(">")[0]
    assert '<data value="141" data-tally="0">141</data>' in filled
    assert 'aria-pressed="true"' in filled
    assert "A1ZC6-BRV8R-XP6GK-QRHW0" in filled


def test_numbers_that_wait_for_the_close_are_not_sent():
    hidden = begun().happens(K.POLL_OPENED, **poll(results="at_close")).floor.poll
    live = begun().happens(K.POLL_OPENED, **poll()).floor.poll
    assert hidden is not None
    assert live is not None

    assert tally_state(hidden, {"0": (3, 1), "2": (1, 2)}) == {"d": [], "n": 4}
    assert tally_state(live, {"0": (3, 1), "2": (1, 2), "1": (0, 3)}) == {"d": [3, 0, 1], "n": 4}
    assert tally_state(hidden, {}, cast=7) == {"d": [], "n": 7}


def test_the_queue_says_who_is_next_and_why():
    evening = begun()
    for number, who in enumerate(["ratna2345x", "radio2345x"]):
        evening.happens(
            K.ASKED, by=who, entry=f"q{number}", ask="question", item="time23456x", html="<p>?</p>"
        )

    assert queue_state(evening.floor, {"q1": 5}) == [["q1", 5, "support"], ["q0", 0, "time"]]


def test_sari_sees_her_place_in_the_queue_and_the_reason():
    evening = begun().happens(K.ASKED, by="sari23456x", entry="q0", ask="hand", item="time23456x")
    now = Now(places={"q0": Place(1, 0, Why.FIRST_TIME)}, entries=frozenset({"q0"}))
    row = draw(Audience.CITIZEN, "en", SCENE, evening.floor, now=now).lists["queue"]["q0"]

    assert 'class="mine"' in row
    assert "speaks for the first time" in row


@pytest.mark.parametrize(
    "changes", [CONSENT, {"kind": "formal"}, {"kind": "formal", **CONSENT}], ids=str
)
def test_a_vote_that_is_more_than_a_mood_is_not_one_tap(changes):
    floor = begun().happens(K.POLL_OPENED, **poll(**changes)).floor
    seen = everything(Audience.CITIZEN, "en", floor).singles["asking"]

    assert "aria-pressed" not in seen
    assert seen.count('type="radio"') == 3
    assert ('name="sure"' in seen) == (changes.get("kind") == "formal")


def test_a_hand_of_somebody_muted_does_not_stand_in_the_queue():
    evening = begun().happens(K.ASKED, by="ratna2345x", entry="q0", ask="hand", item="time23456x")
    evening.happens(K.MUTED, who="ratna2345x", because="Aturan 2")

    assert everything(Audience.CITIZEN, "id", evening.floor).lists["queue"] == {}


def test_remarks_are_shown_apart_from_the_queue_and_only_the_latest():
    evening = begun()
    for number in range(60):
        evening.happens(
            K.ASKED,
            by="ratna2345x",
            entry=f"r{number:02}",
            ask=Ask.REMARK.value,
            item="time23456x",
            html=f"<p>Nomor {number}.</p>",
        )
    lists = everything(Audience.CITIZEN, "id", evening.floor).lists

    assert lists["queue"] == {}
    assert list(lists["remarks"]) == [f"r{number:02}" for number in range(10, 60)]


def test_the_screen_says_only_how_many_answered_while_results_wait():
    floor = begun().happens(K.POLL_OPENED, **poll(results="at_close")).floor
    seen = everything(Audience.SCREEN, "en", floor).singles["asking"]

    assert "data-tally" not in seen
    assert "of 212 answered" in seen


def test_before_a_poll_opens_the_screen_shows_its_question_alone():
    seen = everything(Audience.SCREEN, "id", begun(step=Step.STRAW).floor).singles

    assert "Apakah batas 5 hari kerja dapat diterima?" in seen["asking"]
    assert "data-poll" not in seen["asking"]


def names_of(patch: Patch) -> frozenset[str]:
    return frozenset([*patch.set, *patch.put, *patch.cut])


def sum_of(picture: Picture) -> list[str]:
    return [html for rows in picture.lists.values() for html in rows.values()]

"""Old state and messages make the state loaded afresh, however the messages came: one by one, late
after a pause, or after the line was cut.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.core.templating import environment
from forum.live.groups import REMEMBERED, Group
from forum.live.protocol import Close
from forum.sessions.floor import Floor, apply
from forum.stage.audiences import Audience
from forum.stage.regions import draw
from tests.live.listening import Listener
from tests.staging import K, begun, evenings, scene

SCENE = scene()

WHAT_HAPPENS_TO_A_LINE = st.lists(
    st.sampled_from(["hear", "hear", "hear", "stall", "go on", "cut"]), min_size=40, max_size=40
)


@pytest.fixture(autouse=True, scope="module")
def _addresses() -> Iterator[None]:
    """Links need the application; here any address will do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(environment().globals, "path", lambda name, **_params: f"/{name}")
        yield


@settings(max_examples=60, deadline=None)
@given(evenings(), WHAT_HAPPENS_TO_A_LINE, st.sampled_from(list(Audience)))
def test_whatever_happens_to_the_line_the_page_shows_what_is(log, line, audience):
    group = Group(audience, "id", SCENE, Floor(), {})
    her, floor = Listener(audience, "id").join_group(group), Floor()
    for event, what in zip(log, line, strict=False):
        floor = apply(floor, event)
        group.advance(event, SCENE, floor)
        asyncio.run(group.send())
        match what:
            case "hear":
                her.hear()
            case "stall":
                her.stall()
            case "go on":
                her.go_on()
            case "cut":
                group.members.clear()
                her.join_group(group)
    her.go_on()

    assert her.s == floor.s
    assert her.picture == draw(audience, "id", SCENE, floor)


def test_whoever_falls_too_far_behind_is_sent_to_come_back():
    group, evening = Group(Audience.CITIZEN, "id", SCENE, Floor(), {}), begun()
    her, floor = Listener(language="id").join_group(group), Floor()
    her.stall()
    for _time in range(REMEMBERED):
        evening.happens(K.TIMER, seconds=60)
    for event in evening.events:
        floor = apply(floor, event)
        group.advance(event, SCENE, floor)
    her.go_on()

    assert her.basket.closed_for is Close.TOO_SLOW
    assert her.join_group(group).picture == draw(Audience.CITIZEN, "id", SCENE, floor)


def test_a_herd_shares_one_snapshot():
    group = Group(Audience.SCREEN, "id", SCENE, begun().floor, {})

    assert group.snapshot() is group.snapshot()


def test_whoever_was_behind_when_words_were_hidden_is_shown_what_is_left():
    group, evening = Group(Audience.CITIZEN, "id", SCENE, Floor(), {}), begun()
    her, floor = Listener(language="id").join_group(group), Floor()
    her.stall()
    words = {"html": "<p>rahasia</p>", "language": "id"}
    asked = {"ask": "question", "item": "", "stance": "", "held": False, **words}
    evening.happens(K.ASKED, "sari23456x", entry="entry00000", **asked)
    evening.happens(K.HIDDEN, entry="entry00000", because="Aturan 3")
    for event in evening.events:
        floor = apply(floor, event)
        group.advance(event, SCENE, floor)
    her.go_on()

    assert her.basket.closed_for is None
    assert "rahasia" not in str(her.messages)
    assert her.picture == draw(Audience.CITIZEN, "id", SCENE, floor)

"""The moving numbers of a room, as they are told to everybody."""

from __future__ import annotations

import json

import pytest

from forum.live.frames import payload_of
from forum.live.numbers import Numbers, tally_key
from tests.staging import K, begun, poll


def told(numbers: Numbers, ref: str) -> dict[str, object]:
    frame: dict[str, object] = json.loads(payload_of(numbers.frames[tally_key(ref)]))
    return {"d": frame["d"], "n": frame["n"]}


@pytest.mark.parametrize("waits", [{"results": "at_close"}, {"secrecy": "secret"}], ids=str)
def test_while_results_wait_only_the_number_of_voters_moves(waits):
    floor = begun().happens(K.POLL_OPENED, **poll(**waits)).floor
    numbers = Numbers()
    numbers.open_poll(floor.poll)
    for cast in (1, 3, 2):  # as they may come in from several processes
        numbers.count("poll23456x", {}, cast)
        numbers.take(floor)

    assert told(numbers, "poll23456x") == {"d": [], "n": 3}


def test_a_running_count_keeps_the_newest_of_what_comes_in_any_order():
    floor = begun().happens(K.POLL_OPENED, **poll()).floor
    numbers = Numbers()
    numbers.open_poll(floor.poll)
    numbers.count("poll23456x", {"0": (5, 9)}, 5)
    numbers.count("poll23456x", {"0": (2, 4), "2": (1, 1)}, 3)
    numbers.take(floor)

    assert told(numbers, "poll23456x") == {"d": [5, 0, 1], "n": 6}

"""Our own server."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench.live.machines import Machine, Missing


class Hall:
    """A session full of people in a database of its own."""

    url = ""
    joining: tuple[object, ...] = ()
    speaking: tuple[object, ...] = ()
    speaking_at_length: tuple[object, ...] = ()
    voting: tuple[object, ...] = ()

    @contextmanager
    def serving(self, count: int = 1) -> Iterator[list[Machine]]:
        """Serve it from so many processes."""
        yield []

    def faults(self, told: Mapping[str, str]) -> int:
        """Return how many votes are not stored as their voters were told."""
        return 0


@contextmanager
def hall(database: str, people: int) -> Iterator[Hall]:
    """Give a session with so many people signed in and checked in, and an open poll."""
    raise Missing("forum.live serves no sockets yet.")
    yield Hall()


def pause(seconds: float) -> None:
    """Let it run."""
    time.sleep(seconds)


async def voters(number: int) -> list[int]:
    """Return the ids of people."""
    return []


async def through_the_box(votes: int) -> float | None:
    """Vote."""

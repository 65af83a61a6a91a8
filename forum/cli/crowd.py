"""The crowd that `forum demo --crowd` sends into the session in progress."""

from __future__ import annotations

import argparse
import asyncio
from functools import partial

from forum.cli.serve import Beside
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.demo.crowd.gathering import MOST, Gathering, gather
from forum.demo.crowd.seats import Door, attend

FILES_BESIDE = 200
"""Open files for everything but the crowd, each of whom needs both ends of a connection."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - to be reached, not to listen


def number_of_people(typed: str) -> int:
    """Read how many are to come, or say how many can."""
    if not typed.isascii() or not typed.isdigit() or int(typed) > MOST:
        raise argparse.ArgumentTypeError(f"A crowd is a number of people, at most {MOST:,}.")
    number = int(typed)
    room = _room_for()
    if number > room:
        raise argparse.ArgumentTypeError(
            f"This system lets a program open so few files that at most {room:,} people can come."
            " `ulimit -Hn` shows how many files."
        )
    return number


def crowd(settings: Settings, number: int, *, host: str, port: int) -> Beside | None:
    """Return what a server does beside answering so that they take part; nothing without people."""
    if not number:
        return None
    print("Simulated citizens are on their way, which takes a moment …", flush=True)
    come = asyncio.run(_gathered(settings, number))
    if come is None:
        print("No session is in progress, so nobody comes. --fresh begins again at day zero.")
        return None
    print(f"{number:,} simulated citizens are checked in to the session {come.code}.", flush=True)
    return partial(attend, come, Door(EVERYWHERE.get(host, host), port, "localhost"))


async def _gathered(settings: Settings, number: int) -> Gathering | None:
    async with open_database(settings.database_url):
        return await gather(number)


def _room_for() -> int:
    """Allow this program the open files that a crowd needs, and return for how many people.

    A shell often begins with a limit that is far below what is allowed.
    """
    try:
        import resource  # noqa: PLC0415 - not on Windows, which has no such limit
    except ImportError:
        return MOST
    needed = 2 * MOST + FILES_BESIDE
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now == resource.RLIM_INFINITY:
        return MOST
    if now < needed:
        now = needed if most == resource.RLIM_INFINITY else min(needed, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (now, most))
    return max(0, now - FILES_BESIDE) // 2

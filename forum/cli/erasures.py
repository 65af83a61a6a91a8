"""The list of what people had erased: write it anew, or erase all of it again after a restore.

forum erasures export > erasures
forum erasures replay erasures …
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path

from forum.access.policy import OPERATOR
from forum.app import create_app
from forum.cli.acting import done
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.privacy.actions import erase_again, scrub
from forum.privacy.kept import Erased, read_list
from forum.privacy.queries.preview import every_erasure


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which of the two."""
    parser.add_argument("what", choices=["export", "replay"])
    parser.add_argument(
        "lists", nargs="*", type=Path, help="for replay: lists; without any, the one of this forum"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the list of this database, or erase again what lists say."""
    if arguments.what == "export":
        sys.stdout.writelines(one.line() for one in asyncio.run(_exported(settings)))
        return 0
    own = settings.erasures_path
    try:
        found = lists(arguments.lists or ([own] if own else []))
    except OSError as reason:
        print(f"Nothing was erased. {reason}")
        return 1
    return 0 if again(settings, found) else 1


def lists(files: Iterable[Path]) -> list[Erased]:
    """Return what stands in these lists, each erasure once."""
    found = dict[Erased, None]()
    for file in files:
        with file.open(errors="replace") as lines:
            found |= dict.fromkeys(read_list(lines, tell=print))
    return list(found)


def again(settings: Settings, found: list[Erased]) -> bool:
    """Erase all of it that is there, and tell whether that went well."""
    create_app(settings)  # what was erased again is kept in the list of this forum too
    number = 0

    async def act() -> None:
        nonlocal number
        number = await erase_again(OPERATOR, found)
        await scrub({})

    if not done(settings, act):
        return False
    print(f"Erased again: {number} of {len(found)} on the list; the others were gone already.")
    return True


async def _exported(settings: Settings) -> list[Erased]:
    async with open_database(settings.database_url):
        return await every_erasure()

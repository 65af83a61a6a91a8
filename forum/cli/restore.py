"""Put a copy in the place of a SQLite database, and erase again what was erased since."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

from forum.cli.erasures import again, lists
from forum.core.settings import Settings
from forum.database.alone import Busy, alone
from forum.database.copies import NoCopy, file_of, put_back, staged
from forum.database.migrate import CannotMigrate, migrate


def configure(parser: argparse.ArgumentParser) -> None:
    """Say which."""
    parser.add_argument("copy", type=Path, help="the copy, made by `forum backup`")
    parser.add_argument(
        "--without-erasures",
        action="store_true",
        help="go on although there is no list of what was erased since",
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Put it back, bring it up to date, erase again. The forum must not run meanwhile.

    Without the list of erasures nothing is put back: people's words would be there again.
    """
    try:
        file = file_of(settings.database_url)
        kept = settings.erasures_path
        if not (kept and kept.exists()) and not arguments.without_erasures:
            print(
                f"There is no list of erasures at {kept}, so words that people had erased would be "
                "back. Put it there, or say --without-erasures if nobody ever erased anything."
            )
            return 1
        found = lists([kept] if kept and kept.exists() else [])
        with alone(settings.database_url):
            # All is made ready beside it: a machine that stops in between changes nothing.
            ready = staged(arguments.copy, file)
            there = replace(settings, database_url=f"sqlite://{ready}", erasures_file=str(kept))
            asyncio.run(migrate(there.database_url))
            done = again(there, found)
            for made in ready.parent.glob(f"{ready.name}.before-*"):
                made.unlink()  # made of the copy just now, with what was erased again since
            if not done:
                return 1
            aside = put_back(ready, file)
    except (NoCopy, Busy, CannotMigrate, OSError, sqlite3.Error) as reason:
        print(f"Nothing was put back. {reason}")
        return 1
    if aside:
        print(f"The database that was there is {aside}. Delete it when you need it no more.")
    if settings.keys_path:
        print("If the forum can only be read now, its log lacks entries: `forum log recover`.")
    return 0

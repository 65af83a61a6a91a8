"""Bring the database to the form this version needs."""

from __future__ import annotations

import argparse
import asyncio

from forum.core.settings import Settings
from forum.database.migrate import CannotMigrate, migrate


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no options: a migration is undone by restoring the copy made before it."""
    parser.set_defaults()


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Apply what is missing and say what it was."""
    try:
        made = asyncio.run(migrate(settings.database_url))
    except CannotMigrate as reason:
        print(f"Nothing was changed. {reason}")
        return 1
    for name in made:
        print(f"Made: {name}")
    print("The database is up to date.")
    return 0

"""Copy a SQLite database while it is in use."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

from forum.core.settings import Settings
from forum.database.copies import NoCopy, copy, file_of


def configure(parser: argparse.ArgumentParser) -> None:
    """Say where to."""
    parser.add_argument("to", type=Path, help="the file of the copy; an older one is replaced")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Make the copy; the one that was there stays until the new one is whole."""
    try:
        copy(file_of(settings.database_url), arguments.to)
    except (NoCopy, OSError, sqlite3.Error) as reason:
        print(f"No copy was made. {reason}")
        return 1
    print(f"The copy is {arguments.to}. Keep it on another machine, encrypted, for 35 days.")
    return 0

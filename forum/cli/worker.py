"""Do what the clock asks for, beside servers that only answer."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from forum.app import create_app, keep_working, record_lacks
from forum.core.settings import Settings
from forum.database.config import open_database


def configure(parser: argparse.ArgumentParser) -> None:
    """It takes no options; several workers share the queue."""
    parser.set_defaults()


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Work until told to stop."""
    if settings.database_url.startswith("sqlite"):
        print("On SQLite the server does the work itself: run `forum serve` alone.")
        return 1

    create_app(settings)  # letters need the addresses of the pages

    async def forever() -> None:
        async with open_database(settings.database_url):
            if reason := await record_lacks(settings):
                raise SystemExit(f"{reason} Nothing is done until that is mended.")
            await keep_working(settings)

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(forever())
    return 0

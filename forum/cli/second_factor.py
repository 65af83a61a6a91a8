"""Remove the second factor of somebody who lost the telephone. Make sure first who is asking."""

from __future__ import annotations

import argparse
import asyncio

from forum.access.policy import OPERATOR
from forum.accounts.actions import clear_second_factor
from forum.app import create_app
from forum.core.errors import ForumError
from forum.core.i18n import speaking
from forum.core.settings import Settings
from forum.database.config import open_database


def configure(parser: argparse.ArgumentParser) -> None:
    """Say whose."""
    parser.add_argument("email", help="address of the person")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove it, as the operator; the person is signed out everywhere."""
    create_app(settings)  # the letter to the person needs the addresses of the pages

    async def clear() -> None:
        async with open_database(settings.database_url):
            await clear_second_factor(OPERATOR, arguments.email)

    with speaking("en"):
        try:
            asyncio.run(clear())
        except ForumError as refused:
            print(refused.message)
            return 1
    print(f"{arguments.email} has no second factor any more and is signed out everywhere.")
    return 0

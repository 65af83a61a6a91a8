"""Remove the second factor of somebody who lost the telephone. Make sure first who is asking."""

from __future__ import annotations

import argparse

from forum.access.policy import OPERATOR
from forum.accounts.actions import clear_second_factor
from forum.app import create_app
from forum.cli.acting import done
from forum.core.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Say whose."""
    parser.add_argument("email", help="address of the person")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove it, as the operator; the person is signed out everywhere."""
    create_app(settings)  # the letter to the person needs the addresses of the pages

    if not done(settings, lambda: clear_second_factor(OPERATOR, arguments.email)):
        return 1
    print(f"{arguments.email} has no second factor any more and is signed out everywhere.")
    return 0

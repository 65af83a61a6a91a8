"""Give a person a role in an agency: how a new agency gets its first owner."""

from __future__ import annotations

import argparse

from forum.access.policy import OPERATOR, Role
from forum.accounts.actions import give_role
from forum.app import create_app
from forum.cli.acting import done
from forum.core.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Say who, what and where."""
    parser.add_argument("email", help="address of the person, who may never have signed in")
    parser.add_argument("role", choices=[role.value for role in Role])
    parser.add_argument("agency", help="short name of the agency, as in its address")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Give the role, as the operator."""
    create_app(settings)  # the letter to the person needs the addresses of the pages

    async def give() -> None:
        await give_role(OPERATOR, arguments.agency, arguments.email, Role(arguments.role))

    if not done(settings, give):
        return 1
    print(f"{arguments.email} is {arguments.role} of {arguments.agency}.")
    return 0

"""Finds the command that was asked for and runs it."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from forum.core import logging
from forum.core.settings import Settings

COMMANDS = {
    "serve": "Answer visitors, and do what the clock asks for.",
    "worker": "Do what the clock asks for, beside servers that only answer.",
    "migrate": "Bring the database to the form this version needs.",
    "backup": "Copy a SQLite database while it is in use.",
    "restore": "Put such a copy back, and erase again what was erased since.",
    "erasures": "Write the list of what was erased, or erase all of it again.",
    "keys": "Make the keys that sign the record, and print their public halves.",
    "log": "Go on with the record after the database was put back.",
    "witness": "Watch the logs of others: sign what only grew.",
    "verify": "Check a consultation's record from its bundle.",
    "catalogue": "Fill the catalogue from a file: agencies, their units, their services.",
    "appoint": "Give a person a role in an agency.",
    "second_factor": "Remove the second factor of somebody who lost the telephone.",
    "demo": "Fill a demonstration and serve it.",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. Only the module of that command is loaded."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="forum", description="Public consultations in which every contribution is answered."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    for name, sentence in COMMANDS.items():
        command = commands.add_parser(name, help=sentence, description=sentence)
        if name in arguments[:1]:
            importlib.import_module(f"forum.cli.{name}").configure(command)
    chosen = parser.parse_args(arguments)
    logging.set_up(plain=sys.stderr.isatty(), quiet=chosen.command == "demo")
    module = importlib.import_module(f"forum.cli.{chosen.command}")
    code: int = module.run(chosen, Settings.from_env(os.environ))
    return code

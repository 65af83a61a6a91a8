"""Check a record from its bundle, as anybody else would."""

from __future__ import annotations

import argparse

from forum.core.settings import Settings
from forum.publication import verify


def configure(parser: argparse.ArgumentParser) -> None:
    """Name the bundle, and what was kept."""
    parser.add_argument("bundle", help="the zip, or the folder in which it lies unpacked")
    parser.add_argument("kept", nargs="*", help="receipts, promises and older checkpoints")


def run(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Print what was found; 1 if anything is wrong."""
    return verify.main([arguments.bundle, *arguments.kept])

"""The commands of `forum`, one module each."""

from forum.cli.commands import main

__all__ = ["main"]

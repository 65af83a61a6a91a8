"""Bring every page of the demonstration before the Nu checker, axe and Lighthouse.

The demonstration is filled and served as a forum is served. What a visitor and each of the five
people can reach by links is looked at: at most four pages of a kind from each kind of page. The
checker and Lighthouse are installed with npm on first use, into .bench/pages; the checker needs
Java, the other two Debian's Chromium.

    python -m bench.pages [nu] [axe] [lighthouse] [--quick] [--at http://localhost:8000]

It fails on any error of the checker, any violation found by axe (in both languages, light and dark,
narrow and wide) and any score of Lighthouse under its bar. `--quick` shows axe only the pages on
which something stands that was on none before.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.pages import axe, lighthouse, nu
from bench.pages.tools import Missing
from tests.browser.demonstration import Filled, served
from tests.browser.sights import begin_a_draft, look_around

JUDGES = ("nu", "axe", "lighthouse")


@contextmanager
def demonstration(at: str) -> Iterator[str]:
    """Give the address of a demonstration: the one that is served there, or one of our own."""
    if at:
        yield at
        return
    with tempfile.TemporaryDirectory() as folder:
        print("Filling a demonstration", flush=True)
        filled, copy = Filled(Path(folder)), Path(folder) / "copy"
        with filled.held(), filled.copied(copy) as database, served(copy, database) as address:
            begin_a_draft(address)
            yield address


def run(chosen: list[str], at: str, *, quick: bool) -> int:
    """Ask the judges that were chosen; return 1 if one of them finds fault."""
    faults = 0
    with demonstration(at) as address:
        if "lighthouse" in chosen:  # first: the forum is still quiet
            faults += lighthouse.judge(address)
        if {"nu", "axe"} & set(chosen):
            found = look_around(address)
            print(f"Pages reached: {len(found.visited)}", flush=True)
        if "nu" in chosen:
            faults += nu.judge(address, found.visited)
        if "axe" in chosen:
            faults += asyncio.run(axe.judge(address, found.sights if quick else found.visited))
    return 1 if faults else 0


def main() -> int:
    """Read the words behind the command and do it."""
    parser = argparse.ArgumentParser(description="Judge every page of the demonstration.")
    parser.add_argument("judges", nargs="*", metavar="JUDGE", help=f"of {', '.join(JUDGES)}")
    parser.add_argument("--at", default="", help="a demonstration that is served already")
    parser.add_argument("--quick", action="store_true", help="axe: each shape of a page once")
    chosen = parser.parse_args()
    if unknown := set(chosen.judges) - set(JUDGES):
        parser.error(f"no such judge: {', '.join(unknown)}")
    try:
        return run(chosen.judges or list(JUDGES), chosen.at, quick=chosen.quick)
    except Missing as reason:
        print(reason)
        return 2


if __name__ == "__main__":
    sys.exit(main())

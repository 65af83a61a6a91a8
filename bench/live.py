"""Live sessions: what a message to ten thousand costs, and whether ten thousand votes are kept.

Our server beside the best and the usual of others, in turn, on this machine over loopback; the
table says what was measured, what the target is, and whether it holds. The command fails where one
does not. Alone it measures the most important rows once, in a few minutes; `--full` all of them,
three times, with their medians. It needs gcc; Node and npm for the peers; PostgreSQL for some rows.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from bench.live.client import compile_client
from bench.live.crowd import fanout, malformed, stalled
from bench.live.halls import Halls
from bench.live.ingestion import ingestion
from bench.live.machines import Missing, raise_file_limit
from bench.live.plan import Plan
from bench.live.table import Row, drawn
from bench.live.turnout import killed, many, processes, votes

MEASURES: dict[str, Callable[[Plan], list[Row]]] = {
    "fanout": fanout,
    "votes": votes,
    "ingestion": ingestion,
    "stalled": stalled,
    "malformed": malformed,
    "killed": killed,
    "processes": processes,
    "many": many,
}
ONLY_IN_FULL = {"processes", "many"}
SPARE_FILES = 500
TARGETED = 10_000


def main() -> int:
    """Print the table; return 1 if a target is missed."""
    asked = _options().parse_args()
    names = asked.only or [name for name in MEASURES if asked.full or name not in ONLY_IN_FULL]
    sockets = asked.sockets or (1_000 if asked.quick else TARGETED)
    repeat = asked.repeat or (3 if asked.full else 1)
    try:
        compile_client()
    except Missing as reason:
        print(reason)
        return 1
    if (files := raise_file_limit()) < sockets + SPARE_FILES:
        print(f"A process may open {files:,} files here: ask for fewer with --sockets.")
        return 1
    print(f"{sockets:,} sockets, {repeat} times, load {os.getloadavg()[0]:.1f} at first")
    rows: list[Row] = []
    with Halls() as halls:
        for name in names:
            print(f"{name} …", flush=True)
            rows.extend(MEASURES[name](Plan(sockets, repeat, halls)))
    print(f"\n{drawn(rows)}")
    if sockets != TARGETED:
        print(f"The targets are for {TARGETED:,} sockets: with fewer, fixed costs weigh more.")
    return int(any(row.missed for row in rows))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sockets", type=int, help="people in the room (10,000)")
    parser.add_argument("--repeat", type=int, help="times; medians are shown (1)")
    parser.add_argument("--only", type=_names, help=f"some of {','.join(MEASURES)}")
    parser.add_argument("--quick", action="store_true", help="1,000 sockets, once")
    parser.add_argument("--full", action="store_true", help="every row, three times")
    return parser


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in MEASURES]:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}")
    return names


if __name__ == "__main__":
    sys.exit(main())

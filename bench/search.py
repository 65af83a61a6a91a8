"""How long a search takes among 100,000 contributions, on SQLite and on PostgreSQL.

Everything that the page asks of the database is in the time: the counts of each kind, the best of
them, and what stands beside them. The questions are those of people: one common word, one rare, two
together, a form of a word that nobody wrote, words that only some texts have, a filter. The bar is
200 ms for the slowest twentieth; the command fails above it.

    python -m bench.search [--contributions 100000] [--only sqlite]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.filling import fill, fresh_databases
from forum.database.config import open_database
from forum.profiles.load import profile
from forum.search.queries import look_for
from forum.search.rules import Kind, Narrowed, read_question
from tests.databases import Postgres

BAR_MS = 200
ROUNDS = 20
QUESTIONS = {
    "a common word": ("pelayanan", Narrowed()),
    "a rare word": ("rambutan", Narrowed()),
    "two common words": ("antrean loket", Narrowed()),
    "a form nobody wrote": ("mengurusi", Narrowed()),
    "any of the words": ("loket gajah", Narrowed()),
    "contributions alone": ("petugas", Narrowed(kind=Kind.CONTRIBUTION)),
    "of one clause": ("petugas", Narrowed(label="3.1")),
    "nothing": ("xylofon", Narrowed()),
}


async def measure(url: str, contributions: int) -> list[float]:
    """Fill a database and return how long each search took, in milliseconds."""
    async with open_database(url):
        await fill(contributions)
        countries = [profile("id")]
        every: list[float] = []
        for name, (words, narrowed) in QUESTIONS.items():
            question, times = read_question(words), list[float]()
            for _ in range(ROUNDS):
                started = time.perf_counter()
                found = await look_for(question, narrowed, countries)
                times.append((time.perf_counter() - started) * 1000)
            every += times
            print(
                f"  {name}: {found.total:,} found, median {statistics.median(times):.1f} ms, "
                f"worst {max(times):.1f} ms"
            )
    return every


async def run(contributions: int, server: Postgres | None) -> int:
    """Measure both databases; return 1 if the bar is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for name, url in await fresh_databases(Path(folder), server, "_search"):
            print(f"{name}, {contributions:,} contributions")
            times = sorted(await measure(url, contributions))
            p95 = times[int(len(times) * 0.95)]
            print(f"  p95 {p95:.1f} ms, bar {BAR_MS} ms")
            missed |= p95 > BAR_MS
    return int(missed)


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contributions", type=int, default=100_000)
    parser.add_argument("--only", choices=("sqlite",), help="leave PostgreSQL out")
    args = parser.parse_args()
    server = None if args.only else Postgres()
    try:
        return asyncio.run(run(args.contributions, server))
    finally:
        if server is not None:
            server.drop(f"{server.prefix}_search")


if __name__ == "__main__":
    sys.exit(main())

"""Reading the two public pages among 1,000, 10,000 and 100,000 contributions, on both databases.

The server's time for the consultation page and for the page of the clause on which half of all was
said, in this process, without a network: all sizes in turn, one request after another, so that a
busy machine is busy for all alike. Printed are medians, the ratio of the largest size to the
smallest (the bar is 1.5; the command fails above it), the queries (8 and 10) and the bytes of HTML,
packed. No peer's page stands beside them: none could be set up within minutes.

    python -m bench.readers [--only sqlite] [--rounds 40]
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx2

from bench.filling import fill, fresh_databases
from forum.app import create_app
from forum.core.settings import Settings
from forum.database.config import open_database
from tests.databases import Postgres
from tests.queries import asked

SIZES = (1_000, 10_000, 100_000)
RATIO, TURNS = 1.5, 8
QUERIES = {"consultation": 8, "clause": 10}


async def filled(server: Postgres | None, folder: Path) -> dict[str, dict[int, str]]:
    """Make a database of each size and return the addresses."""
    every: dict[str, dict[int, str]] = {}
    for size in SIZES:
        for name, url in await fresh_databases(folder, server, f"_readers_{size}"):
            async with open_database(url):
                await fill(size)
            every.setdefault(name, {})[size] = url
    return every


async def read(url: str, rounds: int, times: dict[str, list[float]]) -> dict[str, tuple[int, int]]:
    """Ask for both pages so often, after once for warming up; return queries and packed bytes."""
    found = {}
    async with open_database(url):
        settings = Settings(database_url=url, base_url="http://forum.test", run_jobs=False)
        app = create_app(settings, database_is_open=True)
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://forum.test") as client:
            pages = {
                "consultation": "/consultations/ktp-el-baru-2026",
                "clause": "/consultations/ktp-el-baru-2026/clauses/3.1",
            }
            for name, address in pages.items():
                with asked() as queries:
                    page = await client.get(address)
                assert page.status_code == 200
                found[name] = (len(queries), len(gzip.compress(page.content, 6)))
                for _ in range(rounds):
                    started = time.perf_counter()
                    await client.get(address)
                    times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
    return found


async def run(server: Postgres | None, rounds: int) -> int:
    """Measure; return 1 if a bar is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for database, urls in (await filled(server, Path(folder))).items():
            times: dict[int, dict[str, list[float]]] = {size: {} for size in SIZES}
            told = {}
            for _ in range(TURNS):
                for size, url in urls.items():
                    told[size] = await read(url, max(1, rounds // TURNS), times[size])
            for page, most in QUERIES.items():
                medians = {size: statistics.median(times[size][page]) for size in SIZES}
                ratio = medians[SIZES[-1]] / medians[SIZES[0]]
                queries = max(told[size][page][0] for size in SIZES)
                weight = max(told[size][page][1] for size in SIZES) / 1000
                of_each = ", ".join(f"{size:,}: {took:.1f} ms" for size, took in medians.items())
                print(
                    f"{database}, {page}: {of_each}; ratio {ratio:.2f} (bar {RATIO}); "
                    f"{queries} queries (bar {most}); {weight:.1f} kB packed"
                )
                missed |= ratio > RATIO or queries > most
    return int(missed)


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("sqlite",), help="leave PostgreSQL out")
    parser.add_argument("--rounds", type=int, default=40)
    args = parser.parse_args()
    server = None if args.only else Postgres()
    try:
        return asyncio.run(run(server, args.rounds))
    finally:
        for size in SIZES if server else ():
            server.drop(f"{server.prefix}_readers_{size}")


if __name__ == "__main__":
    sys.exit(main())

"""Kill the server while twenty people write, for as long as one likes: `--kills 1000`.

Every 0.6 to 1.6 seconds, on SQLite and on PostgreSQL. First a server that acknowledges too early
must be caught, or the rest would prove nothing. The command fails on any finding.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import sys
import tempfile
from pathlib import Path

from forum.database.migrate import migrate
from tests.databases import Postgres
from tests.ledger.comparing import Findings, compare
from tests.ledger.drill import Pace, drill
from tests.ledger.hasty import HASTY
from tests.ledger.server import FORUM, Server
from tests.ledger.world import build

CAUGHT = Pace(kills=2, shortest=0.3, longest=0.6)


def main() -> int:
    """Print the figures; return 1 if anything was lost, doubled or made up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="on each database (20)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", choices=("sqlite", "postgres"), help="one database")
    asked = parser.parse_args()
    pace = Pace(kills=asked.kills)
    print(f"seed {asked.seed}")
    sound = True
    if asked.only != "postgres":
        sound = not _on_sqlite(CAUGHT, asked.seed, HASTY).none and sound
        sound = _on_sqlite(pace, asked.seed).none and sound
    if asked.only != "sqlite":
        sound = _on_postgres(pace, asked.seed).none and sound
    return int(not sound)


def _on_sqlite(pace: Pace, seed: int, command: tuple[str, ...] = FORUM) -> Findings:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{folder}/forum.sqlite3"
        asyncio.run(migrate(url))
        return asyncio.run(_run("SQLite", url, Path(folder), pace, seed, command, servers=1))


def _on_postgres(pace: Pace, seed: int) -> Findings:
    server = Postgres()
    name = server.create("_ledger")
    try:
        asyncio.run(migrate(server.url(name)))
        with tempfile.TemporaryDirectory() as folder:
            run = _run("PostgreSQL", server.url(name), Path(folder), pace, seed, FORUM, servers=2)
            return asyncio.run(run)
    finally:
        server.drop(name)


async def _run(
    title: str,
    url: str,
    folder: Path,
    pace: Pace,
    seed: int,
    command: tuple[str, ...],
    *,
    servers: int,
) -> Findings:
    world = await build(url)
    machines = [Server(url, folder, command) for _ in range(servers)]
    before = _processor_seconds()
    done = await drill(world, machines, folder, pace, seed)
    used = _processor_seconds() - before
    findings = await compare(done.notes, url)
    print(f"{title}, {' '.join(command)}: {done}; {used:.0f} s of processor")
    print(f"  {findings}")
    return findings


def _processor_seconds() -> float:
    own, servers = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + servers.ru_utime + servers.ru_stime


if __name__ == "__main__":
    sys.exit(main())

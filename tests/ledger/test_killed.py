"""A hundred vote and speak over a bad line, twenty write, and servers are killed all the while."""

from __future__ import annotations

import signal

import pytest

from tests.databases import both_databases
from tests.ledger import comparing, counted
from tests.ledger.book import read
from tests.ledger.drill import Pace, drill
from tests.ledger.evening import begin_evening, drill_evening
from tests.ledger.hasty import HASTY
from tests.ledger.server import Server
from tests.ledger.world import build

pytestmark = pytest.mark.slow

SEED = 20261124
KILLS = 20
LEAST = 4_000


@both_databases
async def test_nothing_acknowledged_is_lost_and_nothing_is_counted_twice(
    database_url, database_kind, tmp_path
):
    # On PostgreSQL those whose server dies turn to the other one at once, with the same key, and
    # what the servers tell each other is lost again and again.
    postgres = database_kind == "postgres"
    bus = {"FORUM_BUS": "postgres"} if postgres else {}
    evening = await begin_evening(database_url)
    machines = [Server(database_url, tmp_path, more=bus) for _ in range(1 + postgres)]

    url = database_url if postgres else ""
    done = await drill_evening(evening, machines, tmp_path, KILLS, SEED, url)
    written = read(done.writing)
    said = read(done.voting)
    comments = await comparing.compare(written, database_url)
    votes = await counted.compare(done.voting, database_url, evening.people, evening.poll)

    assert comments.none, comments
    assert votes.none, votes
    assert done.gaps == []
    assert written.refused + said.refused == []
    assert set(done.exit_codes) == {-signal.SIGTERM}
    assert done.wires_cut >= KILLS * postgres
    assert len(written.acknowledged) >= 100
    assert len(written.acknowledged) + len(said.acknowledged) >= LEAST
    assert written.unknown.total() + said.unknown.total() >= KILLS


async def test_a_server_that_acknowledges_too_early_is_caught(database_url, tmp_path):
    world = await build(database_url)
    hasty = Server(database_url, tmp_path, HASTY)

    await drill(world, [hasty], tmp_path, Pace(kills=0, shortest=0.2, longest=0.2), SEED)
    assert (await comparing.compare(read(tmp_path), database_url)).lost == []

    done = await drill(world, [hasty], tmp_path, Pace(kills=1, shortest=0.2, longest=0.2), SEED)
    findings = await comparing.compare(done.notes, database_url)
    assert findings.lost

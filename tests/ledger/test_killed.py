"""The server is killed in the middle of its work: what was acknowledged is there, once."""

from __future__ import annotations

import signal

import pytest

from tests.databases import both_databases
from tests.ledger.book import read
from tests.ledger.comparing import compare
from tests.ledger.drill import Pace, drill
from tests.ledger.hasty import HASTY
from tests.ledger.server import Server
from tests.ledger.world import build

pytestmark = pytest.mark.slow

SEED = 20261124


@both_databases
async def test_nothing_acknowledged_is_lost_and_nothing_is_stored_twice(
    database_url, database_kind, tmp_path
):
    world = await build(database_url)
    # On PostgreSQL those whose server dies turn to the other one at once, with the same key.
    machines = [Server(database_url, tmp_path) for _ in range(1 + (database_kind == "postgres"))]

    done = await drill(world, machines, tmp_path, Pace(kills=20, shortest=0.2, longest=0.7), SEED)
    findings = await compare(done.notes, database_url)

    assert findings.none, findings
    assert done.notes.refused == []
    assert set(done.exit_codes) == {-signal.SIGTERM}
    assert len(done.notes.acknowledged) >= 100
    assert done.notes.unknown.total() >= 20


async def test_a_server_that_acknowledges_too_early_is_caught(database_url, tmp_path):
    world = await build(database_url)
    hasty = Server(database_url, tmp_path, HASTY)

    await drill(world, [hasty], tmp_path, Pace(kills=0, shortest=0.2, longest=0.2), SEED)
    assert (await compare(read(tmp_path), database_url)).lost == []

    done = await drill(world, [hasty], tmp_path, Pace(kills=1, shortest=0.2, longest=0.2), SEED)
    findings = await compare(done.notes, database_url)
    assert findings.lost

"""Tools that others wrote accept a log that the forum made.

Asked for by name, because they take a minute and what no forum needs:
`FORUM_OTHER_TOOLS=1 make test TESTS=tests/other_tools`, with Go and its `x/mod` (Debian: golang-go,
golang-golang-x-mod-dev) and, for the second test, `pip install pymerkle`.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from forum.audit.actions import open_log, sequence
from forum.audit.keys import make_keys
from forum.audit.models import LogEntry
from forum.audit.queries.log import newest_log
from forum.audit.rules.checkpoints import read_checkpoint
from forum.audit.rules.notes import read_note
from forum.audit.rules.tiles import tiles_of
from tests.actions.test_log import many

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(
        "FORUM_OTHER_TOOLS" not in os.environ,
        reason="Tools of others are asked only when FORUM_OTHER_TOOLS is set.",
    ),
]

SIZE = int(os.environ.get("FORUM_OTHER_TOOLS_ENTRIES", "100000"))
HERE = Path(__file__).parent


@pytest.fixture
def settings(settings, tmp_path):
    return replace(settings, keys_folder=str(tmp_path / "keys"))


@pytest.fixture
async def keys(db, settings):
    """The keys of a log with a hundred thousand entries."""
    keys = make_keys(settings.keys_path, "forum.test/log/1")
    await open_log(keys)
    for _ in range(0, SIZE - 1, 2_000):
        await many(min(2_000, SIZE - await LogEntry.all().count()))
    while await sequence(keys):
        pass
    return keys


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""},
    )


async def test_gos_own_tools_accept_checkpoint_tiles_entries_and_proofs(visit, keys, tmp_path):
    if shutil.which("go") is None:
        pytest.skip("Go is not installed.")
    served = {"checkpoint": (await visit.get("/log/1/checkpoint")).content}
    for tile in tiles_of(SIZE):
        served[f"tile/{tile.path}"] = (await visit.get(f"/log/1/tile/{tile.path}")).content
    for place, data in served.items():
        file = tmp_path / "log" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    key = str(keys.log.verifier)
    older = [str(size) for size in (1, 2, 255, 256, 257, 65_536, SIZE - 1) if size < SIZE]
    done = await asyncio.to_thread(
        run, "go", "run", str(HERE / "check.go"), str(tmp_path / "log"), key, *older
    )

    assert done.stdout == f"forum.test/log/1: {SIZE} entries, signed, whole, and grown\n", (
        done.stdout + done.stderr
    )


async def test_pymerkle_finds_the_same_root(keys):
    pymerkle = pytest.importorskip("pymerkle", reason="pymerkle is not installed.")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for (entry,) in await LogEntry.all().order_by("idx").values_list("entry"):
        tree.append_entry(entry.encode())
    signed = await newest_log()
    root = read_checkpoint(read_note(signed.note, [keys.log.verifier]).text).root

    assert tree.get_root() == root

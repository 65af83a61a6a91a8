"""The database can store nothing for a while: people are told, and then it goes on."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx2
import pytest

from forum.core.ids import new_ref
from forum.web.identity import cookie_name
from tests.ledger.server import Server
from tests.ledger.world import World, build

pytestmark = pytest.mark.slow

WORDS = "Antreannya terlalu panjang, tolong ditambah loketnya."
ROOM = "24m"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ("/bin/mount", "-t", "tmpfs", "-o", f"size={ROOM}", "forum", str(folder))
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("Nobody may mount a small disk here; root on a machine of its own may.")
    yield folder
    subprocess.run(["/bin/umount", folder], check=True)


@asynccontextmanager
async def sari_at(server: Server, world: World) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"origin": server.address, "accept": "text/html", "accept-language": "en"}
    async with httpx2.AsyncClient(base_url=server.address, headers=headers, timeout=30) as browser:
        browser.cookies.set(cookie_name(secure=False), world.tokens[0])
        yield browser


def comment() -> dict[str, str]:
    return {"text": WORDS, "once": new_ref()}


async def test_a_full_disk_is_told_in_a_sentence_and_forgotten_once_there_is_room(
    sqlite_template, small_disk, tmp_path
):
    file = Path(shutil.copy(sqlite_template, small_disk / "forum.sqlite3"))
    url = f"sqlite://{file}"
    world = await build(url)
    server = Server(url, tmp_path)
    await server.start()
    address = world.addresses()[0]
    try:
        async with sari_at(server, world) as sari:
            balloon = small_disk / "balloon"
            kept = 0
            _fill(balloon)
            while (refused := await sari.post(address, data=comment())).status_code == 303:
                kept += 1  # what fits into the pages that are there

            assert refused.status_code == 503
            assert "The forum can store nothing just now." in refused.text
            assert WORDS in refused.text
            assert refused.headers["retry-after"] == "60"
            read = await sari.get(f"/consultations/{world.slug}")
            assert read.status_code == 200
            assert (await sari.get("/me")).status_code == 200

            balloon.unlink()
            assert (await sari.post(address, data=comment())).status_code == 303
    finally:
        await server.end(signal.SIGTERM)
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT count(*) FROM contribution").fetchone() == (kept + 1,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_while_another_program_holds_the_file_people_wait_and_are_answered(
    database_url, tmp_path
):
    world = await build(database_url)
    server = Server(database_url, tmp_path)
    await server.start()
    try:
        async with sari_at(server, world) as sari:
            file = database_url.removeprefix("sqlite://")
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                sending = asyncio.create_task(sari.post(world.addresses()[0], data=comment()))
                _done, waiting = await asyncio.wait([sending], timeout=5)
                assert waiting
                other.execute("ROLLBACK")
            assert (await sending).status_code == 303
    finally:
        await server.end(signal.SIGTERM)


def _fill(balloon: Path) -> None:
    """Take all the room that is left."""
    with balloon.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue

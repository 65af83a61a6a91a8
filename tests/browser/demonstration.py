"""The demonstration as a real server: filled once a run, copied for each test."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.databases import Postgres
from tests.sharing import made_once

PATIENCE = 300


class Filled:
    """What every test begins with: a folder and, for PostgreSQL, a database to copy."""

    def __init__(self, shared: Path, postgres: Postgres | None = None) -> None:
        self.postgres = postgres
        self.folder = shared / ("filled-postgres" if postgres else "filled-sqlite")
        self.name = ""

    @contextmanager
    def held(self) -> Iterator[Filled]:
        """Fill it unless another worker has, and keep it while this block runs."""
        with made_once(self.folder, self._fill, self._clear) as self.name:
            yield self

    @contextmanager
    def copied(self, folder: Path) -> Iterator[str]:
        """Copy it into a folder of the test's own; gives the address of the database's copy."""
        shutil.copytree(self.folder / "demo", folder)
        if self.postgres is None:
            yield sqlite_in(folder)
            return
        copy = self.postgres.create("_copy", like=self.name)
        yield self.postgres.url(copy)
        self.postgres.drop(copy)

    def _fill(self) -> str:
        name = self.postgres.create("_filled") if self.postgres else ""
        filling = subprocess.run(
            [*FORUM, "--folder", str(self.folder / "demo"), "--fill-only"],
            env=_environment(self.postgres.url(name) if self.postgres else ""),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert filling.returncode == 0, filling.stdout + filling.stderr
        return name

    def _clear(self, name: str) -> None:
        shutil.rmtree(self.folder / "demo")
        if self.postgres is not None:
            self.postgres.drop(name)


def sqlite_in(folder: Path) -> str:
    """Return the address of the database that lies in the folder of a demonstration."""
    return f"sqlite://{folder / 'forum.sqlite3'}"


FORUM = (sys.executable, "-m", "forum", "demo")


@contextmanager
def served(folder: Path, database_url: str) -> Iterator[str]:
    """Serve the demonstration in this folder, and end the server; gives its address.

    Whatever the server itself calls an error fails the test.
    """
    port = _free_port()
    said = folder / "server.log"
    with said.open("w") as out:
        server = subprocess.Popen(
            [*FORUM, "--folder", str(folder), "--port", str(port)],
            env=_environment(database_url),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, server, said)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=30)
    assert not (errors := list(_errors_in(said))), "\n".join(errors)


def _errors_in(said: Path) -> Iterator[str]:
    """What the server calls an error, with the place where it happened."""
    for line in said.read_text().splitlines():
        if '"level": "error"' in line:
            told = json.loads(line)
            yield "\n".join([told["event"], *told.get("exception", "").splitlines()[-3:]])


def _wait_for(port: int, server: subprocess.Popen[bytes], said: Path) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert server.poll() is None, said.read_text()
        with closing(socket.socket()) as knock:
            knock.settimeout(1)
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"The server does not answer: {said.read_text()}")


def _free_port() -> int:
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _environment(database_url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    return kept | ({"FORUM_DATABASE_URL": database_url} if database_url else {})

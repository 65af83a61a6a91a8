"""Real servers, each a process in a group of its own, ended only by its own number."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
FORUM = ("forum", "serve")
READY_WITHIN = 30.0


class Server:
    """One server on a port of its own; it can be killed and started again any number of times."""

    def __init__(
        self,
        url: str,
        folder: Path,
        command: Sequence[str] = FORUM,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"server-{self.port}.log"
        self.command = [sys.executable, "-m", *command, "--port", str(self.port)]
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("FORUM_")},
            "FORUM_DATABASE_URL": url,
            "FORUM_BASE_URL": self.address,
            "FORUM_MAIL_FOLDER": str(folder / "mail"),
            **(more or {}),
        }
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> float:
        """Start it and return after how many seconds it takes connections."""
        began = time.monotonic()
        await self.launch()
        while not await self.answers():
            if self.ended or time.monotonic() - began > READY_WITHIN:
                raise ServerDied(self)
            await asyncio.sleep(0.01)
        return time.monotonic() - began

    async def launch(self) -> None:
        """Start it without waiting until it is ready."""
        with self.log.open("a") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def answers(self) -> bool:
        """Tell whether it takes connections."""
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True

    async def falls_silent(self) -> None:
        """Wait until it takes no more connections."""
        while await self.answers():  # noqa: ASYNC110 - another process tells no event
            await asyncio.sleep(0.01)

    @property
    def ended(self) -> bool:
        """Whether its process is gone."""
        return self.process is None or self.process.returncode is not None

    def waited(self) -> float:
        """Return for how many seconds other programs kept it from a processor, if Linux tells."""
        assert self.process is not None
        file = Path(f"/proc/{self.process.pid}/schedstat")
        return int(file.read_text().split()[1]) / 1e9 if file.exists() else 0.0

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process and to no other."""
        if self.process is not None and not self.ended:
            self.process.send_signal(number)

    async def end(self, number: signal.Signals) -> int:
        """Send a signal, wait for the end and return the exit code."""
        self.send(number)
        return await self.end_by_itself()

    async def end_by_itself(self) -> int:
        """Wait for the end and return the exit code."""
        assert self.process is not None
        return await self.process.wait()


class ServerDied(RuntimeError):
    """A server ended by itself, or never became ready; its last words tell why."""

    def __init__(self, server: Server) -> None:
        super().__init__(f"{' '.join(server.command)}\n{server.log.read_text()[-3000:]}")


class Servers:
    """Those that are up just now, for whoever wants to send something."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self.all = list(servers)
        self.up: list[Server] = []
        self._some_up = asyncio.Event()
        self.took: list[float] = []

    async def start(self, server: Server) -> None:
        """Start one of them and say that it is up."""
        self.took.append(await server.start())
        self.up.append(server)
        self._some_up.set()

    async def kill(self, server: Server) -> None:
        """Kill one of them in the middle of whatever it does."""
        self.up.remove(server)
        if not self.up:
            self._some_up.clear()
        await server.end(signal.SIGKILL)

    async def one(self, chance: Random) -> Server:
        """Return one that is up, as soon as there is one."""
        await self._some_up.wait()
        server = chance.choice(self.up)
        if server.ended:
            raise ServerDied(server)
        return server

    async def stop(self) -> list[int]:
        """Ask all to finish and return their exit codes."""
        return [await server.end(signal.SIGTERM) for server in self.all if not server.ended]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

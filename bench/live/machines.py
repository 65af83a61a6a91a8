"""Servers to measure: each in a process group of its own, ended only by its own number."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
WORKSHOP = ROOT / ".bench"
READY_WITHIN = 30.0


class Missing(Exception):
    """Something that is needed is not here; the sentence says what."""


class Died(Exception):
    """A server ended by itself or never became ready; its last words tell why."""


class Machine:
    """One server on a port of this machine; it can be ended and started again."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        port: int,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.port = port
        self.command = list(command)
        self.environment = {**os.environ, **(environment or {})}
        self.log = WORKSHOP / "logs" / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Machine:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.end()

    def start(self) -> float:
        """Start it and return after how many seconds it takes connections."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own words
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() - began > READY_WITHIN:
                self.end()
                raise Died(f"{' '.join(self.command)}\n{self.log.read_text()[-2000:]}")
            time.sleep(0.02)
        return time.monotonic() - began

    def end(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send its group a signal and wait until it is gone; kill what does not go."""
        if self.process is None:
            return
        for attempt in (number, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, attempt)
                self.process.wait(timeout=20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
            break
        self.process = None

    @property
    def numbers(self) -> list[int]:
        """Its processes just now."""
        assert self.process is not None
        group = str(self.process.pid)
        found = []
        for file in Path("/proc").glob("[0-9]*/stat"):
            try:
                after_name = file.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if after_name[2] == group:
                found.append(int(file.parent.name))
        return found

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 0.5).close()
        except OSError:
            return False
        return True


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def raise_file_limit() -> int:
    """Let this process and its children open as many files as allowed; return how many."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard

"""The load client, a C program (`lc/main.c` describes it): compiled when needed, run, and read."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.live.machines import WORKSHOP, Machine, Missing

SOURCES = Path(__file__).parent / "lc"
PROGRAM = WORKSHOP / "lc"

Figures = dict[str, Any]
"""What one run has measured: the members of the client's line of JSON."""


def compile_client() -> None:
    """Compile it unless that has been done."""
    sources = sorted(SOURCES.glob("*.[ch]"))
    if PROGRAM.exists() and PROGRAM.stat().st_mtime > max(one.stat().st_mtime for one in sources):
        return
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise Missing("The load client is written in C: install gcc (on Debian, apt install gcc).")
    WORKSHOP.mkdir(exist_ok=True)
    files = [str(one) for one in sources if one.suffix == ".c"]
    subprocess.run([compiler, "-O2", "-o", str(PROGRAM), *files], check=True)  # noqa: S603


def start_load(
    machines: Sequence[Machine], sockets: int, *options: object
) -> subprocess.Popen[str]:
    """Start the client against one server, or several in turn, and let it run."""
    ports = ",".join(str(one.port) for one in machines)
    numbers = ",".join(str(number) for one in machines for number in one.numbers)
    command = [PROGRAM, "-l", machines[0].name, "-p", ports, "-S", numbers, "-n", sockets, *options]
    return subprocess.Popen(  # noqa: S603 - our own words
        [str(one) for one in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_measuring(running: subprocess.Popen[str]) -> None:
    """Wait until all connections are open and the client begins to measure."""
    assert running.stderr is not None
    for line in running.stderr:
        if line == "measuring\n":
            return


def figures(running: subprocess.Popen[str]) -> Figures:
    """Wait for its end and return what it has measured."""
    try:
        said, complained = running.communicate(timeout=300)
    finally:
        running.kill()
    try:
        found: Figures = json.loads(said)
    except ValueError:
        raise Failed(complained or said or "The load client said nothing.") from None
    if "error" in found:
        raise Failed(f"{found['label']}: {found['error']}. {complained}")
    if found.get("lost"):
        raise Failed(f"{found['label']}: {found['lost']} copies never arrived. {complained}")
    return found


def load(machines: Sequence[Machine], sockets: int, *options: object) -> Figures:
    """Run the client and return what it has measured."""
    return figures(start_load(machines, sockets, *options))


class Failed(Exception):
    """A run that measured nothing, with the reason."""

"""What others would write, to compare with: each starts a server that is one file of this folder.

Bun and socket.io are installed with npm on first use; nothing else needs them.
"""

from __future__ import annotations

import functools
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from bench.live.machines import WORKSHOP, Machine, Missing, free_port

HERE = Path(__file__).parent
NODE = WORKSHOP / "node"
PACKAGES = ("bun@1", "socket.io@4")


def bun() -> Machine:
    """Bun's publish and subscribe, which is uWebSockets underneath."""
    port = free_port()
    return Machine("bun", [_bun(), str(HERE / "bun.js"), str(port)], port)


def bun_votes(tally_hertz: float) -> Machine:
    """Durable votes on Bun and its SQLite, in a file made anew."""
    port, file = free_port(), WORKSHOP / "bun-votes.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    command = [_bun(), str(HERE / "bun_votes.js"), str(port), str(file)]
    return Machine("bun-votes", command, port, {"TALLY_HZ": str(tally_hertz)})


def socket_io() -> Machine:
    """socket.io on Node."""
    port, node = free_port(), _packages() and shutil.which("node")
    if not node:
        raise Missing("Node was not found: install it to compare with socket.io.")
    command = [node, str(HERE / "socket_io.js"), str(port)]
    return Machine("socket.io", command, port, {"NODE_PATH": str(NODE / "node_modules")})


def naive() -> Machine:
    """A loop of `await send_text` on Starlette, under the same server as ours."""
    if importlib.util.find_spec("websockets") is None:
        raise Missing("The package websockets is not installed, so the naive peer cannot run.")
    port = free_port()
    app = f"--app-dir {HERE} naive:app --port {port} --lifespan off"
    like_ours = "--ws websockets-sansio --loop uvloop --http httptools --backlog 4096"
    quiet = "--ws-per-message-deflate false --log-level warning --no-access-log"
    command = [sys.executable, "-m", "uvicorn", *f"{app} {like_ours} {quiet}".split()]
    return Machine("naive", command, port)


def _bun() -> str:
    program = _packages() / ".bin" / "bun"
    try:
        subprocess.run([program, "--version"], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        raise Missing("npm installed Bun, but it does not run on this machine.") from None
    return str(program)


@functools.cache
def _packages() -> Path:
    """Return the folder of the installed packages."""
    modules = NODE / "node_modules"
    if all((modules / one.partition("@")[0]).exists() for one in PACKAGES):
        return modules
    npm = shutil.which("npm")
    if npm is None:
        raise Missing("npm was not found: install Node to compare with Bun and socket.io.")
    NODE.mkdir(parents=True, exist_ok=True)
    print("Installing Bun and socket.io into .bench/node", flush=True)
    done = subprocess.run(  # noqa: S603 - our own words
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(NODE), *PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = [line for line in done.stderr.splitlines() if line.startswith("npm error")]
        raise Missing(f"npm could not install Bun and socket.io ({''.join(why[:1])}).")
    return modules

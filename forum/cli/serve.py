"""Answer visitors, and do what the clock asks for."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import socket
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from uvicorn.config import STARTUP_FAILURE

from forum.app import create_app, record_lacks
from forum.audit.keys import NoKeys
from forum.core.settings import Settings
from forum.database.alone import Busy, alone
from forum.database.config import open_database
from forum.database.durable import Forgetful, check_durability
from forum.database.migrate import pending
from forum.live import Live
from forum.live.frames import LARGEST_MESSAGE, FramesProtocol
from forum.live.upgrade import HttpProtocol, fits
from forum.stage.regions import warm_up

Beside = Callable[[], Coroutine[Any, Any, None]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="port (8000)"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop; on SQLite as the only process."""
    if missing := asyncio.run(pending(settings.database_url)):
        print(f"Run `forum migrate` first: the database lacks {', '.join(missing)}.")
        return 1
    try:
        with alone(settings.database_url):
            asyncio.run(check(settings))
            listen(settings, host=arguments.host, port=arguments.port)
    except (Busy, Forgetful, NoKeys) as reason:
        print(reason)
        return 1
    return 0


async def check(settings: Settings) -> None:
    """Ask the database, before anybody is answered, whether it keeps what it confirms.

    And whether it is the one whose record was signed: if not, the forum can only be read.
    """
    async with open_database(settings.database_url):
        await check_durability()
        if reason := await record_lacks(settings):
            print(f"{reason} The forum can only be read until that is mended: docs/record.md.")


def listen(settings: Settings, *, host: str, port: int, beside: Beside | None = None) -> None:
    """Answer on one address until SIGTERM or Ctrl-C, then finish what is under way.

    `beside` begins once the address takes connections, and is cancelled before they are closed.
    """
    app = create_app(settings)
    config = uvicorn.Config(app, host=host, port=port, loop="uvloop", **options(settings))
    warm_up()
    tune()
    server = Server(config, beside)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    if not server.started:
        sys.exit(STARTUP_FAILURE)


def tune() -> None:
    """Set up this process for thousands at once, after all is loaded that stays loaded."""
    sys.setswitchinterval(0.0005)
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def options(settings: Settings) -> dict[str, Any]:
    """Return how uvicorn is to serve the forum, wherever it listens."""
    fit = fits()
    if not fit:
        print("This version of uvicorn is not the one that the forum knows: sockets are slower.")
    return {
        "http": HttpProtocol if fit else "httptools",
        "ws": FramesProtocol if fit else "websockets-sansio",
        "ws_max_size": LARGEST_MESSAGE,
        "ws_per_message_deflate": False,
        "ws_ping_interval": 20.0,
        "ws_ping_timeout": 20.0,
        "backlog": 4096,
        "timeout_graceful_shutdown": 15,
        "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies,
        "server_header": False,
        "log_level": "warning",
        "access_log": False,
    }


class Server(uvicorn.Server):
    """Tells everybody when to come back before it closes their connections."""

    def __init__(self, config: uvicorn.Config, beside: Beside | None = None) -> None:
        super().__init__(config)
        self.beside = beside

    async def main_loop(self) -> None:
        """Wait until told to stop, while that goes on which is done beside."""
        beside = asyncio.create_task(self.beside()) if self.beside else None
        await super().main_loop()
        if beside is not None:
            beside.cancel()
            await asyncio.wait([beside])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        live: Live | None = getattr(self.config.app.state, "live", None)  # type: ignore[union-attr]
        if live is not None:
            await live.farewell()
        await super().shutdown(sockets)

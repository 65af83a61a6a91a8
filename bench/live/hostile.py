"""Somebody who sends what nobody should: floods, nonsense, bytes and whole megabytes.

They come in with a cookie like everybody else, and come again as soon as they are thrown out.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from bench.live.ours import Hall

A_SECOND = 1_000
PAUSE = 0.05
NONSENSE = (
    '{"do":',
    "[" * 8_000,
    "null",
    '{"do":"fly","rid":"bench-fly-1"}',
    '{"do":"say","rid":7}',
    json.dumps({"do": "say", "rid": "bench-long", "text": "x" * 15_000}),
)


@contextmanager
def hostile(hall: Hall, port: int, number: int) -> Iterator[None]:
    """Let so many of them do their worst until the block ends, each in turn another thing."""
    over = threading.Event()
    tokens = list(reversed((hall.folder / "people").read_text().split()))[:number]
    deeds = itertools.cycle((_flood, _nonsense, _bytes, _megabyte))
    threads = [
        threading.Thread(target=_again_and_again, args=(over, hall, port, token, deed), daemon=True)
        for token, deed in zip(tokens, deeds, strict=False)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=10)


def _again_and_again(
    over: threading.Event,
    hall: Hall,
    port: int,
    token: str,
    deed: Callable[[ClientConnection, threading.Event], None],
) -> None:
    address = f"ws://127.0.0.1:{port}/sessions/{hall.code}/live?view=citizen&lang=id"
    headers = {"Cookie": f"sign-in={token}", "Origin": f"http://127.0.0.1:{port}"}
    while not over.wait(PAUSE):
        with (
            contextlib.suppress(OSError, WebSocketException, TimeoutError),
            connect(
                address, additional_headers=headers, origin=None, compression=None, close_timeout=1
            ) as line,
        ):
            deed(line, over)


def _flood(line: ClientConnection, over: threading.Event) -> None:
    began = time.monotonic()
    for sent in itertools.count(1):
        line.send(f'{{"do":"say","rid":"bench-flood-{sent}","text":"{sent}"}}')
        if over.wait(max(0.0, began + sent / A_SECOND - time.monotonic())):
            return


def _nonsense(line: ClientConnection, over: threading.Event) -> None:
    for text in itertools.cycle(NONSENSE):
        line.send(text)
        if over.wait(PAUSE):
            return


def _bytes(line: ClientConnection, over: threading.Event) -> None:
    while not over.wait(PAUSE):
        line.send(os.urandom(2_000))


def _megabyte(line: ClientConnection, over: threading.Event) -> None:
    while not over.wait(PAUSE):
        line.send("x" * 1_000_000)

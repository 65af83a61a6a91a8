"""A handshake is answered alike whether it is read once, our way, or twice, as the library does."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from forum.live.frames import EXTENSION, FramesProtocol
from forum.live.upgrade import HttpProtocol, fits, key_in
from tests.live.raw import PING, PONG, frame

KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
VERSION = "Sec-WebSocket-Version: 13"
USUAL = ["Host: forum.test", "Upgrade: websocket", "Connection: Upgrade", KEY, VERSION]

IN_ORDER = {
    "as a browser sends it": ("GET /sessions/ABC234/live?lang=id&s=0 HTTP/1.1", USUAL),
    "with a protocol": ("GET / HTTP/1.1", [*USUAL, "Sec-WebSocket-Protocol: other, forum.live.v1"]),
    "with cookies": ("GET / HTTP/1.1", [*USUAL, "Cookie: a=b; c=d", "Cookie: e=f"]),
    "with a path that is written in percents": ("GET /a%20b/%C3%A9?x=%20 HTTP/1.1", USUAL),
    "with an extension we do not speak": (
        "GET / HTTP/1.1",
        [*USUAL, "Sec-WebSocket-Extensions: permessage-deflate"],
    ),
    "with letters of Latin-1 in a header": ("GET / HTTP/1.1", [*USUAL, "X-Name: Andr\xe9"]),
    "with a query that has a question mark": ("GET /live?a?b=c HTTP/1.1", USUAL),
}
ODD = {
    "without a key": ("GET / HTTP/1.1", [one for one in USUAL if one != KEY]),
    "with two keys": ("GET / HTTP/1.1", [*USUAL, KEY]),
    "with a key that is too short": ("GET / HTTP/1.1", [*USUAL[:3], KEY[:-6] + "==", VERSION]),
    "without a version": ("GET / HTTP/1.1", USUAL[:4]),
    "of an old version": ("GET / HTTP/1.1", [*USUAL[:4], "Sec-WebSocket-Version: 8"]),
    "with a body": ("GET / HTTP/1.1", [*USUAL, "Content-Length: 5"]),
    "that is a POST": ("POST / HTTP/1.1", USUAL),
    "with a whole address": ("GET http://forum.test/live HTTP/1.1", USUAL),
    "with two origins": ("GET / HTTP/1.1", [*USUAL, "Origin: http://a", "Origin: http://b"]),
    "that wants two things": ("GET / HTTP/1.1", ["Upgrade: h2c", *USUAL]),
    "with protocols on two lines": (
        "GET / HTTP/1.1",
        [*USUAL, "Sec-WebSocket-Protocol: one", "Sec-WebSocket-Protocol: other"],
    ),
    "with a protocol that is no name": ("GET / HTTP/1.1", [*USUAL, "Sec-WebSocket-Protocol: (a)"]),
    "with a header of nine kilobytes": ("GET / HTTP/1.1", [*USUAL, f"X: {'x' * 9_000}"]),
    "with two hundred headers": (
        "GET / HTTP/1.1",
        [*USUAL, *(f"X-{number}: 1" for number in range(200))],
    ),
}


@pytest.mark.parametrize("kind", IN_ORDER)
async def test_a_handshake_in_order_is_read_once_and_seen_alike(kind):
    once, twice = await both_ways(*IN_ORDER[kind])
    assert once == twice
    assert once[0][0] == "HTTP/1.1 101 Switching Protocols"
    assert once[1]


@pytest.mark.parametrize("kind", ODD)
async def test_an_odd_handshake_is_answered_as_the_library_answers_it(kind):
    once, twice = await both_ways(*ODD[kind])
    assert once == twice


def test_only_what_is_in_order_is_read_once():
    def headers(lines: list[str]) -> list[tuple[bytes, bytes]]:
        pairs = (line.encode("latin-1").split(b": ") for line in lines)
        return [(name.lower(), value) for name, value in pairs]

    def read_once(request: str, lines: list[str]) -> bool:
        method, url, version = request.encode("latin-1").split(b" ")
        number = version.decode().removeprefix("HTTP/")
        return key_in(method.decode(), number, url, headers(lines)) is not None

    assert {kind for kind, said in IN_ORDER.items() if not read_once(*said)} == set()
    assert {kind for kind, said in ODD.items() if read_once(*said)} == set()


def test_the_pinned_uvicorn_has_what_the_short_way_leans_on():
    assert fits()


async def test_what_is_said_before_the_answer_waits_for_it():
    """Nothing of the client's choosing may stand before the answer to its handshake."""
    came, answer = asyncio.Event(), asyncio.Event()

    async def app(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        came.set()
        await answer.wait()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async with serving(HttpProtocol, app) as (reader, writer):
        writer.write(handshake(*IN_ORDER["as a browser sends it"]))
        await came.wait()
        writer.write(frame(b"HTTP/1.1 200 OK", PING) * 2)
        await writer.drain()
        for _turn in range(20):
            await asyncio.sleep(0)
        answer.set()
        assert (await reader.readline()).startswith(b"HTTP/1.1 101 ")
        await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(2) == bytes([0x80 | PONG, 15])


async def test_a_connection_that_has_ended_leaves_nothing_for_the_collector():
    gc.collect()
    gc.disable()
    try:
        await answered(HttpProtocol, handshake(*IN_ORDER["with a protocol"]))
        left = [one for one in gc.get_objects() if isinstance(one, FramesProtocol)]
    finally:
        gc.enable()
    assert left == []


async def both_ways(request: str, lines: list[str]) -> tuple[Any, Any]:
    """Return the answer and the scope that each of the two makes of one handshake."""
    sent = handshake(request, lines)
    return await answered(HttpProtocol, sent), await answered(HttpToolsProtocol, sent)


def handshake(request: str, lines: list[str]) -> bytes:
    return "\r\n".join([request, *lines, "", ""]).encode("latin-1")


async def answered(way: type[HttpToolsProtocol], sent: bytes) -> tuple[list[str], list[Any]]:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            await send({"type": "http.response.start", "status": 418, "headers": []})
            await send({"type": "http.response.body"})
            return
        assert EXTENSION in scope["extensions"]
        apart = {"client": None, "server": None, "extensions": None}
        seen.append({**scope, **apart, "headers": list(scope["headers"])})
        await receive()
        wanted = "forum.live.v1" if "forum.live.v1" in scope["subprotocols"] else None
        await send({"type": "websocket.accept", "subprotocol": wanted})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    async with serving(way, app) as (reader, writer):
        writer.write(sent)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status, *headers = head.strip().splitlines()
    told = sorted(line.lower() for line in headers if not line.lower().startswith("date:"))
    return [status, *told], seen


@contextlib.asynccontextmanager
async def serving(
    way: type[HttpToolsProtocol], app: Any
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Give one connection to an application that is served this way, and see its end."""
    config = Config(
        app, http=way, ws=FramesProtocol, lifespan="off", log_config=None, proxy_headers=False
    )
    config.ws_per_message_deflate = False
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: way(config, state, {}), "127.0.0.1", 0)
    async with server, asyncio.timeout(10):
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
        await asyncio.gather(*state.tasks)

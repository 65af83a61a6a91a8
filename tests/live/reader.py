"""A client of the live layer in Python: it does with the messages what a page does with them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlencode

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from forum.core.ids import new_ref
from forum.stage.patches import Patch, apply
from forum.stage.regions import Picture

PATIENCE = 10.0


class Seen:
    """What a client shows after the messages it got, in whatever way they came."""

    def __init__(self) -> None:
        self.epoch, self.s = "", 0
        self.you: dict[str, Any] = {}
        self.picture = Picture()
        self.states: dict[str, Any] = {}
        self.kinds: list[str] = []
        self.messages: list[dict[str, Any]] = []

    def take(self, message: dict[str, Any]) -> None:
        """Do what the message says. A number that is left out is an error of the server."""
        self.messages.append(message)
        match message["t"]:
            case "hi":
                self.epoch, self.you = message["e"], message["you"]
            case "snapshot":
                self.s = message["s"]
                self.picture = Picture(message["singles"], message["lists"])
            case "ev":
                assert message["s"] == self.s + 1, "a client may not miss an event"
                self.s = message["s"]
                self.kinds.append(message["k"])
                patch = Patch(
                    message.get("set", {}), message.get("put", {}), message.get("cut", {})
                )
                self.picture = apply(self.picture, patch)
            case "st" if message["k"] == "you":
                self.you = message["d"]
            case "st":
                self.states[message["k"]] = message


class Reader(Seen):
    """The same, over a socket."""

    def __init__(self, port: int, code: str, token: str = "") -> None:
        super().__init__()
        self.port, self.code, self.token = port, code, token
        self.socket: ClientConnection | None = None

    @contextlib.asynccontextmanager
    async def connected(
        self, *, origin: str | None = "http://forum.test", headers: Any = (), **query: object
    ) -> AsyncIterator[Reader]:
        """Be connected for this block, going on where we were."""
        wishes = {"lang": "en", "e": self.epoch, "s": self.s, **query}
        more = dict(headers)
        if self.token:
            more["Cookie"] = f"sign-in={self.token}"
        address = f"ws://forum.test/sessions/{self.code}/live?{urlencode(wishes)}"
        async with connect(
            address,
            host="127.0.0.1",
            port=self.port,
            origin=origin,  # type: ignore[arg-type]
            additional_headers=more,
            compression=None,
            proxy=None,
        ) as self.socket:
            yield self

    async def hear(self) -> dict[str, Any]:
        """Take in one more message and return it."""
        assert self.socket is not None
        async with asyncio.timeout(PATIENCE):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        self.take(message)
        return message

    async def until(self, found: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Take in messages up to the first of which this is true."""
        while True:
            message = await self.hear()
            if found(message):
                return message

    async def up_to(self, s: int) -> None:
        """Take in messages until everything up to this number has been seen."""
        while self.s < s:
            await self.hear()

    async def ask(self, do: str, **fields: object) -> dict[str, Any]:
        """Ask for something and return the answer."""
        assert self.socket is not None
        rid = fields.pop("rid", None) or f"rid-{new_ref()}"
        await self.socket.send(json.dumps({"do": do, "rid": rid, **fields}))
        return await self.until(lambda one: one["t"] in ("ack", "nack") and one["rid"] == rid)

    async def closed(self) -> int:
        """Take in what still comes, and return why the connection was closed."""
        assert self.socket is not None
        try:
            while True:
                await self.hear()
        except ConnectionClosed:
            return self.socket.close_code or 0

"""A citizen in a live session who votes again and again, and keeps a book about it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidMessage, WebSocketException

from forum.core.ids import new_secret
from forum.web.identity import cookie_name
from tests.ledger.book import Book
from tests.ledger.server import Servers

ANSWERED_WITHIN = 20.0
THINKS = 0.6
"""Seconds between two acts of one person: a hundred people are three hundred acts a second."""
MOST_WORDS, OFTEN = 5, 0.1
"""No more of one person's words wait in a session, so nobody says more."""
LOST = (OSError, EOFError, TimeoutError, WebSocketException, InvalidHandshake, InvalidMessage)


@dataclass
class Room:
    """What this citizen has seen of the session so far."""

    epoch: str = ""
    s: int = 0
    gaps: list[str] = field(default_factory=list)
    tally: dict[str, Any] = field(default_factory=dict)

    def hears(self, news: Mapping[str, Any]) -> None:
        """Take one message in; an event that does not follow the last one is noted."""
        match news["t"]:
            case "hi":
                if news["e"] == self.epoch and news["s"] < self.s:
                    self.gaps.append(f"went back from {self.s} to {news['s']}")
                self.epoch = news["e"]
            case "snapshot":
                self.s = news["s"]
            case "ev":
                if news["s"] != self.s + 1:
                    self.gaps.append(f"{news['s']} after {self.s}")
                self.s = news["s"]
            case "st" if news["k"].startswith("tally:"):
                self.tally = dict(news)


class Voter:
    """One of the people: an own cookie, an own socket at a time, an own book."""

    def __init__(
        self,
        number: int,
        token: str,
        room: str,
        poll: str,
        lines: Mapping[str, int],
        servers: Servers,
        book: Book,
    ) -> None:
        self.number, self.token, self.address, self.poll = number, token, room, poll
        self.lines, self.servers, self.book = lines, servers, book
        self.chance = Random(number)  # noqa: S311 - the same people each time
        self.room = Room()
        self.told = self.words = 0
        self.socket: ClientConnection | None = None
        self.sent: list[tuple[str, str]] = []

    async def act(self) -> None:
        """Vote, or once in a while say something; send it until there is an answer."""
        await asyncio.sleep(self.chance.uniform(0, THINKS))
        rid = new_secret()[:32]
        if self.words < MOST_WORDS and self.chance.random() < OFTEN:
            self.words += 1
            self.book.intends(rid, "say")
            await self._until_answered({"do": "say", "rid": rid, "text": f"Warga {rid}."})
            return
        choice = str(self.chance.randrange(3))
        self.book.intends(rid, choice)
        self.sent.append((rid, choice))
        await self._until_answered({"do": "vote", "rid": rid, "poll": self.poll, "choice": choice})

    async def leave(self) -> None:
        """Close the socket."""
        if self.socket is not None:
            await self.socket.close()

    async def _until_answered(self, message: Mapping[str, str]) -> None:
        while True:
            try:
                async with asyncio.timeout(ANSWERED_WITHIN):
                    answer = await self._ask(message)
            except LOST as error:
                self.book.never_learned(message["rid"], type(error).__name__)
                await self._hang_up()
                await asyncio.sleep(self.chance.uniform(0, 0.05))  # as a browser would
                continue
            if answer["t"] == "ack":
                kept = answer.get("receipt") or answer.get("entry") or ""
                self.book.was_told(message["rid"], f"{answer.get('choice', '')} {kept}")
                self.told += 1
                return
            if not answer.get("retry"):
                self.book.was_refused(message["rid"], f"{message['do']}: {answer['sentence']}")
                return

    async def _ask(self, message: Mapping[str, str]) -> Mapping[str, Any]:
        socket = self.socket or await self._connect()
        await socket.send(json.dumps(message))
        while True:
            news = json.loads(await socket.recv())
            if news["t"] in ("ack", "nack") and news.get("rid") == message["rid"]:
                return dict(news)
            if news["t"] not in ("ack", "nack"):
                self.room.hears(news)

    async def _connect(self) -> ClientConnection:
        server = await self.servers.one(self.chance)
        port = self.lines[server.address]
        here = f"127.0.0.1:{port}"
        self.socket = await connect(
            f"ws://{here}{self.address}?view=citizen&lang=id&e={self.room.epoch}&s={self.room.s}",
            additional_headers={"Cookie": f"{cookie_name(secure=False)}={self.token}"},
            origin=f"http://{here}",
            compression=None,
            proxy=None,
        )
        return self.socket

    async def _hang_up(self) -> None:
        socket, self.socket = self.socket, None
        if socket is not None:
            socket.transport.abort()
            await socket.wait_closed()

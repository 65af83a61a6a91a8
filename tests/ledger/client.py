"""A citizen who writes one comment after another and keeps a book about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

import httpx2

from forum.core.ids import new_secret
from forum.web.identity import cookie_name
from tests.ledger.book import Book
from tests.ledger.server import Servers

KEPT = re.compile(r"/comments/([a-z0-9]{10})")
HELD_EVERY = 8
GIVES_UP = 0.1


class Citizen:
    """One of the people: an own cookie, an own connection, an own book."""

    def __init__(
        self, number: int, token: str, addresses: Sequence[str], servers: Servers, book: Book
    ) -> None:
        self.number = number
        self.addresses = addresses
        self.servers = servers
        self.book = book
        self.chance = Random(number)  # noqa: S311 - the same people each time
        self.written = 0
        self.told = 0
        self.browser = httpx2.AsyncClient(
            cookies={cookie_name(secure=False): token},
            headers={"sec-fetch-site": "same-origin", "accept": "text/html"},
            timeout=30,
            trust_env=False,
            transport=httpx2.AsyncHTTPTransport(verify=False),  # no certificates to load
        )

    async def write_one(self) -> None:
        """Write one comment and send it, again and again with the same key, until it is kept.

        One in ten who get no answer goes away and never learns what became of it.
        """
        self.written += 1
        once = new_secret()[:32]
        text = self._words(once)
        address = self.chance.choice(self.addresses)
        self.book.intends(once, text)
        while not await self._send(
            address, {"once": once, "text": text, "kind": "comment", "mine": "yes"}
        ):
            if self.chance.random() < GIVES_UP:
                return

    async def leave(self) -> None:
        """Close the browser."""
        await self.browser.aclose()

    async def _send(self, address: str, form: dict[str, str]) -> bool:
        """Send a form and note the outcome; only an unknown one leaves something to do."""
        server = await self.servers.one(self.chance)
        once = form["once"]
        try:
            answer = await self.browser.post(server.address + address, data=form)
        except httpx2.TransportError as error:
            self.book.never_learned(once, type(error).__name__)
            return False
        if answer.is_server_error:
            self.book.never_learned(once, str(answer.status_code))
            return False
        kept = KEPT.fullmatch(answer.headers.get("location", ""))
        if answer.status_code == httpx2.codes.SEE_OTHER and kept:
            self.book.was_told(once, kept[1])
            self.told += 1
        else:
            self.book.was_refused(once, f"{answer.status_code} {answer.text[:200]}")
        return True

    def _words(self, once: str) -> str:
        """Return words nobody wrote before; some contain what a moderator must see first."""
        words = f"Warga {self.number} bertanya, dengan kunci {once}: tunggu berapa lama?"
        if self.written % HELD_EVERY == 0:
            return f"{words} NIK saya 3201 0101 0101 0001."
        return words

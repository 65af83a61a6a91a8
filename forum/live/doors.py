"""Who gets in: decided before a connection is accepted, and answered as plain HTTP."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope, Send

from forum.accounts.rules.throttle import network_of

MOST_A_PERSON = 8
MOST_A_NETWORK = 500
ACCEPTS_A_SECOND = 1_000.0
MISUSE = frozenset({1002, 1003, 1007, 1008, 1009})
"""Closing codes for what no page of ours sends."""
PATIENCE, PATIENCE_A_SECOND = 40.0, 0.1
"""So often somebody may be thrown out; after that only once in ten seconds."""
MOST_REMEMBERED = 1_000
RETRY_AFTER = {503: b"2", 429: b"60"}


@dataclass
class Bucket:
    """So many tokens come a second, and no more than `most` are kept."""

    rate: float
    most: float
    tokens: float
    at: float = 0.0

    def take(self, now: float) -> bool:
        """Tell whether there was a token."""
        if not self.left(now):
            return False
        self.tokens -= 1
        return True

    def left(self, now: float) -> bool:
        """Tell whether there is a token, and leave it there."""
        if self.at:
            self.tokens = min(self.most, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return self.tokens >= 1

    def full(self, now: float) -> bool:
        """Tell whether no token is missing any more."""
        self.left(now)
        return self.tokens >= self.most


class Doors:
    """How many come in, and how many of whom are in."""

    def __init__(self) -> None:
        self._coming = Bucket(ACCEPTS_A_SECOND, ACCEPTS_A_SECOND, ACCEPTS_A_SECOND)
        self._inside: Counter[int | str] = Counter()
        self._patience: dict[int | str, Bucket] = {}

    def may_come(self) -> bool:
        """Tell whether one more can be let in just now; a herd is let in over some seconds."""
        return self._coming.take(time.monotonic())

    def enter(self, person_id: int, network: str) -> bool:
        """Count somebody in, unless too many of theirs are in or were thrown out just now."""
        who = person_id or network
        if self._inside[who] >= (MOST_A_PERSON if person_id else MOST_A_NETWORK):
            return False
        patience = self._patience.get(who)
        if patience is not None and not patience.left(time.monotonic()):
            return False
        self._inside[who] += 1
        return True

    def leave(self, person_id: int, network: str, code: int = 1000) -> None:
        """Count somebody out, and remember it if they had to be thrown out.

        Of those who are not signed in a whole hall may share one network, and its patience.
        """
        who = person_id or network
        if code in MISUSE:
            now = time.monotonic()
            if len(self._patience) >= MOST_REMEMBERED:
                self._patience = {one: it for one, it in self._patience.items() if not it.full(now)}
            share = 1 if person_id else MOST_A_NETWORK / MOST_A_PERSON
            most, rate = PATIENCE * share, PATIENCE_A_SECOND * share
            self._patience.setdefault(who, Bucket(rate, most, most)).take(now)
        self._inside[who] -= 1
        if self._inside[who] <= 0:
            del self._inside[who]


def came_from_here(headers: Headers, *, secure: bool) -> bool:
    """Judge by the Origin that browsers send with every handshake; no other check protects us.

    A program may leave it out, but then it has no cookie that could be borrowed.
    """
    if headers.get("sec-fetch-site") == "cross-site":
        return False
    origin = headers.get("origin")
    if origin is None:
        return "cookie" not in headers
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    here = ("https" if secure else "http", headers.get("host", "").lower())
    return (parts.scheme, parts.netloc.lower()) == here and origin.count("/") == 2


def network(scope: Scope) -> str:
    """Return from which network a connection comes."""
    client = scope.get("client")
    return network_of(client[0] if client else "")


async def turn_away(scope: Scope, send: Send, status: int) -> None:
    """Answer a handshake with a plain status, and with when it may be tried again."""
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-length", b"0"), (b"cache-control", b"no-store")]
    if status in RETRY_AFTER:
        headers.append((b"retry-after", RETRY_AFTER[status]))
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})

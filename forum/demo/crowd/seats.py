"""A crowd on real sockets: each citizen signs in, comes, stays away for a while, comes back."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from forum.access.policy import Actor
from forum.accounts.actions import begin_sign_in
from forum.accounts.models import Person
from forum.demo.crowd.gathering import Gathering
from forum.demo.crowd.mind import FOREVER, Mind
from forum.demo.crowd.temper import Temper
from forum.demo.crowd.words import Unsaid, words
from forum.web.identity import cookie_name

log = structlog.get_logger(__name__)

LOST = (OSError, EOFError, WebSocketException)
GONE = 404
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0


@dataclass(frozen=True)
class Door:
    """Where the forum that runs here listens, and by which name it answers."""

    host: str
    port: int
    name: str


async def attend(gathering: Gathering, door: Door, *, pace: float = 1.0) -> None:
    """Play the whole crowd until everybody has gone home, or until cancelled.

    If it fails, that is logged, and the forum goes on without it.
    """
    unsaid, crowd = Unsaid(words().questions), len(gathering.people)
    try:
        async with asyncio.TaskGroup() as group:
            for number, person in enumerate(gathering.people):
                mind = Mind(Temper(number, crowd, pace), unsaid)
                group.create_task(_Seat(gathering.code, person, door, mind).keep())
    except* Exception:
        log.exception("crowd_failed", session=gathering.code)


class _Seat:
    """One citizen's place in the room."""

    def __init__(self, code: str, person: Person, door: Door, mind: Mind) -> None:
        self.code, self.person, self.door, self.mind = code, person, door, mind
        self.token = ""

    async def keep(self) -> None:
        """Come in, and again after each absence and each lost connection."""
        tries = 0
        await asyncio.sleep(self.mind.temper.comes_after)
        while not self.mind.home:
            try:
                await self._sit()
                tries = 0
            except LOST as error:
                tries += 1
                if isinstance(error, InvalidStatus) and error.response.status_code == GONE:
                    return
            await asyncio.sleep(self._pause(tries))
            self.mind.back_at = None

    def _pause(self, tries: int) -> float:
        if self.mind.back_at is not None:
            return self.mind.back_at - _now()
        most = min(SHORTEST_PAUSE * 2**tries, LONGEST_PAUSE)
        return self.mind.temper.seconds(SHORTEST_PAUSE, most)

    async def _sit(self) -> None:
        """Be connected until this citizen goes out, or the connection ends."""
        self.token = self.token or await begin_sign_in(Actor(), self.person)
        here = f"{self.door.name}:{self.door.port}"
        query = f"view=citizen&lang=id&e={self.mind.epoch}&s={self.mind.room.s}"
        async with connect(
            f"ws://{here}/sessions/{self.code}/live?{query}",
            host=self.door.host,
            port=self.door.port,
            origin=f"http://{here}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{cookie_name(secure=False)}={self.token}"},
            compression=None,
            proxy=None,
            ping_interval=None,
            close_timeout=1,
        ) as socket:
            await self._take_part(socket)

    async def _take_part(self, socket: ClientConnection) -> None:
        mind = self.mind
        while not mind.home and mind.back_at is None:
            wait = mind.next_at - _now() if mind.next_at < FOREVER else None
            try:
                async with asyncio.timeout(wait):
                    mind.hears(_read(await socket.recv()), _now())
            except TimeoutError:
                pass  # nothing was heard until it was time to do something
            else:
                if mind.is_stranger:
                    self.token = ""  # the time machine ends every sign-in
                    return
            for message in mind.does(_now()):
                await socket.send(json.dumps(message))


@lru_cache(maxsize=32)
def _read(text: str | bytes) -> dict[str, Any]:
    """Return a message. Everybody hears the same ones, so each is read once for all."""
    message: dict[str, Any] = json.loads(text)
    return message


def _now() -> float:
    return asyncio.get_running_loop().time()

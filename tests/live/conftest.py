from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
import uvicorn
from starlette.applications import Starlette

from forum.access.policy import Actor
from forum.accounts.models import SignIn
from forum.app import live as living
from forum.catalogue.models import Agency
from forum.cli.serve import Server, options
from forum.core import clock
from forum.core.ids import digest, new_secret
from forum.core.settings import Settings
from forum.live import Live
from forum.sessions.models import Session
from tests.live.reader import Reader
from tests.meeting import chair_of, live_session
from tests.world import open_consultation


@dataclass
class Evening:
    """A session in progress: Sari and Budi are in the room, Wati chairs it."""

    session: Session
    sari: Actor
    budi: Actor
    wati: Actor


@pytest.fixture
async def evening(agency: Agency, omar: Actor, sari: Actor, budi: Actor) -> Evening:
    wati = await chair_of(agency)
    consultation = await open_consultation(omar, agency)
    session = await live_session(omar, wati, consultation, [sari, budi])
    return Evening(session, sari, budi, wati)


@dataclass
class House:
    """A forum that answers on a port."""

    app: Starlette
    settings: Settings
    server: uvicorn.Server
    port: int

    @property
    def live(self) -> Live:
        return self.app.state.live


class Listening(Server):
    """A server that says when it listens and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    capture_signals = contextlib.nullcontext


@pytest.fixture
async def house(app: Starlette, settings: Settings) -> AsyncIterator[House]:
    """The whole forum, served as `forum serve` does."""
    async with living(app, settings):
        config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, **options(settings))
        server = Listening(config)
        serving = asyncio.create_task(server.serve())
        await server.listens.wait()
        port = server.servers[0].sockets[0].getsockname()[1]
        yield House(app, settings, server, port)
        server.should_exit = True
        await serving


@pytest.fixture
def cookie_of() -> Callable[[Actor], Awaitable[str]]:
    """Sign somebody in and return the cookie; a staff member gave the code."""

    async def sign_in(actor: Actor) -> str:
        token, now = new_secret(), clock.now()
        await SignIn.create(
            person_id=actor.person_id,
            token_digest=digest(token),
            started_at=now,
            seen_at=now,
            second_factor_at=now,
        )
        return token

    return sign_in


Connect = Callable[..., contextlib.AbstractAsyncContextManager[Reader]]


@pytest.fixture
def connect(house: House, cookie_of: Callable[[Actor], Awaitable[str]]) -> Connect:
    """`async with connect(session, sari) as her:` is Sari's page on that session."""

    @contextlib.asynccontextmanager
    async def connect(
        session: Session, actor: Actor | None = None, **wishes: object
    ) -> AsyncIterator[Reader]:
        token = wishes.pop("token", None) or (await cookie_of(actor) if actor else "")
        reader = Reader(house.port, session.code, str(token))
        async with reader.connected(**wishes):
            yield reader

    return connect

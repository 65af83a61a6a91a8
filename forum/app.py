"""Puts the house together: settings, database, middleware, routes, listeners."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette_compress import CompressMiddleware

from forum.accounts.actions import recognise
from forum.accounts.hashing import set_cost
from forum.audit.actions import gather_cosignatures, open_log, sequence
from forum.audit.keys import Keys, read_keys
from forum.audit.queries.log import lacks
from forum.audit.rules.notes import NotANote
from forum.audit.rules.witnessing import read_witnesses
from forum.audit.witnesses import set_witnesses
from forum.core import templating
from forum.core.errors import ForumError
from forum.core.format import set_home_zone
from forum.core.jobs.worker import work
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.database.durable import check_durability
from forum.listeners import connect
from forum.live import Live, Socket, SocketsFirst
from forum.live import routes as live_routes
from forum.privacy.kept import keep_in
from forum.sessions.actions import advance_due
from forum.site.routes import routes_for
from forum.voting.ballot_box import BallotBox
from forum.web.assets import assets
from forum.web.csrf import SameOriginOnly
from forum.web.failures import Failures
from forum.web.headers import SafeHeaders
from forum.web.identity import Identity
from forum.web.language import Language
from forum.web.limits import BodyLimit
from forum.web.outbound import post_text
from forum.web.problems import show_http_error, show_refusal
from forum.web.read_only import ReadOnly

log = structlog.get_logger(__name__)

BETWEEN_WITNESSES = 10.0
LARGEST_BODY = 256 * 1024
LARGEST_FROM_STAFF = 6 * 1024 * 1024


def create_app(settings: Settings | None = None, *, database_is_open: bool = False) -> Starlette:
    """Build the ASGI application. Tests open the database themselves and say so."""
    settings = settings or Settings.from_env(os.environ)
    set_home_zone(settings.time_zone)
    keep_in(settings.erasures_path)
    try:
        set_witnesses(read_witnesses(settings.witnesses), settings.witness_quorum)
    except NotANote as wrong:
        raise SystemExit(f"FORUM_WITNESSES: {wrong}") from None
    set_cost(memory_kib=settings.password_memory, passes=settings.password_passes)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        if database_is_open:
            yield
            return
        async with open_database(settings.database_url):
            await check_durability()
            if reason := await record_lacks(settings):
                log.error("read_only", reason=reason)
                app.state.read_only = True
                yield
                return
            worker = asyncio.create_task(keep_working(settings)) if settings.run_jobs else None
            async with live(app, settings):
                yield
            if worker is not None:
                worker.cancel()
                await asyncio.wait([worker])

    hosts = list(settings.allowed_hosts)
    app = Starlette(
        debug=False,
        routes=[*live_routes, *routes_for(settings)],
        middleware=[
            Middleware(SocketsFirst, sockets=TrustedHostMiddleware(Socket(), hosts)),
            Middleware(SafeHeaders, secure=settings.secure),
            Middleware(Language),
            Middleware(Failures),
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts),
            Middleware(CompressMiddleware),
            Middleware(ReadOnly),
            Middleware(SameOriginOnly),
            Middleware(Identity, lookup=recognise),
            Middleware(BodyLimit, most=LARGEST_BODY, most_for_staff=LARGEST_FROM_STAFF),
        ],
        exception_handlers={ForumError: show_refusal, HTTPException: show_http_error},
        lifespan=lifespan,
    )
    app.state.settings = settings
    connect(settings)
    templating.provide(
        path=app.url_path_for,
        static_path=assets().path,
        imported_by=assets().behind,
        base_url=settings.base_url.rstrip("/"),
        site=settings,
    )
    return app


@asynccontextmanager
async def live(app: Starlette, settings: Settings) -> AsyncGenerator[None]:
    """Collect votes and keep sessions going for this block; what was dropped is written first."""
    box = BallotBox()
    box.start()
    app.state.live = Live(settings)
    await app.state.live.start()
    try:
        yield
    finally:
        await box.stop()
        await app.state.live.stop()


async def keep_working(settings: Settings) -> None:
    """Do what the clock and the queue ask for, and sign the record, until cancelled."""
    if settings.keys_path is None:
        await work(advance_due)
        return
    keys = read_keys(settings.keys_path)
    await open_log(keys)
    await work(advance_due, partial(sequence_all, keys), ask_witnesses)


async def ask_witnesses() -> None:
    """Have what was signed signed by witnesses too, every few seconds; nothing waits for it."""
    await gather_cosignatures(post_text)
    await asyncio.sleep(BETWEEN_WITNESSES)


async def sequence_all(keys: Keys) -> None:
    """Sequence until nothing waits that can have its place."""
    while await sequence(keys):
        pass


async def record_lacks(settings: Settings) -> str:
    """Return why nothing may be written to this database; nothing if all is as it was signed."""
    return await lacks(read_keys(settings.keys_path)) if settings.keys_path else ""

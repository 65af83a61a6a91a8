"""Two witnesses who watch a log over HTTP, and the bundle of a consultation they have seen."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn

from forum.audit.actions import gather_cosignatures
from forum.audit.rules.witnessing import Witness
from forum.audit.witnesses import set_witnesses
from forum.cli.witness import Watching
from forum.publication.bundle import bundle_of
from forum.web.outbound import post_text
from tests.forging import Forged


@contextlib.asynccontextmanager
async def answering(watching: Watching) -> AsyncIterator[str]:
    """The witness at an address of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(watching.app(), log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve([listening]))
    while not server.started:  # noqa: ASYNC110 - it has no event to wait for
        await asyncio.sleep(0.01)
    with watching:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    await serving


@contextlib.asynccontextmanager
async def two_watch(tmp_path, keys, needed: int = 2) -> AsyncIterator[list[Watching]]:
    """A newsroom and a university watch the log."""
    both = [
        Watching(tmp_path / name, f"{name}.example/w", [keys.log.verifier])
        for name in ("newsroom", "university")
    ]
    async with answering(both[0]) as one, answering(both[1]) as two:
        asked = [
            Witness(watching.signer.verifier, at)
            for watching, at in zip(both, (one, two), strict=True)
        ]
        set_witnesses(asked, needed)
        yield both


@pytest.fixture
async def watched(told, keys, tmp_path):
    """The bundle of a consultation whose log two witnesses have seen."""
    async with two_watch(tmp_path, keys) as both:
        await gather_cosignatures(post_text)
        made = await bundle_of(told.consultation, "http://forum.test")
    return Forged(made[1], keys), both

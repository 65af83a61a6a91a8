"""How many may come when a crowd is asked for, and how it begins and ends with the server."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

import pytest
import uvicorn

from forum.app import live as living
from forum.cli import demo
from forum.cli.crowd import crowd
from forum.cli.serve import Server, options


@pytest.mark.parametrize("typed", ["1001", "-1", "many", "²"])
def test_more_than_a_thousand_is_refused_in_a_sentence(capsys, typed):
    parser = argparse.ArgumentParser()
    demo.configure(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([f"--crowd={typed}"])
    assert "A crowd is a number of people, at most 1,000." in capsys.readouterr().err


def test_nobody_comes_unless_asked(settings):
    parser = argparse.ArgumentParser()
    demo.configure(parser)
    assert parser.parse_args([]).crowd == 0
    assert crowd(settings, 0, host="127.0.0.1", port=8000) is None


def test_without_a_session_in_progress_a_sentence_says_so(settings, capsys):
    assert crowd(settings, 3, host="127.0.0.1", port=8000) is None
    assert "No session is in progress, so nobody comes." in capsys.readouterr().out


class LeavesSignalsAlone(Server):
    capture_signals = contextlib.nullcontext


async def test_what_goes_on_beside_begins_when_the_server_listens_and_ends_before_it(app, settings):
    said: list[str] = []

    async def beside() -> None:
        port = server.servers[0].sockets[0].getsockname()[1]
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        said.append("connected")
        server.should_exit = True
        try:
            await asyncio.Event().wait()
        finally:
            said.append(
                f"ended, the server {'listens' if server.servers[0].sockets else 'is gone'}"
            )
            writer.close()

    async with living(app, settings):
        config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, **options(settings))
        server = LeavesSignalsAlone(config, beside)
        async with asyncio.timeout(10):
            await server.serve()
    assert said == ["connected", "ended, the server listens"]

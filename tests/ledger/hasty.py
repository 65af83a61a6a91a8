"""A server that says "kept" before anything is: what no forum may do.

It stands before the real one and answers for it. It loses nothing while nobody kills it: asked to
stop, it first keeps all that it has promised. If the drill does not catch this one, the drill is
worth nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os

import uvicorn
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.app import create_app
from forum.core.ids import new_ref
from forum.core.settings import Settings

HASTY = ("tests.ledger.hasty",)


class Hasty:
    """Answers every form at once with a made-up reference, and hands it in a little later."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.waiting: asyncio.Queue[tuple[Scope, bytes]] = asyncio.Queue()
        self.later: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, self._nothing_waits(receive), send)
            return
        if scope["method"] != "POST":
            await self.app(scope, receive, send)
            return
        if self.later is None:
            self.later = asyncio.create_task(self._hand_in())
        self.waiting.put_nowait((dict(scope), await Request(scope, receive).body()))
        await RedirectResponse(f"/comments/{new_ref()}", 303)(scope, receive, send)

    async def _hand_in(self) -> None:
        async def unread(_message: Message) -> None:
            """Nobody waits for this answer any more."""

        while True:
            scope, body = await self.waiting.get()
            await self.app(scope, _sent_again(body), unread)
            self.waiting.task_done()

    def _nothing_waits(self, receive: Receive) -> Receive:
        async def keep_then_stop() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                await self.waiting.join()
            return message

        return keep_then_stop


def _sent_again(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port: int = parser.parse_args().port
    app = Hasty(create_app(Settings.from_env(os.environ)))
    uvicorn.run(app, port=port, log_level="warning", access_log=False)

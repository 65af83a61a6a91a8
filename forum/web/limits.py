"""How much a request may send. The framework's own limit answers outside our pages and headers."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.web.identity import actor_of
from forum.web.problems import show_http_error


class BodyLimit:
    """Refuses a larger body: at once where its length is told, else when it has come so far.

    Only staff bring files in; nobody else's form needs more than a long comment.
    """

    def __init__(self, app: ASGIApp, most: int, most_for_staff: int) -> None:
        self.app = app
        self.most = most
        self.most_for_staff = most_for_staff

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        staff = actor_of(HTTPConnection(scope)).is_staff
        most = self.most_for_staff if staff else self.most
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told[:20]) > most:
            response = await show_http_error(Request(scope, receive), HTTPException(413))
            await response(scope, receive, send)
            return
        come = 0

        async def count() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most:
                raise HTTPException(413)
            return message

        await self.app(scope, count, send)

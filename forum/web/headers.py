"""What every answer says about safety, and the number by which a request is found in the log."""

from __future__ import annotations

import structlog
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.core.ids import new_ref

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)


TRY_AGAIN = b"60"
"""Seconds after which what could not be stored may be sent again."""

IN_FRAMES = (
    POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    .replace("form-action 'self'", "form-action 'none'")
    .replace("base-uri 'none'", "base-uri 'self'")
)


def in_frames(response: Response) -> Response:
    """Allow other sites to show this answer in a frame: it holds nothing that can be pressed."""
    response.headers["content-security-policy"] = IN_FRAMES
    response.headers["x-robots-tag"] = "noindex"
    return response


class SafeHeaders:
    """Adds the security headers to every answer, errors included."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = {
            b"content-security-policy": POLICY.encode(),
            b"x-content-type-options": b"nosniff",
            b"referrer-policy": b"same-origin",
            b"cross-origin-opener-policy": b"same-origin",
            b"x-frame-options": b"DENY",
        }
        if secure:
            self.headers[b"strict-transport-security"] = b"max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with its number and the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = scope["request_number"] = new_ref()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                names = {name.lower() for name, _value in given}
                if (b"content-security-policy", IN_FRAMES.encode()) in given:
                    names.add(b"x-frame-options")  # which cannot say that all may
                more = {**self.headers, b"x-request-number": number.encode()}
                if message["status"] == 503:
                    more[b"retry-after"] = TRY_AGAIN
                message["headers"] = given + [
                    (name, value) for name, value in more.items() if name not in names
                ]
            await send(message)

        await self.app(scope, receive, add)

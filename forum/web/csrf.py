"""Refuse writes that another site's page started.

Browsers say where a request comes from (Sec-Fetch-Site, then Origin), so forms need no token and
pages can be cached.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.core.errors import NotAllowed
from forum.core.i18n import _
from forum.web.problems import show_refusal

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOriginOnly:
    """Let reads through; let a write through only from our own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request."""
        if (
            scope["type"] != "http"
            or scope["method"] in SAFE
            or came_from_here(Headers(scope=scope))
        ):
            await self.app(scope, receive, send)
            return
        refused = NotAllowed(
            "web.foreign",
            _("This form was sent from another site. Open it here and send it again."),
        )
        response = await show_refusal(Request(scope, receive), refused)
        await response(scope, receive, send)


def came_from_here(headers: Headers) -> bool:
    """Judge by Sec-Fetch-Site, then Origin; with neither, only a client without a cookie passes."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is not None:
        return _place(origin) == headers.get("host")
    return "cookie" not in headers


def _place(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""  # not an address at all, such as `http://[`

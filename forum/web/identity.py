"""Puts the person behind the cookie on every request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.access.policy import Actor

Lookup = Callable[[str], Awaitable[Actor | None]]


class Identity:
    """Looks the cookie up once and leaves the answer in `scope["actor"]`."""

    def __init__(self, app: ASGIApp, lookup: Lookup) -> None:
        self.app = app
        self.lookup = lookup

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the actor, or leave an anonymous one; sockets look theirs up many at once."""
        if scope["type"] == "http" and "actor" not in scope:
            token = token_of(HTTPConnection(scope))
            scope["actor"] = (token and await self.lookup(token)) or Actor()
        await self.app(scope, receive, send)


def actor_of(connection: HTTPConnection) -> Actor:
    """Return whoever is asking."""
    actor: Actor = connection.scope.get("actor") or Actor()
    return actor


def cookie_name(*, secure: bool) -> str:
    """Return the cookie's name; `__Host-` binds it to this host, which needs https."""
    return "__Host-sign-in" if secure else "sign-in"


def token_of(connection: HTTPConnection) -> str:
    """Return the secret in the sign-in cookie, or nothing."""
    return connection.cookies.get(cookie_name(secure=_secure(connection)), "")


def remember(response: Response, connection: HTTPConnection, token: str, *, seconds: int) -> None:
    """Put the secret of a new sign-in into the browser."""
    secure = _secure(connection)
    response.set_cookie(
        cookie_name(secure=secure),
        token,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, connection: HTTPConnection) -> None:
    """Take the secret out of the browser."""
    secure = _secure(connection)
    response.delete_cookie(
        cookie_name(secure=secure), path="/", secure=secure, httponly=True, samesite="lax"
    )


def _secure(connection: HTTPConnection) -> bool:
    secure: bool = connection.app.state.settings.secure
    return secure

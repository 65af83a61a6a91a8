"""A secret that the browser carries from an answer to the page it is sent to, and shows there once.

It is in no address, and in no page that could be loaded again.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

SECONDS = 120


def carry(response: Response, request: Request, secret: str) -> None:
    """Give the browser a secret for the page it goes to next."""
    secure = _secure(request)
    response.set_cookie(
        _name(secure=secure),
        secret,
        max_age=SECONDS,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def carried(request: Request) -> str:
    """Return what the browser carries, or nothing."""
    return request.cookies.get(_name(secure=_secure(request)), "")


def drop(response: Response, request: Request) -> None:
    """Take it out of the browser again."""
    secure = _secure(request)
    response.delete_cookie(
        _name(secure=secure), path="/", secure=secure, httponly=True, samesite="strict"
    )


def _name(*, secure: bool) -> str:
    return "__Host-carried" if secure else "carried"


def _secure(request: Request) -> bool:
    secure: bool = request.app.state.settings.secure
    return secure

"""Answers in the reader's language: by choice (a cookie), then by the browser's header."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum.core.i18n import DEFAULT, LANGUAGES, language

COOKIE = "language"
A_YEAR = 365 * 24 * 60 * 60


class Language:
    """Sets the language for everything that happens inside one request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose, answer, and say in which language."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        chosen = choose(HTTPConnection(scope).cookies.get(COOKIE, ""), Headers(scope=scope))

        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    (b"content-language", chosen.encode()),
                ]
            await send(message)

        token = language.set(chosen)
        try:
            await self.app(scope, receive, say)
        finally:
            language.reset(token)


def has_chosen(connection: HTTPConnection) -> bool:
    """Tell whether a language was chosen in this browser."""
    return connection.cookies.get(COOKIE, "") in LANGUAGES


def keep(response: Response, connection: HTTPConnection, chosen: str) -> None:
    """Answer this browser in the chosen language from now on."""
    response.set_cookie(
        COOKIE,
        chosen,
        max_age=A_YEAR,
        path="/",
        secure=connection.app.state.settings.secure,
        httponly=True,
        samesite="lax",
    )


def choose(cookie: str, headers: Headers) -> str:
    """Return the chosen language, else the first of the browser's that we speak, else ours."""
    if cookie in LANGUAGES:
        return cookie
    wishes = []
    for part in headers.get("accept-language", "").split(","):
        tag, _sep, weight = part.strip().partition(";q=")
        try:
            wishes.append((float(weight or 1), tag.lower().split("-")[0]))
        except ValueError:
            continue
    ranked = sorted(wishes, key=lambda wish: -wish[0])
    return next((tag for _weight, tag in ranked if tag in LANGUAGES), DEFAULT)

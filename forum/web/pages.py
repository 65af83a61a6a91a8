"""Turning a template into a response."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from forum.access.policy import Permission, allows
from forum.core.errors import ForumError
from forum.core.i18n import LANGUAGES, language
from forum.core.templating import environment
from forum.web.identity import actor_of

_KEYS = re.compile(r'(name="(?:once|opened)" value=")[^"]*')
"""What a form has of its own each time it is shown. A page kept from before may be sent as well as
a new one: if its key was used up, the text comes back with another."""


def page(
    request: Request,
    name: str,
    *,
    wrong: ForumError | None = None,
    status: int | None = None,
    **context: Any,
) -> Response:
    """Render `templates/<name>` for this reader, with the status of what went wrong."""
    actor = actor_of(request)
    html = (
        environment()
        .get_template(name)
        .render(
            {
                "actor": actor,
                "may": lambda what, on=None: allows(actor, Permission(what), on),
                "here": here(request),
                "language": language.get(),
                "languages": LANGUAGES,
                "request_number": request.scope.get("request_number", ""),
                "wrong": wrong,
                **context,
            }
        )
    )
    code = status or (wrong.status if wrong else 200)
    headers = _caching(actor)
    if code == 200 and not actor.signed_in and request.method in ("GET", "HEAD"):
        told = _KEYS.sub(r"\1", html)
        if told != html:  # what holds a key of its own is not handed from one reader to another
            headers["cache-control"] = "private, no-cache"
        headers["etag"] = f'W/"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'
        if _is_there(headers["etag"], request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
    return HTMLResponse(html, code, headers=headers)


def here(request: Request) -> str:
    """Return our own path and query, for coming back here."""
    path = quote(request.scope["path"], safe="/.-_~")
    query = request.scope.get("query_string", b"").decode("latin-1")
    return f"{path}?{query}" if query else path


def onward(target: object, otherwise: str = "/") -> str:
    """Return a path on this site to go on to; anything that could lead elsewhere is dropped."""
    path = str(target or "")
    safe = path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
    return path if safe and "\\" not in path and len(path) <= 300 else otherwise


def see_other(request: Request, route: str, anchor: str = "", **params: Any) -> Response:
    """Send the browser to a page after a write, so that reloading repeats nothing."""
    address = str(request.app.url_path_for(route, **params))
    return RedirectResponse(address + (f"#{anchor}" if anchor else ""), status_code=303)


def _is_there(etag: str, kept: str) -> bool:
    """Tell whether the browser has these bytes; a proxy that packs them may call the name weak."""
    return etag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in kept.split(","))


def _caching(actor: Any) -> dict[str, str]:
    # One address is read in two languages, by people signed in or not.
    return {
        "cache-control": "private, no-store" if actor.signed_in else "no-cache",
        "vary": "Cookie, Accept-Language",
    }

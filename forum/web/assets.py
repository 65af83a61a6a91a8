"""Static files: read once at start, each under a name that carries the hash of its bytes.

All style sheets are one file, `css/site.css`, put together in the order of their layers, so a page
asks for one. A hashed name never changes meaning and may be kept for a year; a plain name is
asked about each time.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.paths import data_dir

BUNDLE = "css/site.css"
IN_ORDER = ("tokens", "fonts", "base", "layout", "components/*", "areas/*", "utilities", "media")
FOR_A_YEAR = "max-age=31536000, immutable"

_URL = re.compile(r'url\("\.\./([^"]+)"\)')


class Asset(NamedTuple):
    """The bytes of one file and how to send them."""

    body: bytes
    kind: str
    etag: str
    caching: str


class Assets:
    """Everything under `static/`, by plain and by hashed name: an application to mount there."""

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Asset] = {}
        self.hashed: dict[str, str] = {}
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_file() and not name.startswith("css/"):
                self._add(name, file.read_bytes())
        self._add(BUNDLE, self._bundle(folder / "css").encode())

    def path(self, name: str) -> str:
        """Return the address of `css/site.css` and the like; an unknown name is an error."""
        return f"/static/{self.hashed[name]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request below `/static`."""
        if scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
            return
        response = self._answer(Request(scope))
        await response(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"allow": "GET, HEAD"})
        name = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        asset = self.files.get(name.removeprefix("/"))
        if asset is None:
            raise NotFound("web.not-found", _("There is no page at this address."))
        headers = {"etag": asset.etag, "cache-control": asset.caching}
        if asset.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(asset.body, media_type=asset.kind, headers=headers)

    def _add(self, name: str, body: bytes) -> None:
        digest = hashlib.sha256(body).hexdigest()[:12]
        stem, dot, suffix = name.rpartition(".")
        self.hashed[name] = f"{stem}.{digest}{dot}{suffix}"
        kind = _kind(name)
        self.files[name] = Asset(body, kind, f'"{digest}"', "no-cache")
        self.files[self.hashed[name]] = Asset(body, kind, f'"{digest}"', FOR_A_YEAR)

    def _bundle(self, folder: Path) -> str:
        css = "\n".join(file.read_text("utf-8") for file in _sheets(folder))
        return _URL.sub(lambda found: f'url("../{self.hashed[found[1]]}")', css)


@cache
def assets() -> Assets:
    """Return the files that came with this forum."""
    return Assets(data_dir("static"))


def _sheets(folder: Path) -> Iterator[Path]:
    for pattern in IN_ORDER:
        yield from sorted(folder.glob(f"{pattern}.css"))


def _kind(name: str) -> str:
    if name.endswith(".woff2"):
        return "font/woff2"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"

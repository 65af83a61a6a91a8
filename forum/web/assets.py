"""Static files: read once at start, each under a name that carries the hash of its bytes.

All style sheets are one file, `css/site.css`, put together in the order of their layers, so a page
asks for one; what only sessions and desks look like is another, `css/rooms.css`. Scripts import one
another by their hashed names. A hashed name never changes meaning and may be kept for a year; a
plain name is asked about each time.
"""

from __future__ import annotations

import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Iterable, Iterator
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

BUNDLE, ROOMS = "css/site.css", "css/rooms.css"
IN_ORDER = ("tokens", "fonts", "base", "layout", "components/*", "areas/*", "utilities", "media")
OF_ROOMS = {"desk", "live", "hall", "run-sheet", "minutes", "booklet"}
"""Areas that most pages have nothing of."""
FOR_A_YEAR = "max-age=31536000, immutable"

_URL = re.compile(r'url\("\.\./([^"]+)"\)')
_IMPORT = re.compile(r'(?<= from ")(\.[^"]+\.js)(?=")')


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
        self.imports: dict[str, list[str]] = {}
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.suffix == ".js":
                self._add_script(folder, name)
            elif file.is_file() and not name.startswith("css/"):
                self._add(name, file.read_bytes())
        sheets = list(_sheets(folder / "css"))
        self._add(BUNDLE, self._bundle(one for one in sheets if not _of_rooms(one)))
        self._add(ROOMS, self._bundle(one for one in sheets if _of_rooms(one)))

    def path(self, name: str) -> str:
        """Return the address of `css/site.css` and the like; an unknown name is an error."""
        return f"/static/{self.hashed[name]}"

    def behind(self, name: str) -> list[str]:
        """Return the addresses of the scripts that a script imports, to be asked for at once."""
        return [self.path(one) for one in self.imports[name]]

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

    def _add_script(self, folder: Path, name: str) -> None:
        """Add a script after those that it imports, each named by its hash in the text."""
        if name in self.hashed:
            return
        behind: dict[str, None] = {}

        def there(found: re.Match[str]) -> str:
            other = posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))
            self._add_script(folder, other)
            behind.update(dict.fromkeys([other, *self.imports[other]]))
            return self.path(other)

        text = _IMPORT.sub(there, (folder / name).read_text("utf-8"))
        self.imports[name] = list(behind)
        self._add(name, text.encode())

    def _bundle(self, sheets: Iterable[Path]) -> bytes:
        css = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
        return _URL.sub(lambda found: f'url("../{self.hashed[found[1]]}")', css).encode()


@cache
def assets() -> Assets:
    """Return the files that came with this forum."""
    return Assets(data_dir("static"))


def _sheets(folder: Path) -> Iterator[Path]:
    for pattern in IN_ORDER:
        yield from sorted(folder.glob(f"{pattern}.css"))


def _of_rooms(sheet: Path) -> bool:
    return sheet.parent.name == "areas" and sheet.stem in OF_ROOMS


def _kind(name: str) -> str:
    if name.endswith(".woff2"):
        return "font/woff2"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"

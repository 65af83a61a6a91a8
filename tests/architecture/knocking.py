"""Knocking at the doors of the town, as one of its people, and seeing whether anything changed."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.routing import Route

from forum.core.settings import Settings
from forum.site.routes import routes_for
from forum.web.identity import cookie_name
from forum.web.routes import Act
from tests.architecture.doors import form_of, path_of
from tests.architecture.town import Town
from tests.visitor import visitor

ROUTES = routes_for(Settings(demo=True))
DOORS = [route for route in ROUTES if isinstance(route, Route)]
ACTS = [route for route in DOORS if isinstance(route, Act)]

PASSING = {"sign_in", "sign_in_attempt", "job"}
"""Tables that note when somebody was seen, not what they did."""


@dataclass(frozen=True)
class Copy:
    """The town as it was built, its application, and the file it is kept in."""

    town: Town
    app: Starlette
    file: Path

    def browser(self, who: str) -> httpx2.AsyncClient:
        """Return the browser of one of its people; `visitor` has no cookie."""
        client = visitor(self.app)
        if who in self.town.keys:
            client.cookies.set(cookie_name(secure=False), self.town.keys[who])
        return client


async def knock(
    copy: Copy, route: Route, who: str, headers: dict[str, str] | None = None
) -> httpx2.Response:
    """Return what this person is answered at this door."""
    async with copy.browser(who) as browser:
        path = path_of(route, copy.town, who)
        if isinstance(route, Act):
            return await browser.post(path, data=form_of(route, copy.town), headers=headers)
        return await browser.get(path, headers=headers)


def contents(file: Path) -> str:
    """Return a fingerprint of all that is kept."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(file)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            if name not in PASSING:
                for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - our own names
                    digest.update(repr(row).encode())
    return digest.hexdigest()

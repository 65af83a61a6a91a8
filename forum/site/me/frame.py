"""What a person's own pages share."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, require
from forum.core.errors import ForumError
from forum.core.i18n import N_, _
from forum.web.identity import actor_of
from forum.web.pages import page

VIEWS = (
    ("me", N_("What I said")),
    ("me-receipts", N_("Receipts")),
    ("me-following", N_("Following")),
    ("me-reports", N_("What I reported")),
    ("me-notices", N_("Notices")),
    ("me-sign-ins", N_("Devices")),
    ("me-account", N_("Name, language, password")),
    ("me-second-factor", N_("Second factor")),
    ("me-data", N_("My data")),
)


def own(request: Request) -> Actor:
    """Return whoever is asking for their own page, or ask them to sign in."""
    actor = actor_of(request)
    require(actor, Permission.ACCOUNT_KEEP)
    return actor


def own_page(
    request: Request, name: str, view: str, *, wrong: ForumError | None = None, **context: Any
) -> Response:
    """Render one of a person's own pages, with the ways to the others."""
    views = [
        {"word": _(word), "href": str(request.app.url_path_for(route)), "here": route == view}
        for route, word in VIEWS
    ]
    return page(request, name, wrong=wrong, views=views, **context)

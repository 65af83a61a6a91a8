"""What every desk shares: who may come in, and the ways to the other desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, Role, require
from forum.core.errors import ForumError
from forum.core.i18n import N_, _
from forum.web.identity import actor_of
from forum.web.pages import page


@dataclass(frozen=True)
class Area:
    """One desk: the name of its address, its word, and the roles that work there."""

    route: str
    word: str
    roles: frozenset[Role]


AREAS = (
    Area("desk-drafts", N_("Drafts"), frozenset(Role)),
    Area("desk-consultations", N_("Consultations"), frozenset(Role)),
    Area("desk-moderation", N_("Moderation"), frozenset({Role.MODERATOR})),
    Area(
        "desk-responses",
        N_("Responses"),
        frozenset({Role.RESPONDER, Role.REVIEWER, Role.OWNER, Role.PUBLISHER, Role.DRAFTER}),
    ),
    Area(
        "desk-sessions",
        N_("Sessions"),
        frozenset({Role.CHAIR, Role.OWNER, Role.PUBLISHER, Role.NOTE_TAKER, Role.MODERATOR}),
    ),
    Area("desk-people", N_("People"), frozenset({Role.OWNER})),
)
"""In the order in which work passes over the desks."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody: what, where, since when and until when."""

    sentence: str
    href: str
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    zone: str = ""


def enter(request: Request) -> Actor:
    """Return the member of staff who is asking, or refuse."""
    actor = actor_of(request)
    require(actor, Permission.DESK_ENTER)
    return actor


def desk_page(
    request: Request,
    name: str,
    *,
    area: str,
    wrong: ForumError | None = None,
    status: int | None = None,
    **context: Any,
) -> Response:
    """Render a desk with the ways to the other desks that this person may enter."""
    actor = actor_of(request)
    ways = [
        {"word": _(one.word), "href": address(request, one.route), "here": one.route == area}
        for one in AREAS
        if actor.agencies_as(*one.roles)
    ]
    return page(request, name, wrong=wrong, status=status, desk_nav=ways, **context)


def address(request: Request, route: str, **params: str | int) -> str:
    """Return the address of a page by its name."""
    return str(request.app.url_path_for(route, **params))

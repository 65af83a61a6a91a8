"""What every desk shares: who may come in, and the ways to the other desks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, Role, require
from forum.core.errors import ForumError, NotAllowed, NotFound
from forum.core.i18n import N_, _
from forum.web.forms import first, typed
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.problems import show_refusal

Handler = Callable[[Request], Awaitable[Response]]
WORDS = ("text", "sentence", "problem", "term", "reason", "why")
"""What is written in words in the forms of a session; the rest can be chosen again."""


@dataclass(frozen=True)
class Area:
    """One desk: the name of its address, its word, and the roles that work there.

    `throughout`: only those who have the role for all that the agency does.
    """

    route: str
    word: str
    roles: frozenset[Role]
    throughout: bool = False

    def admits(self, actor: Actor) -> bool:
        """Tell whether this person has work there."""
        found = actor.agencies_throughout_as if self.throughout else actor.agencies_as
        return bool(found(*self.roles))


AREAS = (
    Area("desk-drafts", N_("Drafts"), frozenset(Role)),
    Area("desk-consultations", N_("Consultations"), frozenset(Role)),
    Area("desk-moderation", N_("Moderation"), frozenset({Role.MODERATOR, Role.REVIEWER})),
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
    Area("desk-organisations", N_("Organisations"), frozenset({Role.OWNER}), throughout=True),
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
        if one.admits(actor)
    ]
    return page(request, name, wrong=wrong, status=status, desk_nav=ways, **context)


def keeping_words(handler: Handler) -> Handler:
    """Let whoever may not do this, perhaps only any more, read and copy what they typed.

    No desk can be shown to them with the form in it: they may have been signed out meanwhile.
    """

    @wraps(handler)
    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except (NotAllowed, NotFound) as refused:
            data = await typed(request)
            words = [text for name in WORDS if (text := first(data, name))]
            return await show_refusal(request, refused, kept=words)

    return answer


def address(request: Request, route: str, **params: str | int) -> str:
    """Return the address of a page by its name."""
    return str(request.app.url_path_for(route, **params))

"""The first page of the desks: what waits for this person, most urgent first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import ROLE_WORDS, Permission
from forum.catalogue.queries import agencies
from forum.site.desk import (
    answering,
    consultations,
    drafts,
    marks,
    moderators,
    organisations,
    sessions,
)
from forum.site.desk.frame import Waiting, desk_page, enter
from forum.web.routes import Page

SOURCES: tuple[Callable[[Request], Awaitable[list[Waiting]]], ...] = (
    drafts.waiting,
    consultations.waiting,
    sessions.waiting_here,
    moderators.waiting_here,
    answering.waiting_here,
    organisations.waiting_here,
    marks.waiting_here,
)
"""One a desk: each says what waits there for whoever is asking."""

NEVER = datetime.max.replace(tzinfo=UTC)


async def show(request: Request) -> Response:
    """List what waits, and for which agencies this person works as what."""
    actor = enter(request)
    waiting = [one for source in SOURCES for one in await source(request)]
    waiting.sort(key=lambda one: (one.until or NEVER, one.since or NEVER))
    served = await agencies({grant.agency_id for grant in actor.grants})
    works = [
        (
            agency,
            [
                ROLE_WORDS[role]
                for role in ROLE_WORDS
                if any(g.agency_id == agency.id and g.role is role for g in actor.grants)
            ],
        )
        for agency in served
    ]
    return desk_page(request, "desk/home/show.html", area="desk", waiting=waiting, works=works)


routes = [Page("/desk", show, name="desk", reads=Permission.DESK_ENTER)]

"""Marked words that nobody could find for sure: a person says where they are now."""

from __future__ import annotations

from starlette.requests import Request

from forum.access.policy import Role
from forum.core.i18n import local, ngettext
from forum.participation.marks import to_check
from forum.site.desk.frame import Waiting, address
from forum.web.identity import actor_of


async def waiting_here(request: Request) -> list[Waiting]:
    """Tell the first page of the desks in which versions marked words wait for a person."""
    found = await to_check(actor_of(request).agencies_as(Role.DRAFTER, Role.RESPONDER))
    return [
        Waiting(
            ngettext(
                "%(num)s comment on words that moved: say where they are",
                "%(num)s comments on words that moved: say where they are",
                number,
            )
            % {"num": number},
            address(request, "standard-words", slug=version.standard.slug, number=version.name)
            + "?fit=check",
            about=local(version.title),
            since=version.frozen_at,
        )
        for version, number in found
    ]

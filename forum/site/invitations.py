"""A mailed invitation to an organisation: what it leads to, and joining."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.organisations.actions import join
from forum.organisations.queries import invitation_by
from forum.site.organisations import kind_of
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page


async def show(request: Request) -> Response:
    """Show who invites. Mail programs look at links: only the button uses it."""
    invitation = await invitation_by(request.path_params["token"])
    organisation = invitation.organisation
    response = page(
        request,
        "organisations/invitation.html",
        organisation=organisation,
        kind=kind_of(organisation),
    )
    response.headers["cache-control"] = "no-store"
    return response


async def use(request: Request) -> Response:
    """Join by it, once."""
    require(actor_of(request), Permission.ORGANISATION_JOIN)
    organisation = await join(actor_of(request), request.path_params["token"])
    return see_other(request, "organisation", slug=organisation.slug)


routes = [
    Page("/invitations/{token}", show, name="invitation"),
    Act("/invitations/{token}", use, Permission.ORGANISATION_JOIN, name="invitation-use"),
]

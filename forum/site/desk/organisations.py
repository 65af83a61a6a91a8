"""Organisations that wait for an office to confirm them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, Role
from forum.catalogue.queries import agencies
from forum.core.errors import ForumError, Invalid, NotFound, Refused
from forum.core.i18n import ngettext
from forum.organisations.actions import confirm
from forum.organisations.queries import unconfirmed
from forum.site.desk.frame import Waiting, address, desk_page, enter
from forum.site.organisations import kind_of
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class ConfirmForm(Form):
    """For which office it is confirmed."""

    agency: str = ""


async def index(request: Request, wrong: ForumError | None = None) -> Response:
    """List those that nobody has confirmed, the longest waiting first."""
    actor = enter(request)
    served = await agencies(actor.agencies_throughout_as(Role.OWNER))
    waiting = await unconfirmed()
    return desk_page(
        request,
        "desk/organisations/index.html",
        area="desk-organisations",
        wrong=wrong,
        waiting=[(one, kind_of(one), actor.person_id in one.member_ids) for one in waiting],
        agencies=served,
        zone=request.app.state.settings.time_zone,
    )


async def confirm_(request: Request) -> Response:
    """Confirm one for an office."""
    try:
        form = await read_form(ConfirmForm, request)
        await confirm(actor_of(request), request.path_params["slug"], form.agency)
    except (Invalid, NotFound, Refused) as wrong:
        return await index(request, wrong)
    return see_other(request, "desk-organisations")


async def waiting_here(request: Request) -> list[Waiting]:
    """Tell the first page of the desks that somebody waits to be confirmed."""
    if not actor_of(request).agencies_throughout_as(Role.OWNER):
        return []
    found = await unconfirmed()
    if not found:
        return []
    sentence = ngettext(
        "%(num)s organisation is not confirmed yet",
        "%(num)s organisations are not confirmed yet",
        len(found),
    ) % {"num": len(found)}
    return [Waiting(sentence, address(request, "desk-organisations"), since=found[0].registered_at)]


routes = [
    Page("/desk/organisations", index, name="desk-organisations", reads=Permission.DESK_ENTER),
    Act(
        "/desk/organisations/{slug:slug}/confirmation",
        confirm_,
        Permission.ORGANISATION_CONFIRM,
        name="desk-organisation-confirmation",
    ),
]

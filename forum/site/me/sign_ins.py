"""Where a person is signed in, and ending it there."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.accounts.actions import end_other_sign_ins, end_sign_in
from forum.accounts.queries import sign_ins_of
from forum.core.errors import NotFound
from forum.site.me.frame import own, own_page
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


async def show(request: Request, wrong: NotFound | None = None) -> Response:
    """List the devices, the last seen first."""
    actor = own(request)
    return own_page(
        request,
        "me/sign_ins.html",
        "me-sign-ins",
        wrong=wrong,
        sign_ins=await sign_ins_of(actor),
        zone=request.app.state.settings.time_zone,
    )


async def end(request: Request) -> Response:
    """End one of them."""
    try:
        await end_sign_in(actor_of(request), request.path_params["ref"])
    except NotFound as wrong:
        return await show(request, wrong)
    return see_other(request, "me-sign-ins")


async def end_others(request: Request) -> Response:
    """End all but this one."""
    await end_other_sign_ins(actor_of(request))
    return see_other(request, "me-sign-ins")


routes = [
    Page("/me/sign-ins", show, name="me-sign-ins", reads=Permission.ACCOUNT_KEEP),
    Act("/me/sign-ins/{ref:ref}/ending", end, Permission.ACCOUNT_KEEP, name="me-sign-in-ending"),
    Act("/me/sign-ins/endings", end_others, Permission.ACCOUNT_KEEP, name="me-sign-ins-endings"),
]

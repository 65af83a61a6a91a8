"""Coming into a session: by the short address on a wall, and checking in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.sessions.actions import check_in, leave
from forum.site.sessions import show
from forum.web.forms import Form, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class CheckInForm(Form):
    """Who comes in, for whom, and from where."""

    name: str = ""
    element: str = ""
    organisation: str = ""
    name_public: bool = False
    in_hall: bool = False


async def come_in(request: Request) -> Response:
    """Check in, change what was said then, or take it back."""
    filled = await typed(request)
    actor, code = actor_of(request), request.path_params["code"]
    try:
        if first(filled, "leave"):
            await leave(actor, code)
        else:
            form = read(CheckInForm, filled)
            await check_in(actor, code, **form.model_dump())
    except (Invalid, Refused, NotAllowed) as wrong:
        return await show(request, wrong, "check-in", filled)
    return see_other(request, "session", code=code.upper())


async def short(request: Request) -> Response:
    """Lead from the short address on the wall to the room."""
    code = request.path_params["code"].upper()
    return RedirectResponse(request.app.url_path_for("session", code=code), status_code=307)


routes = [
    Page("/s/{code:code6}", short, name="session-short"),
    Act(
        "/sessions/{code:code6}/attendance",
        come_in,
        Permission.SESSION_JOIN,
        name="session-attendance",
    ),
]

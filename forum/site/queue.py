"""The queue of a session by plain forms: asking, supporting, taking back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.sessions.actions import ask, support, withdraw
from forum.sessions.models import QueueEntry
from forum.site.sessions import show
from forum.stage.forms import AskForm, SupportForm
from forum.web.forms import read, read_form, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act


async def put(request: Request) -> Response:
    """Put a question, a raised hand or a remark into the queue."""
    filled = await typed(request)
    code = request.path_params["code"]
    try:
        await ask(actor_of(request), code, read(AskForm, filled).asking())
    except (Invalid, Refused, NotAllowed) as wrong:
        return await show(request, wrong, "queue", filled)
    return see_other(request, "session", "queue", code=code.upper())


async def add_support(request: Request) -> Response:
    """Support what somebody else asked, or take the support back."""
    form = await read_form(SupportForm, request)
    entry = await support(actor_of(request), request.path_params["ref"], on=form.on)
    return _back(request, entry)


async def take_back(request: Request) -> Response:
    """Take one's own entry out of the queue."""
    entry = await withdraw(actor_of(request), request.path_params["ref"])
    return _back(request, entry)


def _back(request: Request, entry: QueueEntry) -> Response:
    return see_other(request, "session", "queue", code=entry.session.code)


routes = [
    Act("/sessions/{code:code6}/queue", put, Permission.SESSION_SPEAK, name="session-queue"),
    Act("/queue/{ref:ref}/support", add_support, Permission.SESSION_SPEAK, name="queue-support"),
    Act(
        "/queue/{ref:ref}/withdrawal",
        take_back,
        Permission.SESSION_SPEAK,
        name="queue-withdrawal",
    ),
]

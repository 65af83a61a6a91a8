"""All sessions: those going on, those to come, those that were; and the field for a code."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor
from forum.core.errors import ForumError, Invalid, NotFound
from forum.core.i18n import _
from forum.core.text import clean
from forum.sessions.codes import read_code
from forum.sessions.queries import find_visible, sessions_coming, sessions_now, sessions_past
from forum.sessions.rules import STATE_WORDS
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Page

LONGEST = 40


async def show(request: Request) -> Response:
    """List sessions; with a code that somebody typed, lead to its session."""
    typed = clean(request.query_params.get("code", "")[:LONGEST])
    wrong: ForumError | None = None
    if typed:
        try:
            return see_other(request, "session", code=await _found(actor_of(request), typed))
        except (Invalid, NotFound) as error:
            wrong = error
    return page(
        request,
        "sessions/index.html",
        wrong=wrong,
        typed=typed,
        words=STATE_WORDS,
        now=await sessions_now(),
        coming=await sessions_coming(),
        past=await sessions_past(),
    )


async def _found(actor: Actor, typed: str) -> str:
    """Return the code of the session that is meant, however it was typed."""
    code = read_code(typed)
    if code is None:
        raise Invalid({"code": _("A code has six letters and digits, such as KTP 482.")})
    return (await find_visible(actor, code)).code


routes = [Page("/sessions", show, name="sessions")]

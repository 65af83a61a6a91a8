"""Following something from its page, and ending it from there or from a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Actor, Permission
from forum.notices.following import end_by_key, follow, follow_of_key, unfollow
from forum.notices.models import Thing
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.pages import onward, page
from forum.web.routes import Act, Page


class FollowForm(Form):
    """What to follow or no longer, and the page to come back to."""

    thing: Thing
    name: str = ""
    follow: str = "yes"
    next: str = ""


@dataclass(frozen=True)
class Following:
    """The button of a page: what it is about, and whether this reader follows it already."""

    thing: str
    name: str
    already: bool


def following(actor: Actor, thing: Thing, name: str) -> Following:
    """Return what the button of a page needs."""
    return Following(thing.value, name, f"{thing.value}:{name}" in actor.follows)


async def change(request: Request) -> Response:
    """Follow it or no longer, and return to where the button was."""
    form = await read_form(FollowForm, request)
    act = unfollow if form.follow == "no" else follow
    await act(actor_of(request), form.thing, form.name)
    back = onward(form.next, str(request.app.url_path_for("me-following")))
    return RedirectResponse(back, status_code=303)


async def ask(request: Request) -> Response:
    """Ask whoever opened the link of a letter. Mail programs open links too: nothing ends yet."""
    found = await follow_of_key(request.path_params["key"])
    return _shown(request, "follows/unsubscribe.html", followed=found, ended=False)


async def end(request: Request) -> Response:
    """End it, for a person or for a mail program; both are answered here, without being sent on."""
    ended = await end_by_key(request.path_params["key"])
    return _shown(request, "follows/unsubscribe.html", followed=ended, ended=True)


routes = [
    Act("/follows", change, Permission.FOLLOW, name="follows"),
    Page("/unsubscribe/{key}", ask, name="unsubscribe"),
    Act("/unsubscribe/{key}", end, Permission.FOLLOW_END, name="unsubscribe-end"),
]


def _shown(request: Request, name: str, **context: Any) -> Response:
    response = page(request, name, **context)
    response.headers["cache-control"] = "no-store"
    return response

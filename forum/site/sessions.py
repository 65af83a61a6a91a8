"""The room of a session: the page of whoever takes part, and the wall of the hall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.core.errors import ForumError
from forum.core.i18n import local
from forum.core.ids import new_secret
from forum.profiles.load import profile
from forum.sessions.codes import spoken
from forum.sessions.queries import OwnEntry
from forum.sessions.rules import ASK_WORDS
from forum.site.room import Room, about, room_of, shown
from forum.stage.audiences import Audience
from forum.web.forms import Typed, first
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.qr import qr
from forum.web.routes import Page

Where = Literal["", "check-in", "queue"]


@dataclass(frozen=True)
class Coming:
    """The form of checking in, with what was typed or said before."""

    asks_name: bool
    checked_in: bool
    name: str = ""
    element: str = ""
    organisation: str = ""
    in_hall: str = "yes"
    name_public: str = "no"


@dataclass(frozen=True)
class Speaking:
    """The forms of asking and of raising a hand, with what was typed."""

    once: str
    once_hand: str
    text: str = ""
    stance: str = ""


async def show(
    request: Request,
    wrong: ForumError | None = None,
    wrong_at: Where = "",
    filled: Typed | None = None,
) -> Response:
    """Show the room, or the same page again with what was typed and why it was not taken."""
    if moved := _elsewhere(request):
        return moved
    room = await room_of(request, Audience.CITIZEN)
    country = profile(room.scene.profile)
    filled = filled or {}
    return page(
        request,
        "sessions/show.html",
        wrong=wrong,
        wrong_at=wrong_at,
        address=request.app.url_path_for("session", code=room.scene.code),
        code=spoken(room.scene.code),
        my_place=room.my_place,
        own=_unseen(room),
        ask_words=ASK_WORDS,
        about=about(room.scene),
        elements=[(one.code, local(one.name)) for one in country.elements],
        coming=_coming(request, room, filled if wrong_at == "check-in" else {}),
        asking=_speaking(wrong, filled if wrong_at == "queue" else {}),
        **await shown(room),
    )


async def screen(request: Request) -> Response:
    """Show the wall of the hall, bright unless `?hall=dark` asks otherwise."""
    if moved := _elsewhere(request):
        return moved
    room = await room_of(request, Audience.SCREEN)
    base = request.app.state.settings.base_url.rstrip("/")
    short = request.app.url_path_for("session-short", code=room.scene.code)
    return page(
        request,
        "sessions/screen.html",
        theme="dark" if request.query_params.get("hall") == "dark" else "light",
        code=spoken(room.scene.code),
        host=urlsplit(base).netloc,
        qr=qr(f"{base}{short}"),
        **await shown(room),
    )


def _elsewhere(request: Request) -> Response | None:
    """A code in small letters leads to the address that is printed everywhere."""
    code = request.path_params["code"]
    if request.method == "POST" or code == code.upper():
        return None
    there = request.app.url_path_for(request.scope["route"].name, code=code.upper())
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{there}{query}", status_code=308)


def _unseen(room: Room) -> list[OwnEntry]:
    """Return what this reader asked or said that stands neither in the queue nor in a list."""
    seen = room.now.places.keys() | room.picture.lists["remarks"].keys()
    return [one for one in room.own.entries if one.ref not in seen]


def _coming(request: Request, room: Room, filled: Typed) -> Coming:
    own = room.own
    before = {
        "element": own.element,
        "organisation": own.organisation,
        "in_hall": "yes" if own.in_hall or not own.checked_in else "no",
        "name_public": "yes" if own.name_public else "no",
    }
    said = {name: first(filled, name) for name in (*before, "name") if name in filled}
    return Coming(not actor_of(request).name, own.checked_in, **{**before, **said})


def _speaking(wrong: ForumError | None, filled: Typed) -> Speaking:
    """Return the forms; a key that was used up is replaced."""
    kept = first(filled, "once") if wrong is not None and wrong.code != "queue.key-used" else ""
    asks_in_words = first(filled, "ask") != "hand"
    return Speaking(
        once=kept if kept and asks_in_words else new_secret()[:32],
        once_hand=new_secret()[:32],
        text=first(filled, "text"),
        stance=first(filled, "stance"),
    )


routes = [
    Page("/sessions/{code:code6}", show, name="session"),
    Page("/sessions/{code:code6}/screen", screen, name="session-screen"),
]

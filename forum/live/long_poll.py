"""The same messages where no socket gets through: asked for again and again, answered when there is
something to say.
"""

from __future__ import annotations

import asyncio
import contextlib

from starlette.requests import Request
from starlette.responses import Response

from forum.core.errors import NotAllowed, NotFound, TooMany
from forum.core.i18n import _
from forum.live import protocol
from forum.live.doors import network
from forum.live.frames import payload_of
from forum.live.hub import Live
from forum.live.members import Member
from forum.live.outlets import Basket
from forum.live.rooms import Room
from forum.live.sockets import why_not, wish_of
from forum.sessions.codes import read_code
from forum.web.identity import actor_of, token_of

LONGEST = 25.0
STATE = b'{"t":"st"'
MORE_TO_COME = 0.3
"""Seconds that are waited after the first news, for what comes with it."""


async def news(request: Request) -> Response:
    """Return what has happened since, as a list of messages; wait a while if nothing has."""
    live: Live | None = getattr(request.app.state, "live", None)
    if live is None or live.leaving:
        return Response(status_code=503, headers={"retry-after": "5"})
    room = await live.room(read_code(request.path_params["code"]) or "")
    basket, wish = Basket(), wish_of(request)
    refused = why_not(actor_of(request), room, wish)
    if refused == 404:
        raise NotFound("session.not-found", _("There is no such session."))
    if refused:
        raise NotAllowed("live.view", _("Your roles do not include this view of the session."))
    member = Member(basket, room.group(wish.audience, wish.language))
    token = token_of(request)
    member.belong(await live.holders.get(token) if token else None)
    if not live.doors.enter(member.person_id, network(request.scope)):
        raise TooMany("live.too-many", _("This page is open too often. Close it elsewhere."))
    try:
        if member.person_id:
            member.part = await room.parts.get(member.person_id)
        room.join(member, wish.epoch, wish.s)
        await _wait(request, room, basket)
    finally:
        room.leave(member)
        live.doors.leave(member.person_id, network(request.scope))
    seen = payload_of(protocol.more(_seen(room)))
    body = b"[" + b",".join([*basket.messages, seen]) + b"]"
    headers = {"cache-control": "private, no-store"}
    return Response(body, media_type="application/json", headers=headers)


async def _wait(request: Request, room: Room, basket: Basket) -> None:
    """Wait until there is something that this client has not been told."""
    news = [one for one in basket.messages[1:] if not one.startswith(STATE)]
    if news or request.query_params.get("seen") != _seen(room):
        return
    basket.something.clear()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(basket.something.wait(), LONGEST)
        await asyncio.sleep(MORE_TO_COME)


def _seen(room: Room) -> str:
    """Return a token of all states as they were last sent by this process."""
    return f"{room.name}.{room.numbers.version}"

"""One connection: let in or turned away, brought up to date, answered one message after another."""

from __future__ import annotations

import time
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from forum.access.policy import Actor, Permission, allows
from forum.core.errors import NotFound, TooMany
from forum.core.i18n import LANGUAGES, _, language
from forum.live import protocol
from forum.live.doors import Bucket, came_from_here, network, turn_away
from forum.live.frames import EXTENSION
from forum.live.hub import Live
from forum.live.members import Member
from forum.live.outlets import AsgiOutlet, Outlet
from forum.live.protocol import Close, Message, Unreadable
from forum.live.rooms import Room
from forum.live.verbs import VERBS, Refusal, answer
from forum.sessions.queries import may_see
from forum.stage.audiences import Audience
from forum.web.identity import token_of
from forum.web.language import COOKIE, choose

MESSAGES_A_SECOND, AT_ONCE = 10.0, 20.0
WARNINGS = 20
"""What is beyond the limit or unknown is answered so often; then the connection is closed."""


@dataclass(frozen=True)
class Wish:
    """What a client wants to see, and what it has seen."""

    audience: Audience
    language: str
    epoch: str
    s: int


@dataclass(frozen=True)
class Visit:
    """One connection on its way through."""

    live: Live
    room: Room
    member: Member
    wish: Wish


class Socket:
    """The address of the live layer, as an ASGI application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection from its handshake to its end."""
        connection = HTTPConnection(scope)
        live: Live | None = getattr(connection.app.state, "live", None)
        if live is None or live.leaving or not live.doors.may_come():
            await turn_away(scope, send, 503, after=2)
            return
        if not came_from_here(connection.headers, secure=live.settings.secure):
            await turn_away(scope, send, 403)
            return
        wish = wish_of(connection)
        token = token_of(connection)
        holder = await live.holders.get(token) if token else None
        try:
            room = await live.room(connection.path_params["code"].upper())
        except NotFound:
            await turn_away(scope, send, 404)
            return
        actor = holder.actor if holder else Actor()
        if refused := why_not(actor, room, wish):
            await turn_away(scope, send, refused)
            return
        person_id, where = actor.person_id or 0, network(scope)
        if not live.doors.enter(person_id, where):
            await turn_away(scope, send, 429, after=60)
            return
        try:
            offered: Outlet | None = scope.get("extensions", {}).get(EXTENSION)
            member = Member(offered or AsgiOutlet(send), room.group(wish.audience, wish.language))
            member.belong(holder)
            await _serve(Visit(live, room, member, wish), scope, receive, send)
        finally:
            live.doors.leave(person_id, where)


async def _serve(visit: Visit, scope: Scope, receive: Receive, send: Send) -> None:
    """Accept, tell what is, and answer until the connection ends."""
    room, member = visit.room, visit.member
    asked_at = time.monotonic()
    if member.person_id:
        member.part = await room.parts.get(member.person_id)
    if (await receive())["type"] != "websocket.connect":
        return
    chosen = protocol.NAME if protocol.NAME in scope.get("subprotocols", ()) else None
    await send({"type": "websocket.accept", "subprotocol": chosen})
    language.set(visit.wish.language)  # of this task alone: one task a connection
    room.join(member, visit.wish.epoch, visit.wish.s)
    try:
        if room.closed:
            member.outlet.end(Close.RESTART)
        if room.stirred.get(member.person_id, 0.0) > asked_at:
            await room.look_again(member.person_id)
        await converse(visit, receive)
    finally:
        room.leave(member)


async def converse(visit: Visit, receive: Receive) -> None:
    """Answer one message after another. Nothing that comes in ends in an exception."""
    outlet = visit.member.outlet
    pace, closing = Pace(), False
    while (message := await receive())["type"] != "websocket.disconnect":
        if closing:
            continue
        try:
            outlet.write(await _answer(visit, pace, message.get("text")))
        except Unreadable as wrong:
            closing = True
            outlet.write(protocol.error(wrong.message))
            outlet.end(wrong.close)


async def _answer(visit: Visit, pace: Pace, text: str | None) -> bytes:
    if text is None:
        raise Unreadable(Close.BINARY, _("Messages are text, not bytes."))
    asked = protocol.read(text)
    if pace.is_too_much(asked):
        raise Unreadable(Close.MISUSE, _("This program sends too much."))
    if not pace.allowed:
        too_fast = _("This is too fast. Wait a moment, then send it again.")
        return protocol.nack(asked.rid, TooMany("live.too-many", too_fast))
    if visit.live.leaving:
        later = _("The forum is restarting. Please send it again in a moment.")
        return protocol.nack(asked.rid, Refusal("live.restart", later), retry=True)
    with visit.live.at_work():
        if visit.member.rights_changed:
            await visit.live.ask_rights({visit.member.sign_in_id})
        return await answer(visit.room, visit.member, asked)


class Pace:
    """How fast one client sends, and how often it was warned."""

    def __init__(self) -> None:
        self.allowed = True
        self._bucket = Bucket(MESSAGES_A_SECOND, AT_ONCE, AT_ONCE)
        self._warnings = 0

    def is_too_much(self, asked: Message) -> bool:
        """Count one more message, and tell whether that is the end of it."""
        self.allowed = self._bucket.take(time.monotonic())
        self._warnings += not self.allowed or asked.verb not in VERBS
        return self._warnings > WARNINGS


def wish_of(connection: HTTPConnection) -> Wish:
    """Read what a client wants from its address; what makes no sense is as if it were not there."""
    query = connection.query_params
    lang, view, s = query.get("lang", ""), query.get("view", ""), query.get("s", "")
    spoken = (
        lang
        if lang in LANGUAGES
        else choose(connection.cookies.get(COOKIE, ""), connection.headers)
    )
    audience = Audience(view) if view in set(Audience) else Audience.CITIZEN
    seen = int(s) if s.isascii() and s.isdigit() and len(s) < 16 else 0
    return Wish(audience, spoken, query.get("e", ""), seen)


def why_not(actor: Actor, room: Room, wish: Wish) -> int:
    """Return the status for somebody who may not see this, or nought."""
    if not may_see(actor, room.session):
        return 404
    watches = wish.audience is not Audience.CHAIR
    return 0 if watches or allows(actor, Permission.SESSION_WATCH, room.session) else 403

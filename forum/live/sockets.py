"""One connection: let in or turned away, brought up to date, answered one message after another."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from forum.access.policy import Actor, Permission, allows
from forum.accounts.queries import Holder
from forum.core.errors import NotFound, TooMany
from forum.core.i18n import LANGUAGES, _, language
from forum.live import protocol
from forum.live.doors import came_from_here, network, turn_away
from forum.live.frames import EXTENSION
from forum.live.hub import Live
from forum.live.members import Member
from forum.live.outlets import AsgiOutlet, Outlet
from forum.live.pace import Pace
from forum.live.protocol import Close, Unreadable
from forum.live.rooms import Room
from forum.live.verbs import Refusal, answer
from forum.live.votes import Votes
from forum.sessions.queries import may_see
from forum.stage.audiences import Audience
from forum.web.identity import token_of
from forum.web.language import COOKIE, choose

PLACE = re.compile("/sessions/([0-9A-Za-z]{6})/live")
MOST_FIELDS = 20
NORMAL = 1000
VIEWS = frozenset(Audience)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a client wants to see, and what it has seen."""

    audience: Audience
    language: str
    epoch: str
    s: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One connection on its way through."""

    live: Live
    room: Room
    holder: Holder | None
    wish: Wish
    network: str

    @property
    def person_id(self) -> int:
        """Whose it is; nought for somebody who only reads along."""
        return (self.holder and self.holder.actor.person_id) or 0


class SocketsFirst:
    """Middleware: sockets go straight to their address.

    Nothing that lies on the way to a page concerns them, and each layer that holds one open costs.
    """

    def __init__(self, app: ASGIApp, *, sockets: ASGIApp) -> None:
        self.app, self.sockets = app, sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        sockets = scope["type"] == "websocket"
        await (self.sockets if sockets else self.app)(scope, receive, send)


class Socket:
    """The address of the live layer, as an ASGI application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection from its handshake to its end."""
        visit = await let_in(scope)
        if isinstance(visit, int):
            await turn_away(scope, send, visit)
            return
        code = NORMAL
        try:
            code = await _serve(visit, scope, receive, send)
        finally:
            visit.live.doors.leave(visit.person_id, visit.network, code)


async def let_in(scope: Scope) -> Visit | int:
    """Count somebody in, or return the status with which they are turned away."""
    found = PLACE.fullmatch(scope["path"])
    if found is None:
        return 404
    connection = HTTPConnection(scope)
    live: Live | None = getattr(connection.app.state, "live", None)
    if live is None or live.leaving or not live.doors.may_come():
        return 503
    if not came_from_here(connection.headers, secure=live.settings.secure):
        return 403
    token = token_of(connection)
    holder = await live.holders.get(token) if token else None
    try:
        room = await live.room(found[1].upper())
    except NotFound:
        return 404
    visit = Visit(live, room, holder, wish_of(connection), network(scope))
    if refused := why_not(holder.actor if holder else Actor(), room, visit.wish):
        return refused
    return visit if live.doors.enter(visit.person_id, visit.network) else 429


async def _serve(visit: Visit, scope: Scope, receive: Receive, send: Send) -> int:
    """Accept, tell what is, and answer until the connection ends; return with which code."""
    room, wish, asked_at = visit.room, visit.wish, time.monotonic()
    offered: Outlet | None = scope.get("extensions", {}).get(EXTENSION)
    member = Member(offered or AsgiOutlet(send), room.group(wish.audience, wish.language))
    member.belong(visit.holder)
    if member.person_id:
        member.part = await room.parts.get(member.person_id)
    if (await receive())["type"] != "websocket.connect":
        return NORMAL
    chosen = protocol.NAME if protocol.NAME in scope.get("subprotocols", ()) else None
    await send({"type": "websocket.accept", "subprotocol": chosen})
    language.set(wish.language)  # of this task alone: one task a connection
    room.join(member, wish.epoch, wish.s)
    try:
        if room.closed:
            member.outlet.end(Close.RESTART)
        if room.stirred.get(member.person_id, 0.0) > asked_at:
            await room.look_again(member.person_id)
        return await converse(visit.live, room, member, receive)
    finally:
        room.leave(member)


async def converse(live: Live, room: Room, member: Member, receive: Receive) -> int:
    """Answer one message after another, and return the code at the end. Nothing that comes in ends
    in an exception."""
    outlet = member.outlet
    pace, closing = Pace(), False
    votes = Votes(live, room, member, pace)
    outlet.hear = votes.hear
    while (message := await receive())["type"] != "websocket.disconnect":
        if closing:
            continue
        await votes.answered()
        try:
            answered = await _answer(live, room, member, pace, message.get("text"))
            outlet.write(answered)  # asked for only now: whoever left meanwhile has another
        except Unreadable as wrong:
            closing, outlet.hear = True, None
            outlet.write(protocol.error(wrong.message))
            outlet.end(wrong.close)
    return int(message.get("code") or NORMAL)


async def _answer(live: Live, room: Room, member: Member, pace: Pace, text: str | None) -> bytes:
    if text is None:
        raise Unreadable(Close.BINARY, _("Messages are text, not bytes."))
    asked = protocol.read(text)
    if pace.is_too_much(asked):
        raise Unreadable(Close.MISUSE, _("This program sends too much."))
    if not pace.allowed:
        too_fast = _("This is too fast. Wait a moment, then send it again.")
        return protocol.nack(asked.rid, TooMany("live.too-many", too_fast))
    if live.leaving:
        later = _("The forum is restarting. Please send it again in a moment.")
        return protocol.nack(asked.rid, Refusal("live.restart", later), retry=True)
    with live.at_work():
        if member.rights_changed:
            await live.ask_rights({member.sign_in_id})
        return await answer(room, member, asked)


def wish_of(connection: HTTPConnection) -> Wish:
    """Read what a client wants from its address; what makes no sense is as if it were not there."""
    wish = _wish_in(connection.scope.get("query_string", b""))
    if wish.language:
        return wish
    chosen = choose(connection.cookies.get(COOKIE, ""), connection.headers)
    return replace(wish, language=chosen)


@lru_cache(maxsize=1_024)
def _wish_in(query_string: bytes) -> Wish:
    """Read an address; a herd comes by the same one."""
    text = query_string.decode("latin-1")
    query = (
        dict(parse_qsl(text, max_num_fields=MOST_FIELDS)) if text.count("&") < MOST_FIELDS else {}
    )
    lang, view, s = query.get("lang", ""), query.get("view", ""), query.get("s", "")
    audience = Audience(view) if view in VIEWS else Audience.CITIZEN
    seen = int(s) if s.isascii() and s.isdigit() and len(s) < 16 else 0
    return Wish(audience, lang if lang in LANGUAGES else "", query.get("e", ""), seen)


def why_not(actor: Actor, room: Room, wish: Wish) -> int:
    """Return the status for somebody who may not see this, or nought."""
    if not may_see(actor, room.session):
        return 404
    watches = wish.audience is not Audience.CHAIR
    return 0 if watches or allows(actor, Permission.SESSION_WATCH, room.session) else 403

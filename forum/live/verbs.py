"""What a client can do. Each verb is a form of the pages, and asks for rights as they do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from forum.core.errors import ForumError
from forum.core.i18n import _
from forum.live import protocol
from forum.live.members import Member
from forum.live.protocol import Message
from forum.live.rooms import Room
from forum.live.you import ballot_shown
from forum.sessions import actions
from forum.sessions.rules import Ask
from forum.stage.forms import AskForm, SupportForm, read_ballot
from forum.stage.moves import (
    chair_of,
    decision_of,
    move_of,
    mute_of,
    next_move_of,
    note_of,
)
from forum.voting.ballot_box import Cast, Vote, ballot_box
from forum.voting.models import Poll
from forum.voting.queries import find_poll
from forum.voting.queries.find import no_poll
from forum.web.forms import Typed, first, read

log = structlog.get_logger(__name__)

Result = Mapping[str, Any]
Verb = Callable[[Room, Member, Typed], Awaitable[Result]]


class Refusal(ForumError):
    """What the protocol itself says no to."""


async def answer(room: Room, member: Member, message: Message) -> bytes:
    """Do what is asked, and return the frame that says what became of it."""
    try:
        verb = VERBS.get(message.verb)
        if verb is None:
            raise Refusal("live.unknown", _("This program asked for something that is not known."))
        if not message.rid:
            raise Refusal("live.no-key", _("This form was incomplete. Reload the page."))
        result = await verb(room, member, {**message.typed(), "once": message.rid})
    except ForumError as refused:
        return protocol.nack(message.rid, refused, retry=refused.status == 503)
    except Exception:
        log.exception("verb_failed", verb=message.verb, session=room.session.ref)
        failed = Refusal("live.failed", _("Something failed on our side. Please send it again."))
        return protocol.nack(message.rid, failed, retry=True)
    return protocol.ack(message.rid, result)


async def vote(room: Room, member: Member, data: Typed) -> Result:
    """Cast a ballot; the answer comes once it is stored."""
    poll = await _poll(room, first(data, "poll"))
    cast = await ballot_box().drop(ballot_in(poll, member, data))
    return counted(room, member, poll, cast)


def ballot_in(poll: Poll, member: Member, data: Typed) -> Vote:
    """Return the vote that is meant, or say what to mark."""
    form = read_ballot(data)
    return Vote(member.actor, poll.ref, form.marks(poll), form.once, form.reason)


def counted(room: Room, member: Member, poll: Poll, cast: Cast) -> Result:
    """Note what stands now, and return what its voter is told."""
    shown = ballot_shown(poll, cast.marks, cast.receipt, cast.at)
    if member.part is not None:
        member.part.ballots[poll.ref] = shown
        room.tell_others(member)
    return {"dup": cast.dup, "poll": poll.ref, **shown}


async def say(room: Room, member: Member, data: Typed) -> Result:
    """Put a remark on the floor."""
    return await ask(room, member, {**data, "ask": Ask.REMARK.value})


async def ask(room: Room, member: Member, data: Typed) -> Result:
    """Put a question or a raised hand into the queue."""
    asking = read(AskForm, data).asking()
    entry = await actions.ask(member.actor, room.session.code, asking)
    return {"entry": entry.ref, "standing": entry.standing.value}


async def support(_room: Room, member: Member, data: Typed) -> Result:
    """Support somebody's entry, or take that back."""
    wanted = read(SupportForm, data).on
    entry = await actions.support(member.actor, first(data, "entry"), on=wanted)
    return {"entry": entry.ref, "supports": entry.supports}


async def withdraw(_room: Room, member: Member, data: Typed) -> Result:
    """Take one's own entry back."""
    entry = await actions.withdraw(member.actor, first(data, "entry"))
    return {"entry": entry.ref, "standing": entry.standing.value}


async def press_next(room: Room, member: Member, data: Typed) -> Result:
    """Press the one button of the run sheet."""
    await next_move_of(member.actor, room.session.code, data)
    return {}


async def press(room: Room, member: Member, data: Typed) -> Result:
    """Press another button of the run sheet."""
    await move_of(member.actor, room.session.code, data)
    return {}


async def note(room: Room, member: Member, data: Typed) -> Result:
    """Keep a remark of the note-taker."""
    await note_of(member.actor, room.session.code, data)
    return {}


async def take_chair(room: Room, member: Member, data: Typed) -> Result:
    """Take the chair, also from somebody else."""
    await chair_of(member.actor, room.session.code, data)
    return {}


async def decide(_room: Room, member: Member, data: Typed) -> Result:
    """Show or hide an entry, as a moderator."""
    entry = await decision_of(member.actor, first(data, "entry"), data)
    return {"entry": entry.ref, "standing": entry.standing.value}


async def mute(room: Room, member: Member, data: Typed) -> Result:
    """Take the word from somebody, or give it back."""
    await mute_of(member.actor, room.session.code, data)
    return {}


VERBS: dict[str, Verb] = {
    "vote": vote,
    "say": say,
    "ask": ask,
    "support": support,
    "withdraw": withdraw,
    "next": press_next,
    "move": press,
    "note": note,
    "chair": take_chair,
    "decide": decide,
    "mute": mute,
}


async def _poll(room: Room, ref: str) -> Poll:
    poll = room.polls.get(ref)
    if poll is None:
        poll = await find_poll(ref)  # opened a moment ago, and not told of here yet
        if poll.session_ref != room.session.ref:
            raise no_poll()
    return poll

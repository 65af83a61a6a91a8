"""The one queue: asking, raising a hand, remarking, and taking back."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_suspended
from forum.core import clock, i18n
from forum.core.db import savepoint, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.core.text import clean, render_in_thread
from forum.participation.rules import check_once, tripped
from forum.profiles.load import profile
from forum.sessions.actions.log import K, happen
from forum.sessions.models import Attendance, QueueEntry, Session
from forum.sessions.queries import find_entry, find_visible, place_of
from forum.sessions.rules import (
    MOST_WAITING,
    RUNNING,
    Ask,
    Standing,
    check_asked,
    check_time_to_ask,
)

UNDER_WAY = (Standing.HELD, Standing.WAITING, Standing.SPEAKING)


@dataclass(frozen=True)
class Asking:
    """What a form puts into the queue; `once` is its key, the same however often it is sent."""

    ask: Ask
    text: str = ""
    stance: str = ""
    once: str = ""


async def ask(actor: Actor, ref: str, asking: Asking) -> QueueEntry:
    """Put a question, a raised hand or a remark into the queue.

    The same form sent again brings the entry that it made the first time.
    """
    require(actor, Permission.SESSION_SPEAK)
    check_once(asking.once)
    text = "" if asking.ask is Ask.HAND else clean(asking.text)
    check_asked(asking.ask, asking.stance, text)
    html = str(await render_in_thread(text)) if text else ""
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        earlier = await _sent_before(actor, session, asking, text)
        if earlier is not None:
            return earlier
        require(actor, Permission.SESSION_SPEAK, on=session)
        check_time_to_ask(session.state, asking.ask)
        await _check_may_speak(actor, session)
        await _check_waiting(actor, session, asking.ask)
        held = text != "" and await _trips(actor, session, text)
        item, _step = await place_of(session.id)
        try:
            async with savepoint():
                entry = await QueueEntry.create(
                    session=session,
                    item_ref=item,
                    person_id=actor.person_id,
                    ask=asking.ask,
                    standing=Standing.HELD if held else Standing.WAITING,
                    stance=asking.stance,
                    text=text,
                    html=html,
                    language=i18n.language.get(),
                    once=asking.once,
                    asked_at=clock.now(),
                )
        except IntegrityError:
            # The same key, sent to another session in the same moment.
            raise key_used() from None
        await happen(session, K.ASKED, actor, _told(entry))
    return entry


async def withdraw(actor: Actor, entry_ref: str) -> QueueEntry:
    """Take one's own entry out of the queue. Taking it out again changes nothing."""
    require(actor, Permission.SESSION_SPEAK)
    async with transaction():
        seen = await find_entry(entry_ref)
        session = await find_visible(actor, seen.session.ref, lock=True)
        entry = await find_entry(entry_ref)
        if entry.person_id != actor.person_id:
            raise Refused("queue.not-yours", _("Only whoever asked can take it back."))
        if entry.standing is Standing.WITHDRAWN:
            return entry
        if session.state not in RUNNING or entry.standing not in UNDER_WAY:
            raise Refused("queue.not-waiting", _("This does not wait in the queue any more."))
        entry.standing = Standing.WITHDRAWN
        await entry.save(update_fields=["standing"])
        await happen(session, K.WITHDRAWN, actor, {"entry": entry.ref})
    return entry


async def _sent_before(
    actor: Actor, session: Session, asking: Asking, text: str
) -> QueueEntry | None:
    """Return what this form made before; refuse a key that was used for something else."""
    earlier = await QueueEntry.get_or_none(once=asking.once)
    if earlier is None:
        return None
    made = (earlier.person_id, earlier.session_id, earlier.ask, earlier.text)
    if made != (actor.person_id, session.id, asking.ask, text):
        raise key_used()
    return earlier


def key_used() -> Refused:
    """Return the sentence for other words that come with a key that was used."""
    return Refused(
        "queue.key-used",
        _("Something else was sent from this form before. To send this one too, send it now."),
    )


def check_in_first() -> Refused:
    """Return the sentence for somebody who only listens so far."""
    return Refused("session.not-in", _("Check in first, then you can take part."))


async def _check_may_speak(actor: Actor, session: Session) -> None:
    row = await Attendance.get_or_none(session_id=session.id, person_id=actor.person_id)
    if row is None:
        raise check_in_first()
    await check_not_suspended(actor, session.agency_id)
    if row.muted_because:
        raise Refused(
            "session.muted",
            _("You cannot speak in this session any more. The reason: %(reason)s")
            % {"reason": row.muted_because},
        )


async def _check_waiting(actor: Actor, session: Session, what: Ask) -> None:
    theirs = QueueEntry.filter(session_id=session.id, person_id=actor.person_id)
    waiting = [
        one.ask for one in await theirs.filter(standing__in=[Standing.HELD, Standing.WAITING])
    ]
    if what is Ask.HAND and Ask.HAND in waiting:
        raise Refused("queue.hand-raised", _("Your hand is raised already."))
    if len(waiting) >= MOST_WAITING:
        raise Refused(
            "queue.full",
            _("Five of yours wait already. Take one back, or wait until one is called."),
        )


async def _trips(actor: Actor, session: Session, text: str) -> bool:
    """Tell whether a listed rule keeps this for a moderator, as it would a comment."""
    same = QueueEntry.filter(session_id=session.id, person_id=actor.person_id, text=text)
    country = profile(session.consultation.agency.profile)
    return tripped(country, text, await same.count()).held


def _told(entry: QueueEntry) -> dict[str, object]:
    return {
        "entry": entry.ref,
        "ask": entry.ask.value,
        "item": entry.item_ref,
        "stance": entry.stance,
        "html": entry.html,
        "language": entry.language,
        "held": entry.standing is Standing.HELD,
    }

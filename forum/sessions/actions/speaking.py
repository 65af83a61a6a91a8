"""Giving the floor and taking it back; what was answered in the room."""

from __future__ import annotations

from forum.core import clock
from forum.core.errors import Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.sessions.actions.log import K
from forum.sessions.actions.sheet import Details, Sheet
from forum.sessions.models import QueueEntry
from forum.sessions.plans import SPEAKING
from forum.sessions.rules import Ask, Standing

WANTS_ANSWER = (Standing.WAITING, Standing.SPEAKING, Standing.DONE)


async def give_floor(sheet: Sheet, details: Details) -> None:
    """Call an entry of the queue: its author speaks, or it is read out."""
    entry = await _entry(sheet, details)
    if entry.standing is not Standing.WAITING:
        raise _not_waiting()
    seconds = sheet.session.speaking_seconds if details.seconds is None else details.seconds
    if seconds not in SPEAKING:
        raise Invalid({"seconds": _("Choose between 15 seconds and one hour.")})
    if entry.ask is Ask.HAND and sheet.floor.entries[entry.ref].who in sheet.floor.muted:
        raise Refused(
            "session.is-muted", _("This person is muted for the session. Let them speak first.")
        )
    await sheet.seat_speaker()
    entry.standing, entry.spoke_at = Standing.SPEAKING, clock.now()
    await entry.save(update_fields=["standing", "spoke_at"])
    await sheet.happen(K.FLOOR, {"entry": entry.ref, "seconds": seconds})


async def take_floor(sheet: Sheet, details: Details) -> None:
    """Thank whoever speaks; a press that comes late does not end the turn of the next one."""
    speaking = sheet.floor.speaking
    if speaking is None or details.entry in ("", speaking.entry):
        await sheet.seat_speaker()


async def mark_answered(sheet: Sheet, details: Details) -> None:
    """Note that a question or a remark was answered in the room."""
    entry = await _entry(sheet, details)
    if entry.ask is Ask.HAND:
        raise Refused("queue.no-question", _("A raised hand asks nothing in writing."))
    if entry.standing not in WANTS_ANSWER or entry.answered:
        raise _not_waiting()
    if sheet.floor.speaking is not None and sheet.floor.speaking.entry == entry.ref:
        await sheet.seat_speaker()
    entry.standing, entry.answered = Standing.DONE, True
    await entry.save(update_fields=["standing", "answered"])
    await sheet.happen(K.ANSWERED, {"entry": entry.ref})


async def _entry(sheet: Sheet, details: Details) -> QueueEntry:
    entry = None
    if is_ref(details.entry):
        entry = await QueueEntry.get_or_none(ref=details.entry, session_id=sheet.session.id)
    if entry is None:
        raise NotFound("queue.not-found", _("There is no such entry in the queue."))
    return entry


def _not_waiting() -> Refused:
    return Refused("queue.not-waiting", _("This does not wait in the queue any more."))

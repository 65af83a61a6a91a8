"""Remarks of the note-taker."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.core.db import transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.sessions.actions.asking import key_used
from forum.sessions.actions.log import K, happen
from forum.sessions.models import Session, SessionEvent
from forum.sessions.queries import find_visible, place_of
from forum.sessions.rules import LONGEST_NOTE, RUNNING, wrong_words

LOOKED_AT = 50


async def note(actor: Actor, ref: str, text: str, once: str = "") -> int:
    """Write something into the minutes of the item under discussion; return its number.

    `once` is the key of the form: the same words sent again bring the number of the first time, and
    other words are refused, so that nothing is lost unseen.
    """
    text = clean(text)
    if wrong := wrong_words("text", text, LONGEST_NOTE):
        raise Invalid(wrong)
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        require(actor, Permission.SESSION_NOTE, on=session)
        if session.state not in RUNNING:
            raise Refused("session.not-running", _("This session is not in progress just now."))
        if once and (before := await _kept(session, actor, once)):
            if before.data["text"] != text:
                raise key_used()
            return int(before.s)
        item, _step = await place_of(session.id)
        told = {"item": item, "text": text}
        return await happen(session, K.NOTE, actor, told | ({"once": once} if once else {}))


async def _kept(session: Session, actor: Actor, once: str) -> SessionEvent | None:
    """Return the note that came with this key; a form is sent again at once."""
    notes = SessionEvent.filter(session_id=session.id, k=K.NOTE, by_id=actor.person_id)
    latest = await notes.order_by("-s").limit(LOOKED_AT)
    return next((one for one in latest if one.data.get("once") == once), None)

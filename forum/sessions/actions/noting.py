"""Remarks of the note-taker."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.core.db import transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.sessions.actions.log import K, happen
from forum.sessions.queries import find_visible, place_of
from forum.sessions.rules import LONGEST_NOTE, RUNNING, wrong_words


async def note(actor: Actor, ref: str, text: str) -> int:
    """Write something into the minutes of the item under discussion; return its number."""
    text = clean(text)
    if wrong := wrong_words("text", text, LONGEST_NOTE):
        raise Invalid(wrong)
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        require(actor, Permission.SESSION_NOTE, on=session)
        if session.state not in RUNNING:
            raise Refused("session.not-running", _("This session is not in progress just now."))
        item, _step = await place_of(session.id)
        return await happen(session, K.NOTE, actor, {"item": item, "text": text})

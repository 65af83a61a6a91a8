"""The numbered log of a session, and the floor that it makes."""

from __future__ import annotations

from collections import OrderedDict

from forum.core.db import within_transaction
from forum.sessions.floor import Event, Floor, Happening, floor_after
from forum.sessions.models import Session, SessionEvent
from forum.sessions.rules import Step

MOST_KEPT = 32

_folded: OrderedDict[tuple[int, str], Floor] = OrderedDict()
"""Floors folded before, by session and epoch: a log only grows, so only what is new is read."""


async def log_of(session_id: int, after: int = 0) -> list[Event]:
    """Return what happened after number `after`, in order; people are named by their ref."""
    rows = (
        await SessionEvent.filter(session_id=session_id, s__gt=after)
        .order_by("s")
        .values_list("s", "k", "at", "by__ref", "data")
    )
    return [Event(s, Happening(k), at, by or "", data) for s, k, at, by, data in rows]


async def floor_of(session: Session) -> Floor:
    """Return what stands on the floor now."""
    key = (session.id, session.epoch)
    known = _folded.get(key, Floor())
    floor = floor_after(await log_of(session.id, known.s), known)
    if not within_transaction():
        _folded[key] = floor
        _folded.move_to_end(key)
        while len(_folded) > MOST_KEPT:
            _folded.popitem(last=False)
    return floor


async def place_of(session_id: int) -> tuple[str, Step | None]:
    """Return the item and the step the chair is at, without reading the whole log."""
    last = (
        await SessionEvent.filter(
            session_id=session_id, k__in=[Happening.ITEM, Happening.STEP, Happening.UNDONE]
        )
        .order_by("-s")
        .first()
    )
    if last is None:
        return "", None
    step = last.data.get("step")
    return last.data["item"], Step(step) if step else None

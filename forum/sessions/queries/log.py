"""The numbered log of a session, and the floor that it makes."""

from __future__ import annotations

from collections import OrderedDict

from forum.core.db import within_transaction
from forum.sessions.floor import Event, Floor, Happening, floor_after
from forum.sessions.models import Session, SessionEvent
from forum.sessions.rules import Step

MOST_KEPT = 32

_folded: OrderedDict[str, tuple[Event, Floor]] = OrderedDict()
"""Floors folded before, by the epoch of their session, each with the last event in it."""


async def log_of(session_id: int, after: int = 0) -> list[Event]:
    """Return what happened after number `after`, in order; people are named by their ref."""
    rows = (
        await SessionEvent.filter(session_id=session_id, s__gt=after)
        .order_by("s")
        .values_list("s", "k", "at", "by__ref", "data")
    )
    return [Event(s, Happening(k), at, by or "", data) for s, k, at, by, data in rows]


async def floor_of(session: Session) -> Floor:
    """Return what stands on the floor now.

    A log only grows, so what was folded before is folded no more, as long as its last event is
    still in the log: a database that was put back to an earlier state has another one there.
    """
    last, floor = _folded.get(session.epoch, (None, Floor()))
    news = await log_of(session.id, floor.s - 1 if last else 0)
    if last is not None and news[:1] != [last]:
        last, floor, news = None, Floor(), await log_of(session.id)
    floor = floor_after(news[1:] if last else news, floor)
    if news and not within_transaction():
        _folded[session.epoch] = news[-1], floor
        _folded.move_to_end(session.epoch)
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

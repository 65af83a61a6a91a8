"""How many people stand in a session, asked at once: a herd of sockets comes together."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from forum.core.db.among import ask_among
from forum.sessions.models import Session


async def checked_in_among(session_id: int, person_ids: Collection[int]) -> dict[int, str]:
    """Return those of these people who have checked in, and why they may not speak, if so."""
    if not person_ids:
        return {}
    rows = await ask_among(
        "SELECT person_id, muted_because FROM attendance WHERE session_id {0} AND person_id {1}",
        [session_id],
        person_ids,
    )
    return {row["person_id"]: row["muted_because"] for row in rows}


class Head(NamedTuple):
    """How far the log of a session has come, and which numbering it is."""

    s: int
    epoch: str


async def heads_of(session_ids: Collection[int]) -> dict[int, Head]:
    """Return the heads of these sessions; one that is gone is left out."""
    if not session_ids:
        return {}
    rows = Session.filter(id__in=list(session_ids)).values_list("id", "seq", "epoch")
    return {session_id: Head(seq, epoch) for session_id, seq, epoch in await rows}

"""Who of many may vote, asked at once: a herd of sockets comes together."""

from __future__ import annotations

from collections.abc import Collection

from forum.core.db.among import ask_among
from forum.voting.models import Poll


async def entitled_among(poll: Poll, person_ids: Collection[int]) -> set[int]:
    """Return those of these people who may vote in a poll."""
    if poll.entitled is None or not person_ids:
        return set(person_ids)
    rows = await ask_among(
        "SELECT person_id FROM entitlement WHERE poll_id {0} AND person_id {1}",
        [poll.id],
        person_ids,
    )
    return {row["person_id"] for row in rows}

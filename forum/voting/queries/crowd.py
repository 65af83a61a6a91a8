"""Who of many may vote, asked at once: a herd of sockets comes together."""

from __future__ import annotations

from collections.abc import Collection

from forum.voting.models import Entitlement, Poll


async def entitled_among(poll: Poll, person_ids: Collection[int]) -> set[int]:
    """Return those of these people who may vote in a poll."""
    if poll.entitled is None or not person_ids:
        return set(person_ids)
    rows = Entitlement.filter(poll_id=poll.id, person_id__in=list(person_ids))
    return {person_id for (person_id,) in await rows.values_list("person_id")}

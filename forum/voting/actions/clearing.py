"""Clearing a rehearsal away: the polls that decided nothing, with all that was cast in them."""

from __future__ import annotations

from forum.core.db import transaction
from forum.voting.models import Ballot, Entitlement, Poll, SecretBallot, SecretRoll, Tally


async def clear_polls(session_ref: str) -> None:
    """Remove the polls of a rehearsed session, inside the transaction that removes it."""
    async with transaction():
        rehearsed = Poll.filter(session_ref=session_ref, rehearsal=True)
        ids = [poll.id for poll in await rehearsed.order_by("id").select_for_update()]
        for table in (Ballot, SecretBallot, SecretRoll, Tally, Entitlement):
            await table.filter(poll_id__in=ids).delete()
        await Poll.filter(id__in=ids).delete()

"""Who of many may vote, asked at once: a herd of sockets comes together."""

from __future__ import annotations

from collections.abc import Collection

from forum.voting.models import Ballot, Entitlement, Poll, SecretRoll
from forum.voting.queries.own import Own
from forum.voting.rules import Secrecy


async def entitled_among(poll: Poll, person_ids: Collection[int]) -> set[int]:
    """Return those of these people who may vote in a poll."""
    if poll.entitled is None or not person_ids:
        return set(person_ids)
    rows = Entitlement.filter(poll_id=poll.id, person_id__in=list(person_ids))
    return {person_id for (person_id,) in await rows.values_list("person_id")}


async def ballots_among(polls: Collection[Poll], person_ids: Collection[int]) -> list[Own]:
    """Return the ballots of these people; of a secret poll only that there is one."""
    if not person_ids:
        return []
    secret = [poll.id for poll in polls if poll.secrecy is Secrecy.SECRET]
    others = [poll.id for poll in polls if poll.secrecy is not Secrecy.SECRET]
    found = list[Own]()
    if others:
        rows = Ballot.filter(person_id__in=list(person_ids), poll_id__in=others)
        named = rows.values_list("person_id", "poll_id", "marks", "receipt", "cast_at")
        found += [Own(*row) for row in await named]
    if secret:
        rolls = SecretRoll.filter(person_id__in=list(person_ids), poll_id__in=secret)
        voted = await rolls.values_list("person_id", "poll_id")
        found += [Own(person_id, poll_id, "", "", None) for person_id, poll_id in voted]
    return found

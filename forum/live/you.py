"""What one person is told about themselves: `you`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

from forum.access.policy import Permission, refusal
from forum.core.i18n import speaking
from forum.live.members import Member, Part
from forum.sessions.floor import Floor
from forum.sessions.queries.crowd import checked_in_among
from forum.sessions.rules import Standing as Place
from forum.stage.ballots import choice_of
from forum.voting.models import Poll
from forum.voting.queries import ballots_of
from forum.voting.queries.crowd import entitled_among
from forum.voting.queries.own import standing_in
from forum.voting.rules import Secrecy, Standing, why_not_vote

Polls = Mapping[str, Poll]

VERSIONS = count(1)
"""Of `you` as a state; the newest counts."""


async def parts_of(
    session_id: int, floor: Floor, polls: Polls, people: Collection[int]
) -> dict[int, Part]:
    """Return how these people take part; many at once cost little more than one."""
    muted = await checked_in_among(session_id, people)
    parts = {
        person: Part(checked_in=person in muted, muted=muted.get(person, "")) for person in people
    }
    by_id = {poll.id: poll for poll in polls.values()}
    for own in await ballots_of(people, [poll.id for poll in polls.values()]):
        cast_in = by_id[own.poll_id]
        shown = ballot_shown(cast_in, own.marks, own.receipt, own.cast_at)
        parts[own.person_id].ballots[cast_in.ref] = shown
    poll = polls.get(floor.poll.ref) if floor.poll else None
    entitled = await entitled_among(poll, people) if poll else set()
    for person, part in parts.items():
        part.entitled = person in entitled
    return parts


def ballot_shown(poll: Poll, marks: str, receipt: str, at: datetime | None) -> dict[str, Any]:
    """Return a ballot as its voter is told of it; of a secret one only that there is one."""
    known = poll.secrecy is not Secrecy.SECRET
    return {
        "choice": choice_of(poll, marks) if known else None,
        "receipt": receipt,
        "at": at.isoformat() if at and known else None,
    }


def you_of(member: Member, entries: list[str], floor: Floor) -> dict[str, Any]:
    """Return what this person is told, with the refs of what they put into the queue."""
    part = member.part or Part()
    return {
        "signed_in": member.actor.signed_in,
        "name": member.actor.name,
        "checked_in": part.checked_in,
        "muted": part.muted or None,
        "entries": entries,
        "hidden": [ref for ref in entries if floor.entries[ref].standing is Place.HIDDEN],
        "ballots": part.ballots,
        "may": {"vote": member.may_vote},
    }


def sentence_for(member: Member, floor: Floor, polls: Polls) -> str | None:
    """Return why this person may not vote in the poll that is open; nothing if they may."""
    poll = polls.get(floor.poll.ref) if floor.poll else None
    if poll is None:
        return None
    actor, part = member.actor, member.part
    if actor.person_id is None or part is None:
        with speaking(member.group.language):
            return refusal(actor, Permission.BALLOT_CAST).message
    voted = poll.ref in part.ballots
    standing = standing_in(poll, actor.person_id, entitled=part.entitled, voted=voted)
    chairs = bool(floor.chair) and floor.chair == member.person_ref
    return _sentence(member.group.language, standing._replace(chairs=standing.chairs or chairs))


@lru_cache(maxsize=1024)
def _sentence(language: str, standing: Standing) -> str | None:
    """Return the rule's own sentence; most people stand alike."""
    with speaking(language):
        refused = why_not_vote(standing)
    return refused.message if refused else None

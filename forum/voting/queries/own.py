"""What one person may do in a poll, and what they did."""

from __future__ import annotations

import csv
from collections.abc import Collection
from datetime import datetime
from io import StringIO
from typing import Any, NamedTuple

from tortoise.expressions import Q

from forum.access.policy import Actor, Permission, allows, refusal
from forum.core.db.among import ask_among, moment
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.voting.ballots import pseudonym
from forum.voting.models import Ballot, Entitlement, Poll, SecretRoll
from forum.voting.rules import Secrecy, Standing, why_not_vote


async def own_ballot(actor: Actor, poll: Poll) -> Ballot | None:
    """Return what somebody marked; of a secret poll nobody can know."""
    if actor.person_id is None:
        return None
    return await Ballot.get_or_none(poll_id=poll.id, person_id=actor.person_id)


class Own(NamedTuple):
    """That somebody voted and, unless the poll is secret, what they marked and when."""

    person_id: int
    poll_id: int
    marks: str
    receipt: str
    cast_at: datetime | None


async def ballots_of(person_ids: Collection[int], poll_ids: Collection[int]) -> list[Own]:
    """Return the ballots of these people in these polls, in two queries."""
    if not person_ids or not poll_ids:
        return []
    rows = await ask_among(
        "SELECT person_id, poll_id, marks, receipt, cast_at FROM ballot"
        " WHERE poll_id {0} AND person_id {1}",
        poll_ids,
        person_ids,
    )
    own = [Own(**{**row, "cast_at": moment(row["cast_at"])}) for row in rows]
    rolls = await ask_among(
        "SELECT person_id, poll_id FROM secret_roll WHERE poll_id {0} AND person_id {1}",
        poll_ids,
        person_ids,
    )
    return own + [Own(row["person_id"], row["poll_id"], "", "", None) for row in rolls]


async def has_voted_in(session_ref: str, person_id: int) -> bool:
    """Tell whether somebody has voted in any poll of a session."""
    theirs = Q(poll__session_ref=session_ref, person_id=person_id)
    return await Ballot.exists(theirs) or await SecretRoll.exists(theirs)


async def may_vote(actor: Actor, poll: Poll) -> str | None:
    """Return nothing for somebody who may vote now, else the sentence that says why not."""
    if not allows(actor, Permission.BALLOT_CAST):
        return refusal(actor, Permission.BALLOT_CAST).message
    assert actor.person_id is not None  # noqa: S101 - the permission says so
    voted = bool(await ballots_of([actor.person_id], [poll.id]))
    entitled = poll.entitled is None or await Entitlement.exists(
        poll_id=poll.id, person_id=actor.person_id
    )
    refused = why_not_vote(standing_in(poll, actor.person_id, entitled=entitled, voted=voted))
    if refused is None and not poll.permits(Permission.BALLOT_CAST):
        refused = poll.why_not(Permission.BALLOT_CAST)
    return refused.message if refused else None


def standing_in(poll: Poll, person_id: int, *, entitled: bool, voted: bool) -> Standing:
    """Return what the rules ask about one person in one poll."""
    return Standing(
        state=poll.state,
        electorate=poll.electorate,
        secrecy=poll.secrecy,
        closed_at=poll.closed_at,
        zone=poll.consultation.time_zone,
        chairs=poll.barred_id == person_id,
        entitled=entitled,
        voted=voted,
    )


async def own_line(actor: Actor, poll: Poll) -> str | None:
    """Return the line of the file of ballots that is one's own, or nothing if there is none."""
    if poll.secrecy is Secrecy.SECRET or await own_ballot(actor, poll) is None:
        return None
    line = pseudonym(poll.secret or b"", actor.record_id)
    if poll.secrecy is Secrecy.PSEUDONYMOUS:
        return line
    names = [row[0] for row in csv.reader(StringIO(poll.ballots_csv)) if row]
    among_alike = next((name for name in names if name.endswith(f" · {line[:8]}")), None)
    return among_alike or (actor.name if actor.name in names else None)


def certificate_of(poll: Poll) -> dict[str, Any]:
    """Return the certificate of a counted poll, or say that there is none yet."""
    if not poll.certificate:
        raise NotFound("poll.no-certificate", _("This poll has not been counted yet."))
    return poll.certificate

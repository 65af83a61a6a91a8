"""Closing a poll: nobody votes any more, the ballots are counted, and the count is certified."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import structlog

from forum.access.policy import CLOCK, Actor, Permission, require
from forum.audit.bulk import record_all
from forum.core import clock
from forum.core.db import announce, transaction
from forum.voting.actions.entries import enter
from forum.voting.ballots import Spoken, entry_of
from forum.voting.certificate import certificate
from forum.voting.events import PollClosed
from forum.voting.models import Poll, SecretBallot, Tally
from forum.voting.plans import abstaining, as_data
from forum.voting.queries import Counted, counted_ballots, due, find_poll, plan_of, tally_of
from forum.voting.recount import ballots_csv, count, decide, sha256_of
from forum.voting.rules import PollState, Secrecy, check_move

log = structlog.get_logger(__name__)


class TallyDiffers(RuntimeError):
    """The running count is not that of the ballots: our own fault, so nothing is certified."""


async def close_poll(actor: Actor, ref: str, *, present: int = 0) -> Poll:
    """Close a poll, count it and certify the count, in one go.

    Ballots under way are waited for and counted; those that come later are refused.
    """
    async with transaction():
        poll = await find_poll(ref, lock=True)
        require(actor, Permission.POLL_RUN, on=poll)
        await _close(poll, actor, present)
    return poll


async def close_on_time(ref: str, *, present: int = 0) -> Poll:
    """Close a poll whose time is over, unless somebody has closed it; the clock needs no role."""
    async with transaction():
        poll = await find_poll(ref, lock=True)
        if poll.state is PollState.OPEN:
            await _close(poll, CLOCK, present)
    return poll


async def close_due_polls(now: datetime) -> None:
    """Close polls outside sessions in time; one that fails is tried again and holds up no other."""
    for waiting in await due(now):
        try:
            await close_on_time(waiting.ref)
        except Exception:
            log.exception("closing_failed", poll=waiting.ref)


async def _close(poll: Poll, actor: Actor, present: int) -> None:
    check_move(poll.state, PollState.CLOSED)
    ballots = await counted_ballots(poll)
    tally = Counter(ballot.marks for ballot in ballots)
    if poll.secrecy is Secrecy.SECRET:
        await unlink(poll, ballots)
        await Tally.bulk_create(
            [Tally(poll_id=poll.id, marks=m, votes=n, changes=1) for m, n in sorted(tally.items())]
        )
    elif tally != await tally_of(poll):
        log.error("tally_differs", poll=poll.ref)
        raise TallyDiffers(f"the tally of poll {poll.ref} is not that of its ballots")
    poll.closed_at, poll.present = clock.now(), present
    poll.state = PollState.CLOSED
    closed = await enter(
        "poll.closed",
        poll,
        actor,
        d={"cast": len(ballots), "present": present, "entitled": poll.entitled},
    )
    check_move(poll.state, PollState.CERTIFIED)
    poll.state, poll.certified_at = PollState.CERTIFIED, poll.closed_at
    _certify(poll, ballots, tally)
    await poll.save()
    result = poll.certificate["result"]
    await enter(
        "poll.result",
        poll,
        actor,
        d={
            "totals": poll.certificate["per_option"],
            "hands": poll.certificate["hands"],
            "result": result["reason"],
            "carried": result["carried"],
            "sha256": poll.certificate["sha256"],
        },
        ref=closed,
    )
    announce(PollClosed(poll.ref, poll.session_ref))


def _certify(poll: Poll, ballots: list[Counted], tally: Counter[str]) -> None:
    method, abstain = poll.method.value, abstaining(poll.options)
    counted = count(method, len(poll.options), tally, ranking=poll.ranking.value, abstain=abstain)
    decision = decide(
        counted,
        majority=poll.majority.value,
        quorum=poll.quorum,
        entitled=poll.entitled,
        hands=poll.hands,
        method=method,
        abstain=abstain,
    )
    poll.ballots_csv = ballots_csv(ballots)
    assert poll.closed_at is not None  # noqa: S101 - it has just been closed
    poll.certificate = certificate(
        counted,
        decision,
        rule=as_data(plan_of(poll)),
        abstain=abstain,
        entitled=poll.entitled,
        present=poll.present,
        opened_at=poll.opened_at,
        closed_at=poll.closed_at,
        csv_sha256=sha256_of(poll.ballots_csv),
    )


async def unlink(poll: Poll, ballots: list[Counted]) -> None:
    """Write secret ballots anew in the order of their random keys, and their entries.

    Each was written together with a line of the roll, which a database can remember: now all were
    written at once, long after the roll.
    """
    await SecretBallot.filter(poll_id=poll.id).delete()
    ordered = sorted(ballots)
    await SecretBallot.bulk_create(
        [SecretBallot(key=key, poll_id=poll.id, marks=marks) for key, marks in ordered]
    )
    if not poll.rehearsal:
        ctx, subject = poll.consultation.record_id, poll.record_id
        await record_all(entry_of(ctx, subject, Spoken(ballot.marks)) for ballot in ordered)

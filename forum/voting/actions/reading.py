"""Reading votes: their marks, their reason, and the entry they will have in the record.

What this needs is fixed when a poll opens, so a vote can be read while others are being written.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from forum.audit.rules import short_code
from forum.voting.actions import batches
from forum.voting.actions.batches import Row
from forum.voting.actions.votes import Filled, Opened, Refusal, Register, Vote
from forum.voting.ballots import Spoken, entry_of, form_key, read_marks, voter_of
from forum.voting.models import Entitlement, Poll
from forum.voting.queries.find import polls_with_consultations
from forum.voting.rules import (
    PollState,
    Secrecy,
    reason_is_wrong,
    with_reason,
    wrong_marks,
    wrong_reason,
)

MOST_REMEMBERED = 50


async def held_polls(register: Register, refs: Collection[str]) -> dict[str, Poll]:
    """Return these polls as they are now, until the transaction ends; what is missing is not there.

    Open ones are remembered, and loaded anew only when something about them has changed.
    """
    now = await batches.hold_polls(refs)
    oldest_first = [ref for ref in register if ref not in now]
    for ref in oldest_first[: max(0, len(register) - MOST_REMEMBERED)]:
        del register[ref]
    known = {ref: register[ref] for ref in now if ref in register}
    polls = {ref: opened.poll for ref, opened in known.items() if opened.seen == now[ref]}
    for poll in await polls_with_consultations(now.keys() - polls.keys()):
        polls[poll.ref] = poll
        if poll.state is PollState.OPEN:
            roll = known[poll.ref].roll if poll.ref in known else await _roll_of(poll)
            register[poll.ref] = Opened(poll, roll, now[poll.ref])
        else:
            register.pop(poll.ref, None)
    return polls


def read_vote(vote: Vote, opened: Opened) -> Filled | Refusal:
    """Return the ballot as it will be kept, or the refusal if it cannot be read."""
    poll, person_id = opened.poll, vote.actor.person_id
    assert person_id is not None  # noqa: S101 - who is not signed in is not let in
    marks = read_marks(poll.method, poll.ranking, len(poll.options), vote.marks)
    if marks is None:
        return partial(wrong_marks, poll.method)
    reason = vote.reason if with_reason(poll.method, marks) else ""
    if reason_is_wrong(poll.method, marks, reason):
        return partial(wrong_reason, reason)
    key = form_key(vote.once, marks, reason)
    if poll.rehearsal or poll.secrecy is Secrecy.SECRET:
        return Filled(Row(poll.id, person_id, marks, reason, key, ""), None)
    voter = voter_of(poll.secrecy, poll.secret or b"", vote.actor.record_id)
    spoken = Spoken(marks, voter, reason)
    entry = entry_of(poll.consultation.record_id, poll.record_id, spoken)
    receipt = short_code(bytes.fromhex(entry.leaf))
    return Filled(Row(poll.id, person_id, marks, reason, key, receipt), entry)


def sent_before(vote: Vote, poll: Poll, keys: Collection[str]) -> bool:
    """Tell whether the same form was sent before with the same marks."""
    marks = read_marks(poll.method, poll.ranking, len(poll.options), vote.marks) or vote.marks
    reason = vote.reason if with_reason(poll.method, marks) else ""
    return form_key(vote.once, marks, reason) in keys


async def _roll_of(poll: Poll) -> frozenset[int] | None:
    if poll.entitled is None:
        return None
    rows = await Entitlement.filter(poll_id=poll.id).values_list("person_id")
    return frozenset([person_id for (person_id,) in rows])

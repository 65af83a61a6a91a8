"""Casting ballots, many in one transaction: each is checked, kept, counted and recorded, or none.

Whoever votes again before the poll closes replaces the own ballot. The same form sent again finds
what it did the first time, even after closing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from forum.access.policy import Permission
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import ForumError
from forum.voting.actions import batches
from forum.voting.actions.batches import Key
from forum.voting.actions.keeping import keep, keep_secret, recalled
from forum.voting.actions.votes import Filled, Outcome, Refusal, Rolls, TurnedAway, Vote
from forum.voting.ballots import read_marks
from forum.voting.models import Entitlement, Poll
from forum.voting.queries.find import no_poll, polls_for_ballots
from forum.voting.queries.own import standing_in
from forum.voting.rules import (
    PollState,
    Secrecy,
    Standing,
    reason_is_wrong,
    why_not_vote,
    with_reason,
    wrong_marks,
    wrong_reason,
)


async def cast_ballots(votes: Sequence[Vote], rolls: Rolls) -> list[Outcome]:
    """Cast these votes, no two of one person in one poll, and return what became of each.

    All that may be counted are, or, if anything fails, none is.
    """
    outcomes: dict[int, Outcome] = {}
    async with transaction():
        polls = await polls_for_ballots({vote.poll_ref for vote in votes})
        await _remember(rolls, polls.values())
        in_phase = {ref for ref, poll in polls.items() if poll.permits(Permission.BALLOT_CAST)}
        filled, turned_away = list[Filled](), list[TurnedAway]()
        for place, vote in enumerate(votes):
            match _looked_at(place, vote, polls.get(vote.poll_ref), rolls, in_phase):
                case Filled() as ballot:
                    filled.append(ballot)
                case TurnedAway() as nothing:
                    turned_away.append(nothing)
                case refusal:
                    outcomes[place] = refusal
        now = clock.now()
        secret = [one for one in filled if one.poll.secrecy is Secrecy.SECRET]
        others = [one for one in filled if one.poll.secrecy is not Secrecy.SECRET]
        outcomes.update(await keep(others, now))
        kept, again = await keep_secret(secret, now)
        outcomes.update(kept)
        turned_away += [
            TurnedAway(one.place, one.vote, one.poll, one.key, _standing(one.key, one.poll, rolls))
            for one in again
        ]
        outcomes.update(await _told_why(turned_away))
    return [outcomes[place] for place in range(len(votes))]


def _looked_at(
    place: int, vote: Vote, poll: Poll | None, rolls: Rolls, in_phase: set[str]
) -> Filled | TurnedAway | Refusal:
    if poll is None or vote.actor.person_id is None:
        return no_poll
    key = Key(poll.id, vote.actor.person_id)
    standing = _standing(key, poll, rolls)
    if poll.ref not in in_phase or why_not_vote(standing) is not None:
        return TurnedAway(place, vote, poll, key, standing)
    marks = read_marks(poll.method, poll.ranking, len(poll.options), vote.marks)
    if marks is None:
        return partial(wrong_marks, poll.method)
    reason = vote.reason if with_reason(poll.method, marks) else ""
    if reason_is_wrong(poll.method, marks, reason):
        return partial(wrong_reason, reason)
    return Filled(place, vote, poll, key, marks, reason)


def _standing(key: Key, poll: Poll, rolls: Rolls) -> Standing:
    entitled = poll.entitled is None or key.person_id in rolls.get(poll.ref, ())
    return standing_in(poll, key.person_id, entitled=entitled, voted=False)


async def _remember(rolls: Rolls, polls: Iterable[Poll]) -> None:
    """Load who may vote where that is not known yet, and forget it where voting is over."""
    for poll in polls:
        if poll.state is not PollState.OPEN:
            rolls.pop(poll.ref, None)
        elif poll.entitled is not None and poll.ref not in rolls:
            people = Entitlement.filter(poll_id=poll.id).values_list("person_id")
            rolls[poll.ref] = frozenset([person_id for (person_id,) in await people])


async def _told_why(turned_away: Sequence[TurnedAway]) -> dict[int, Outcome]:
    """Return for each what the same form did before, or the sentence why it is not counted."""
    if not turned_away:
        return {}
    open_ones = {one.key for one in turned_away if one.poll.secrecy is not Secrecy.SECRET}
    kept = await batches.kept_ballots(open_ones)
    voted = kept.keys() | await batches.signed({one.key for one in turned_away} - open_ones)
    told: dict[int, Outcome] = {}
    for one in turned_away:
        if one.key in kept and kept[one.key].once == one.vote.once:
            told[one.place] = recalled(kept[one.key])
        else:
            standing = one.standing._replace(voted=one.key in voted)
            told[one.place] = partial(_why_not, one.poll, standing)
    return told


def _why_not(poll: Poll, standing: Standing) -> ForumError:
    return why_not_vote(standing) or poll.why_not(Permission.BALLOT_CAST)

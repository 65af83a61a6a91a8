"""Casting ballots, many in one transaction: each is checked, kept, counted and recorded, or none.

Whoever votes again before the poll closes replaces the own ballot. The same form sent again, with
the same marks, changes nothing and finds what stands now: after another one too, and after closing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from forum.access.policy import Permission
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import ForumError
from forum.voting.actions import batches
from forum.voting.actions.batches import Key
from forum.voting.actions.keeping import keep, keep_secret, recalled
from forum.voting.actions.reading import held_polls, read_vote, sent_before
from forum.voting.actions.votes import Filled, Opened, Outcome, Refusal, Register, TurnedAway, Vote
from forum.voting.models import Poll
from forum.voting.queries.find import no_poll
from forum.voting.queries.own import standing_in
from forum.voting.rules import Secrecy, Standing, why_not_vote


async def cast_ballots(
    votes: Sequence[Vote], register: Register, read: Sequence[Filled | Refusal | None]
) -> list[Outcome]:
    """Cast these votes, no two of one person in one poll, and return what became of each.

    All that may be counted are, or, if anything fails, none is. `read` has what was read of each
    vote before, as far as it was.
    """
    outcomes: dict[int, Outcome] = {}
    secret, others = dict[int, Filled](), dict[int, Filled]()
    turned_away = list[TurnedAway]()
    async with transaction():
        polls = await held_polls(register, {vote.poll_ref for vote in votes})
        in_phase = {ref for ref, poll in polls.items() if poll.permits(Permission.BALLOT_CAST)}
        for place, vote in enumerate(votes):
            poll = polls.get(vote.poll_ref)
            if poll is None or vote.actor.person_id is None:
                outcomes[place] = no_poll
                continue
            key = Key(poll.id, vote.actor.person_id)
            opened = register.get(poll.ref)
            standing = _standing(key, poll, opened)
            if opened is None or poll.ref not in in_phase or why_not_vote(standing):
                turned_away.append(TurnedAway(place, vote, poll, key, standing))
                continue
            ballot = read[place] or read_vote(vote, opened)
            if not isinstance(ballot, Filled):
                outcomes[place] = ballot
            elif poll.secrecy is Secrecy.SECRET:
                secret[place] = ballot
            else:
                others[place] = ballot
        now = clock.now()
        outcomes.update(await keep(others, polls.values(), now))
        outcomes.update(await keep_secret(secret, polls.values(), now))
        for place in secret.keys() - outcomes.keys():  # whoever has voted cannot vote again
            poll = polls[votes[place].poll_ref]
            key = secret[place].row.key
            standing = _standing(key, poll, register[poll.ref])
            turned_away.append(TurnedAway(place, votes[place], poll, key, standing))
        outcomes.update(await _told_why(turned_away))
    return [outcomes[place] for place in range(len(votes))]


def _standing(key: Key, poll: Poll, opened: Opened | None) -> Standing:
    entitled = opened is not None and (opened.roll is None or key.person_id in opened.roll)
    return standing_in(poll, key.person_id, entitled=entitled, voted=False)


async def _told_why(turned_away: Sequence[TurnedAway]) -> dict[int, Outcome]:
    """Return for each what the same form did before, or the sentence why it is not counted."""
    if not turned_away:
        return {}
    known = {one.key for one in turned_away if one.poll.secrecy is not Secrecy.SECRET}
    kept = await batches.kept_ballots(known)
    voted = kept.keys() | await batches.signed({one.key for one in turned_away} - known)
    told: dict[int, Outcome] = {}
    for one in turned_away:
        if one.key in kept and sent_before(one.vote, one.poll, kept[one.key].keys):
            told[one.place] = recalled(kept[one.key])
        else:
            standing = one.standing._replace(voted=one.key in voted)
            told[one.place] = partial(_why_not, one.poll, standing)
    return told


def _why_not(poll: Poll, standing: Standing) -> ForumError:
    return why_not_vote(standing) or poll.why_not(Permission.BALLOT_CAST)

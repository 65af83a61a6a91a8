"""What a reader cast in a poll, as it is shown to them and to nobody else."""

from __future__ import annotations

from forum.access.policy import Actor
from forum.core.i18n import _
from forum.stage.ballots import choice_of, words_of
from forum.stage.states import Mine
from forum.voting.models import Poll
from forum.voting.queries import ballots_of, own_ballot


async def mine_in(actor: Actor, poll: Poll) -> Mine | None:
    """Return one's own ballot in words; of a secret one only that it was cast."""
    if actor.person_id is None:
        return None
    for one in await ballots_of([actor.person_id], [poll.id]):
        if one.cast_at is None:
            return Mine(None, _("a secret vote"), "", None)
        ballot = await own_ballot(actor, poll)
        reason = ballot.reason if ballot else ""
        words = words_of(poll, one.marks)
        return Mine(choice_of(poll, one.marks), words, one.receipt, one.cast_at, reason)
    return None

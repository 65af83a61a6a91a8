"""Annulling a poll: it takes a reason that everybody can read, and two people."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.accounts.models import Person
from forum.audit.rules import identity
from forum.consultations.plans import check_reason
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.voting.actions.closing import unlink
from forum.voting.actions.entries import enter
from forum.voting.events import PollAnnulled
from forum.voting.models import Poll
from forum.voting.queries import counted_ballots, find_poll
from forum.voting.rules import Kind, PollState, Secrecy, check_move


async def ask_annulment(actor: Actor, ref: str, reason: str) -> Poll:
    """Ask for a poll to be annulled, with the reason; a second person does it.

    A straw poll and a rehearsed one decide nothing: they are annulled at once.
    """
    async with transaction():
        poll = await find_poll(ref, lock=True)
        require(actor, Permission.POLL_ANNUL, on=poll)
        check_move(poll.state, PollState.ANNULLED)
        reason = check_reason(reason)
        if poll.annul_asked_by_id is not None:
            if (poll.annul_asked_by_id, poll.annul_reason) == (actor.person_id, reason):
                return poll
            raise Refused(
                "poll.annul-asked",
                _("This has been asked already, and the reason stays. A second person decides."),
            )
        poll.annul_reason = reason
        poll.annul_asked_by_id = actor.person_id
        if poll.rehearsal or poll.kind is Kind.STRAW:
            await _annul(poll, actor)
        else:
            await poll.save(update_fields=["annul_reason", "annul_asked_by_id"])
    return poll


async def annul_poll(actor: Actor, ref: str) -> Poll:
    """Annul a poll as the second person: it counts for nothing from now on."""
    async with transaction():
        poll = await find_poll(ref, lock=True)
        require(actor, Permission.POLL_ANNUL, on=poll)
        check_move(poll.state, PollState.ANNULLED)
        if poll.annul_asked_by_id is None:
            raise Refused(
                "poll.annul-reason", _("Nobody has asked for this yet. Give the reason first.")
            )
        if poll.annul_asked_by_id == actor.person_id:
            raise Refused(
                "poll.annul-second",
                _("It takes two people to annul a formal vote. Ask somebody else."),
            )
        await _annul(poll, actor)
    return poll


async def _annul(poll: Poll, actor: Actor) -> None:
    asked_by = await Person.get(id=poll.annul_asked_by_id)
    if poll.state is PollState.OPEN:
        poll.closed_at = clock.now()
        if poll.secrecy is Secrecy.SECRET:
            await unlink(poll, await counted_ballots(poll))
    poll.state = PollState.ANNULLED
    await poll.save()
    await enter(
        "poll.annulled",
        poll,
        actor,
        d={},
        c={"asked": identity(asked_by.record_id), "reason": poll.annul_reason},
    )
    announce(PollAnnulled(poll.ref, poll.session_ref))

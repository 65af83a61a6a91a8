"""Opening a poll: from here on nothing about it changes but its ballots and its state."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions.moving import stamp
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.voting.actions.entries import enter
from forum.voting.ballots import TIER
from forum.voting.certificate import rule_sha256
from forum.voting.events import PollOpened
from forum.voting.models import Entitlement, Poll
from forum.voting.plans import as_data
from forum.voting.queries import find_poll, plan_of
from forum.voting.rules import Electorate, PollState, Results, check_hands, check_move

KEY_BYTES = 32


async def open_poll(
    actor: Actor,
    ref: str,
    *,
    entitled: Sequence[int] | None = None,
    barred_id: int | None = None,
    closes_at: datetime | None = None,
) -> Poll:
    """Open voting for these people, or for anybody with an account.

    Who may vote is fixed here, without whoever chairs (`barred_id`). Outside a session a poll
    closes with its consultation unless an earlier time is given.
    """
    async with transaction():
        poll = await find_poll(ref, lock=True)
        require(actor, Permission.POLL_RUN, on=poll)
        check_move(poll.state, PollState.OPEN)
        now = clock.now()
        poll.closes_at = closes_at if poll.session_ref else _closes_at(poll, closes_at, now)
        poll.state, poll.opened_at, poll.barred_id = PollState.OPEN, now, barred_id
        poll.secret = secrets.token_bytes(KEY_BYTES)
        if poll.electorate is Electorate.PRESENT and entitled is None:
            raise ValueError("a poll for those present needs the list of them")
        if entitled is not None:
            poll.entitled = await _fix_roll(poll, entitled)
        await poll.save()
        await enter("poll.opened", poll, actor, d=_what_is_fixed(poll))
        announce(PollOpened(poll.ref, poll.session_ref))
    return poll


async def bar(poll: Poll, person_id: int) -> None:
    """Keep out who takes the chair while a poll is open; what they cast before stays counted."""
    async with transaction():
        await Poll.filter(id=poll.id, state=PollState.OPEN).update(barred_id=person_id)
    poll.barred_id = person_id


async def enter_hands(actor: Actor, ref: str, hands: Sequence[int]) -> Poll:
    """Enter the show of hands counted in the hall, one number for each answer."""
    async with transaction():
        poll = await find_poll(ref, lock=True)
        require(actor, Permission.POLL_RUN, on=poll)
        check_hands(poll.method, poll.secrecy, poll.state, len(poll.options), hands)
        poll.hands = list(hands)
        await poll.save(update_fields=["hands"])
    return poll


async def _fix_roll(poll: Poll, entitled: Sequence[int]) -> int:
    people = sorted(set(entitled) - {poll.barred_id})
    await Entitlement.bulk_create(
        [Entitlement(poll_id=poll.id, person_id=person_id) for person_id in people]
    )
    return len(people)


def _closes_at(poll: Poll, asked: datetime | None, now: datetime) -> datetime | None:
    """Return when a poll outside a session closes, which is never after its consultation."""
    consultation = poll.consultation
    if consultation.phase is not Phase.OPEN:
        raise Refused(
            "poll.phase", _("Outside a session a poll opens while the consultation is open.")
        )
    closes = asked or consultation.closes_at
    if closes is not None and closes <= now:
        raise Invalid({"closes_at": _("Choose a time that is still to come.")})
    if closes and consultation.closes_at and closes > consultation.closes_at:
        raise Invalid({"closes_at": _("Choose a time before the consultation closes.")})
    return closes


def _what_is_fixed(poll: Poll) -> dict[str, object]:
    return {
        "kind": poll.kind.value,
        "mode": poll.secrecy.value,
        "method": poll.method.value,
        "ranking": poll.ranking.value,
        "options": len(poll.options),
        "eligibility": poll.electorate.value,
        "majority": poll.majority.value,
        "quorum": poll.quorum,
        "live": poll.results is Results.LIVE,
        "closes": stamp(poll.closes_at),
        "roll": {TIER: poll.entitled} if poll.entitled is not None else {},
        "sha256": rule_sha256(as_data(plan_of(poll))),
    }

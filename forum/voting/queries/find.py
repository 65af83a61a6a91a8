"""Finding polls: one by its reference, and those of a session or a consultation."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from forum.consultations.models import Consultation
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.voting.models import Poll
from forum.voting.plans import PollPlan
from forum.voting.rules import PollState

LARGE = {"ballots_csv", "certificate", "secret"}


async def find_poll(ref: str, *, lock: bool = False) -> Poll:
    """Return one poll with its consultation and agency, or say there is none.

    Actions lock it. That waits for the ballots under way, and keeps out those that come later.
    """
    poll = None
    if is_ref(ref):
        found = Poll.filter(ref=ref).select_related("consultation__agency")
        if lock:
            found = found.select_for_update(of=("poll",), no_key=True)
        poll = await found.first()
    if poll is None:
        raise no_poll()
    return poll


async def poll_with(record_id: str) -> Poll:
    """Return the poll that an entry of the record is about."""
    found = Poll.filter(record_id=record_id).select_related("consultation__agency")
    poll = await found.first()
    if poll is None:
        raise no_poll()
    return poll


def no_poll() -> NotFound:
    """Return the sentence for an address without a poll."""
    return NotFound("poll.not-found", _("There is no such poll."))


async def polls_with_consultations(refs: Collection[str]) -> list[Poll]:
    """Return these polls, each with its consultation, which knows what may be done just now."""
    if not refs:
        return []
    return await Poll.filter(ref__in=list(refs)).select_related("consultation")


async def polls_of_session(session_ref: str) -> list[Poll]:
    """Return the polls of one session in the order in which they were made."""
    found = Poll.filter(session_ref=session_ref).order_by("id")
    return await found.select_related("consultation__agency")


async def polls_on(consultation: Consultation, *, drafts: bool = False) -> list[Poll]:
    """Return all polls of one consultation, the newest first, to be listed; no rehearsals.

    Their files of ballots and certificates, which may be large, are left in the database.
    """
    found = Poll.filter(consultation_id=consultation.id, rehearsal=False)
    if not drafts:
        found = found.exclude(state=PollState.DRAFT)
    polls = await found.order_by("-id").only(*sorted(Poll._meta.db_fields - LARGE))
    for poll in polls:
        poll.consultation = consultation
    return polls


async def due(now: datetime, *, in_sessions: bool = False) -> list[Poll]:
    """Return those that the clock has to close, in sessions or outside them."""
    over = Poll.filter(state=PollState.OPEN, closes_at__lte=now)
    over = over.exclude(session_ref="") if in_sessions else over.filter(session_ref="")
    return await over.order_by("closes_at", "id")


def plan_of(poll: Poll) -> PollPlan:
    """Return the plan that a poll was made from, without how long it was to be open."""
    return PollPlan(
        kind=poll.kind,
        method=poll.method,
        ranking=poll.ranking,
        question=poll.question,
        options=tuple(poll.options),
        secrecy=poll.secrecy,
        electorate=poll.electorate,
        majority=poll.majority,
        quorum=poll.quorum,
        results=poll.results,
    )

"""A second person agrees, or sends a decision back; what nobody confirms in time is undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from forum.access.policy import Actor, Permission, Role, require
from forum.audit.actions import record
from forum.audit.actions.recording import By
from forum.audit.models import LogEntry
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Refused, Stale
from forum.core.i18n import _
from forum.core.text import clean
from forum.moderation.actions.carrying_out import carry_out
from forum.moderation.actions.deciding import (
    check_distance,
    check_not_reporter,
    check_throughout,
)
from forum.moderation.actions.showing import covered, put_back, spans_in
from forum.moderation.actions.suspending import lift
from forum.moderation.events import Lapsed, Returned
from forum.moderation.models import Decision, Report
from forum.moderation.queries.decisions import find_decision
from forum.moderation.rules import ABOUT_WORDS, APPEAL_WITHIN_DAYS, State
from forum.moderation.rules.seconding import check_another, check_in_time, check_why
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import GONE, mark_of

ENTRIES = {
    State.STANDS: "moderation.confirmed",
    State.RETURNED: "moderation.returned",
    State.LAPSED: "moderation.lapsed",
}
"""What the second person, or the clock, leaves in the record, by where the decision stands then."""


async def agree(moderator: Actor, ref: str) -> Decision:
    """Let a proposed decision stand, or confirm what one person did at once."""
    async with transaction():
        decision, contribution = await _locked(moderator, ref)
        check_another(decision.moderator_id, moderator.person_id)
        now = clock.now()
        if decision.unconfirmed:
            await confirm(moderator, decision, contribution)
            return decision
        _check_unchanged(decision, contribution)
        decision.state, decision.at = State.STANDS, now
        if decision.appeal_until is not None:
            decision.appeal_until = now + timedelta(days=APPEAL_WITHIN_DAYS)
        await decision.save(update_fields=["state", "at", "appeal_until"])
        await _note_second(decision, moderator)
        spans, words_spans = spans_in(decision.spans), spans_in(decision.words_spans)
        what = await covered(contribution, spans, words_spans)
        await carry_out(decision, contribution, what, moderator, second=True)
    return decision


async def confirm(second: Actor, decision: Decision, contribution: Contribution) -> None:
    """Note that somebody else finds right what one person did at once. Part of an action."""
    if decision.confirm_by is not None:
        check_in_time(decision.confirm_by, clock.now())
    await _note_second(decision, second)
    await _record("moderator", decision, contribution, second)


async def send_back(moderator: Actor, ref: str, why: str) -> Decision:
    """Say that a decision should not be: a proposal ends, what was done at once is undone.

    Whoever proposed it may take it back too.
    """
    why = clean(why)
    async with transaction():
        decision, contribution = await _locked(moderator, ref)
        done = decision.unconfirmed
        if done:
            check_another(decision.moderator_id, moderator.person_id)
        check_why(why)
        await _note_second(decision, moderator, why)
        if done:
            await _undo(decision, contribution, "moderator", moderator, why)
        else:
            decision.state = State.RETURNED
            await decision.save(update_fields=["state"])
            await _record("moderator", decision, contribution, moderator, why)
            announce(Returned(decision.id))
    return decision


async def lapse(payload: Mapping[str, Any]) -> None:
    """Undo what one person did at once and nobody confirmed within a day. Once is enough."""
    seen = await Decision.get(id=payload["decision_id"]).select_related("contribution")
    async with transaction():
        contribution = await find_contribution(seen.contribution.ref, lock=True)
        decision = await find_decision(seen.ref, lock=True)
        late = decision.confirm_by is not None and decision.confirm_by <= clock.now()
        if decision.unconfirmed and late:
            await _undo(decision, contribution, "system")


async def _locked(moderator: Actor, ref: str) -> tuple[Decision, Contribution]:
    """Return a decision that waits for a second person, if this may be that one."""
    seen = await find_decision(ref)
    contribution = await find_contribution(seen.contribution.ref, lock=True)
    decision = await find_decision(ref, lock=True)
    require(moderator, Permission.DECISION_SECOND, on=contribution)
    await check_distance(moderator, contribution)
    check_throughout(moderator, contribution, Role.MODERATOR, measure=decision.measure)
    if moderator.person_id != decision.moderator_id:
        await check_not_reporter(moderator, contribution)
    if decision.state is State.LAPSED:
        raise Refused(
            "moderation.lapsed",
            _("Nobody confirmed this within 24 hours, so it is undone. Decide about it anew."),
        )
    if decision.state is not State.PROPOSED and not decision.unconfirmed:
        raise Refused("moderation.settled", _("This does not wait for a second person any more."))
    return decision, contribution


def _check_unchanged(decision: Decision, contribution: Contribution) -> None:
    """Refuse to agree to what was proposed about something else."""
    gone = contribution.showing in GONE and decision.measure in ABOUT_WORDS
    if gone:
        raise Refused("moderation.withdrawn", _("Its author has withdrawn this comment."))
    other_words = decision.seen != mark_of(contribution.text)
    if decision.measure in ABOUT_WORDS and (
        other_words or contribution.showing is not decision.before
    ):
        raise Stale(
            "moderation.stale",
            _("The words changed since this was proposed. Send it back, then decide anew."),
            contribution,
        )


async def _note_second(decision: Decision, moderator: Actor, why: str = "") -> None:
    decision.second_id, decision.second_said = moderator.person_id, why
    decision.second_at = clock.now()
    await decision.save(update_fields=["second_id", "second_said", "second_at"])


async def _undo(
    decision: Decision,
    contribution: Contribution,
    by: By,
    moderator: Actor | None = None,
    why: str = "",
) -> None:
    decision.state = State.LAPSED
    await decision.save(update_fields=["state"])
    # The case is open again, with all that people reported about it.
    await Report.filter(decision_id=decision.id).update(decision_id=None)
    entry = await _record(by, decision, contribution, moderator, why)
    if decision.measure in ABOUT_WORDS:
        await put_back(contribution, decision, entry, by)
    else:
        await lift(decision, entry, by)
    announce(Lapsed(decision.id))


async def _record(
    by: By,
    decision: Decision,
    contribution: Contribution,
    moderator: Actor | None = None,
    why: str = "",
) -> LogEntry:
    about_words = decision.measure in ABOUT_WORDS
    committed = {
        **({"actor": identity(moderator.record_id)} if moderator else {}),
        **({"reason": why} if why else {}),
    }
    return await record(
        ENTRIES[decision.state],
        by=by,
        ctx=contribution.consultation.record_id,
        subject=contribution.record_id if about_words else decision.record_id,
        c=committed or None,
        ref=await LogEntry.get(leaf=decision.leaf),
    )

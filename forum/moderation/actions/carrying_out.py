"""A decision takes force: what it does, its entry in the record, and who hears of it."""

from __future__ import annotations

from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.audit.actions import record
from forum.audit.models import LogEntry
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.core.db import announce
from forum.core.jobs import enqueue
from forum.moderation.actions.showing import Covered, show_after
from forum.moderation.actions.suspending import suspend
from forum.moderation.events import Asked, Decided, Suspended
from forum.moderation.models import Decision
from forum.moderation.rules import ABOUT_WORDS
from forum.participation.models import Contribution
from forum.profiles.load import profile

LAPSE = "moderation.lapse"


async def carry_out(
    decision: Decision,
    contribution: Contribution,
    what: Covered,
    by: Actor,
    *,
    second: bool = False,
) -> None:
    """Do what was decided. `by` is who made it stand: the moderator, or the second person.

    The author is told in the same transaction: no telling, no measure.
    """
    entry = await _record(decision, contribution, by, second=second)
    decision.leaf = entry.leaf
    await decision.save(update_fields=["leaf"])
    if decision.measure in ABOUT_WORDS:
        await show_after(contribution, decision.measure, decision.rule, what, entry, "moderator")
        announce(Decided(decision.id))
    else:
        await suspend(decision, contribution, entry)
        announce(Suspended(decision.id))
    if decision.confirm_by is not None:
        await enqueue(
            LAPSE,
            {"decision_id": decision.id},
            dedupe=f"{LAPSE}:{decision.ref}",
            due_at=decision.confirm_by,
        )
        announce(Asked(decision.id))


async def _record(
    decision: Decision, contribution: Contribution, by: Actor, *, second: bool
) -> LogEntry:
    rule = profile(contribution.consultation.agency.profile).rule(decision.rule)
    about_words = decision.measure in ABOUT_WORDS
    until = decision.appeal_until
    first = await Person.get(id=decision.moderator_id)
    approved = {"approved": identity(by.record_id)} if second else {}
    return await record(
        "moderation.decided",
        by="moderator",
        ctx=contribution.consultation.record_id,
        # Whose words led to a suspension is between the two of them: the entry does not say it.
        subject=contribution.record_id if about_words else decision.record_id,
        d={
            "action": decision.measure.value,
            "rule": decision.rule,
            "ground": rule.ground if rule else "rules",
            "source": decision.source.value,
            "auto_detect": decision.by_pattern,
            "auto_decide": False,
            "duration_days": decision.days,
            "urgent": decision.urgent,
            "second": second,
            "appeal_until": until.strftime("%Y-%m-%dT%H:%M:%SZ") if until else "",
        },
        c={
            **({"statement": decision.statement} if decision.statement else {}),
            "actor": identity(first.record_id),
            **approved,
        },
        ref=await _follows(decision, contribution),
    )


async def _follows(decision: Decision, contribution: Contribution) -> LogEntry | None:
    """Return what the decision follows: its proposal, else the receipt of the words."""
    if decision.leaf:
        return await LogEntry.get(leaf=decision.leaf)
    if decision.measure not in ABOUT_WORDS:
        return None
    return await entry_of(contribution.record_id, "comment.received")

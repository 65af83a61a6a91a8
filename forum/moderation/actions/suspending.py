"""Stopping somebody for some days, as a decision says; it ends by itself or when that is undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from forum.accounts.models import Suspension
from forum.audit.actions import record
from forum.audit.actions.recording import By
from forum.audit.models import LogEntry
from forum.core import clock
from forum.core.db import transaction
from forum.core.jobs import enqueue
from forum.moderation.models import Decision
from forum.participation.models import Contribution

OVER = "moderation.suspension_over"


async def suspend(decision: Decision, contribution: Contribution, ref: LogEntry) -> None:
    """Stop the author where this agency asks, and leave the job that notes the end."""
    now = clock.now()
    made = await Suspension.create(
        person_id=contribution.author_id,
        agency_id=contribution.agency_id,
        decision_ref=decision.ref,
        rule=decision.rule,
        since=now,
        until=now + timedelta(days=decision.days),
    )
    await record(
        "person.suspended",
        by="moderator",
        subject=made.record_id,
        d={"days": decision.days, "rule": decision.rule},
        ref=ref,
    )
    await _plan_end(made)


async def shorten(decision: Decision, milder: Decision, ref: LogEntry, by: By) -> None:
    """Let a suspension end as a milder decision says, which it follows from now on."""
    found = await _running(decision)
    if found is None:
        return
    found.until = found.since + timedelta(days=milder.days)
    found.decision_ref = milder.ref
    await found.save(update_fields=["until", "decision_ref"])
    await record(
        "person.suspended",
        by=by,
        subject=found.record_id,
        d={"days": milder.days, "rule": milder.rule},
        ref=ref,
    )
    await _plan_end(found)


async def lift(decision: Decision, ref: LogEntry, by: By) -> None:
    """End a suspension because the decision behind it does not stand."""
    found = await _running(decision)
    if found is not None:
        await _end(found, by, ref)


async def note_end(payload: Mapping[str, Any]) -> None:
    """Note in the record that a suspension is over. It had ended by itself; once is enough."""
    async with transaction():
        found = await Suspension.select_for_update().get(id=payload["id"])
        if found.ended_at is None and found.until <= clock.now():
            await _end(found, "system", None)


async def _running(decision: Decision) -> Suspension | None:
    rows = Suspension.select_for_update().filter(decision_ref=decision.ref, ended_at=None)
    return await rows.first()


async def _end(suspension: Suspension, by: By, ref: LogEntry | None) -> None:
    suspension.ended_at = clock.now()
    await suspension.save(update_fields=["ended_at"])
    await record("person.unsuspended", by=by, subject=suspension.record_id, ref=ref)


async def _plan_end(suspension: Suspension) -> None:
    until = suspension.until
    await enqueue(
        OVER,
        {"id": suspension.id},
        dedupe=f"{OVER}:{suspension.id}:{int(until.timestamp())}",
        due_at=max(until, clock.now()),
    )

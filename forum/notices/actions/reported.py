"""Telling those who reported something what a moderator decided, and when that is changed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.db import transaction
from forum.core.jobs import enqueue
from forum.moderation.events import Decided
from forum.moderation.models import Decision, Report
from forum.moderation.rules.reporting import outcome
from forum.notices.actions.telling import tell
from forum.profiles.load import profile

OUTCOMES = "notices.reported"


async def plan_outcomes(fact: Decided) -> None:
    """Leave the job that tells each of them; a decision that nobody waited for leaves none.

    Joined after the reports were settled. Whoever was told of an earlier decision about the same
    words is told again if this one is another.
    """
    decision = await Decision.get(id=fact.decision_id)
    if await Report.exists(contribution_id=decision.contribution_id):
        await enqueue(OUTCOMES, {"decision_id": decision.id}, dedupe=f"{OUTCOMES}:{decision.id}")


async def tell_outcomes(payload: Mapping[str, Any]) -> None:
    """Tell everybody who reported these words what was decided; those already told are left out."""
    decision = await Decision.get(id=payload["decision_id"])
    reports = Report.filter(
        contribution_id=decision.contribution_id, decision_id__lte=decision.id
    ).select_related("person", "decision", "contribution__consultation__agency")
    for report in await reports.order_by("id"):
        again = report.decision_id != decision.id
        if again and report.decision and report.decision.measure is decision.measure:
            continue
        contribution = report.contribution
        async with transaction():
            await Report.filter(id=report.id).update(decision_id=decision.id)
            await tell(
                report.person,
                "reported",
                f"/comments/{contribution.ref}/report",
                f"reported:{decision.ref}:{report.ref}",
                contribution=contribution,
                report=report,
                outcome=outcome(contribution.showing, decision.measure),
                rule=profile(contribution.consultation.agency.profile).rule(decision.rule),
                again=again,
            )

"""Telling those who reported something what a moderator decided, and when that is changed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forum.core.db import transaction
from forum.core.jobs import enqueue
from forum.moderation.events import AppealDecided, Decided
from forum.moderation.models import Appeal, Decision, Report
from forum.moderation.queries.reports import AFTER_APPEAL
from forum.moderation.rules import ABOUT_WORDS, Measure
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


async def plan_after_appeal(fact: AppealDecided) -> None:
    """Leave the job that tells them what an appeal made of the decision, if it did not stand."""
    appeal = await Appeal.get(id=fact.appeal_id).select_related("decision")
    decision = appeal.decision
    changed = decision.state in AFTER_APPEAL and decision.measure in ABOUT_WORDS
    if changed and await Report.exists(decision_id=decision.id):
        dedupe = f"{OUTCOMES}:{decision.id}:appeal"
        await enqueue(OUTCOMES, {"decision_id": decision.id, "appeal": True}, dedupe=dedupe)


async def tell_outcomes(payload: Mapping[str, Any]) -> None:
    """Tell everybody who reported these words what was decided; those already told are left out."""
    decision = await Decision.get(id=payload["decision_id"])
    appealed = payload.get("appeal", False)
    measure = AFTER_APPEAL[decision.state] if appealed else Measure(decision.measure)
    reports = Report.filter(
        contribution_id=decision.contribution_id, decision_id__lte=decision.id
    ).select_related("person", "decision", "contribution__consultation__agency")
    for report in await reports.order_by("id"):
        other = report.decision_id != decision.id
        if other and (appealed or (report.decision and report.decision.measure is measure)):
            continue
        contribution = report.contribution
        async with transaction():
            await Report.filter(id=report.id).update(decision_id=decision.id)
            await tell(
                report.person,
                "reported",
                f"/comments/{contribution.ref}/report",
                f"reported:{decision.ref}:{report.ref}{':appeal' if appealed else ''}",
                contribution=contribution,
                report=report,
                outcome=outcome(contribution.showing, measure),
                rule=profile(contribution.consultation.agency.profile).rule(decision.rule),
                again=other or appealed,
            )

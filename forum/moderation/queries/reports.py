"""Reports: what waits for a moderator, what somebody sent, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from forum.core import clock
from forum.moderation.models import Report
from forum.moderation.queries.reach import ids_of
from forum.moderation.rules import Measure, State
from forum.moderation.rules.priority import Concern, Told, concern
from forum.moderation.rules.reporting import WITHIN, Outcome, outcome
from forum.participation.models import Contribution
from forum.profiles.load import ModerationRule, profile

AT_ONCE = 100
AFTER_APPEAL = {State.OVERTURNED: Measure.KEEP, State.CHANGED: Measure.REDACT}
"""What is left of a decision about words once an appeal went against it."""


@dataclass(frozen=True)
class Sent:
    """One report as whoever sent it sees it."""

    report: Report
    rule: ModerationRule | None
    outcome: Outcome


async def reported_lately(person_id: int | None) -> int:
    """Return how many reports a person sent within the time that counts."""
    return await Report.filter(person_id=person_id, at__gt=clock.now() - WITHIN).count()


async def report_of(person_id: int | None, contribution_id: int) -> Sent | None:
    """Return what somebody reported about one contribution, if they did."""
    if person_id is None:
        return None
    found = _around(Report.filter(person_id=person_id, contribution_id=contribution_id))
    sent = [_sent(one) for one in await found]
    return sent[0] if sent else None


async def reports_by(person_id: int) -> list[Sent]:
    """Return what a person reported, the latest first, and what came of each."""
    found = _around(Report.filter(person_id=person_id)).order_by("-id").limit(AT_ONCE)
    return [_sent(one) for one in await found]


async def waiting_about(contribution: Contribution) -> list[Report]:
    """Return the reports of one contribution that nobody has decided about, oldest first."""
    return await Report.filter(contribution_id=contribution.id, decision_id=None).order_by("id")


async def concerns(among: QuerySet[Contribution]) -> dict[int, Concern]:
    """Return what people say about those of these contributions that wait for a decision."""
    rows = await Report.filter(decision_id=None, contribution_id__in=ids_of(among)).values_list(
        "contribution_id",
        "rule",
        "at",
        "counted",
        "contribution__consultation__agency__profile",
    )
    told: defaultdict[int, list[Told]] = defaultdict(list)
    rules: dict[int, str] = {}
    for id_, rule, at, counted, code in rows:
        told[id_].append(Told(rule, at, counted))
        rules[id_] = code
    return {id_: concern(some, profile(rules[id_]).urgent_rules) for id_, some in told.items()}


def first_to_last(found: dict[int, Concern], of: Iterable[int]) -> list[int]:
    """Return these contributions in the order in which a moderator takes them up."""
    return sorted(of, key=lambda id_: (found[id_].place, id_))


def _around(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related("decision", "contribution__consultation__agency")


def _sent(report: Report) -> Sent:
    contribution = report.contribution
    decision = report.decision
    measure = AFTER_APPEAL.get(decision.state, decision.measure) if decision else None
    rules = profile(contribution.consultation.agency.profile)
    return Sent(report, rules.rule(report.rule), outcome(contribution.showing, measure))

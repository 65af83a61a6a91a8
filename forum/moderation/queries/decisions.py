"""Decisions taken: about one contribution, about what else its author said, by the same rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import RawSQL

from forum.moderation.models import Decision, Flag
from forum.moderation.rules import Measure
from forum.participation.models import Contribution
from forum.profiles.load import Words, profile

LAST = 3


async def decisions_about(contribution: Contribution) -> list[Decision]:
    """Return every decision about one contribution, oldest first."""
    return await Decision.filter(contribution_id=contribution.id).order_by("id")


async def held_because(contribution: Contribution) -> list[Words]:
    """Return what made a contribution wait, as sentences of the profile; its agency is fetched."""
    triggers = profile(contribution.consultation.agency.profile).hold_triggers
    known = {one.code: one.sentence for one in triggers.every}
    flags = await Flag.filter(contribution_id=contribution.id, trigger__in=known).order_by("id")
    return [known[flag.trigger] for flag in flags]


def with_decision() -> RawSQL:
    """Return what brings the newest decision along when contributions are read: see `decided`."""
    return RawSQL(
        "(SELECT d.rule || ' ' || d.at FROM moderation_decision d "
        'WHERE d.contribution_id = "contribution"."id" ORDER BY d.id DESC LIMIT 1)'
    )


def decided(told: str) -> Decided:
    """Return the decision that was brought along."""
    rule, _space, moment = told.partition(" ")
    return Decided(rule, datetime.fromisoformat(moment))


@dataclass(frozen=True)
class Decided:
    """As much of a decision as a stub tells: by which rule, and when."""

    rule: str
    at: datetime


async def latest_decisions(contribution_ids: Iterable[int]) -> dict[int, Decision]:
    """Return the newest decision about each contribution that has one."""
    rows = await Decision.filter(contribution_id__in=list(contribution_ids)).order_by("id")
    return {row.contribution_id: row for row in rows}


async def decisions_on_author(contribution: Contribution) -> list[Decision]:
    """Return what was decided here about other words of the same author, the latest first."""
    return await (
        Decision.filter(
            contribution__consultation_id=contribution.consultation_id,
            contribution__author_id=contribution.author_id,
        )
        .exclude(contribution_id=contribution.id)
        .order_by("-id")
        .limit(LAST)
        .select_related("contribution")
    )


async def decisions_by_rule(agency_id: int, rule: str) -> list[Decision]:
    """Return the last decisions by one rule in this agency, with their reasons."""
    return await (
        Decision.filter(contribution__consultation__agency_id=agency_id, rule=rule)
        .exclude(measure=Measure.KEEP)
        .order_by("-id")
        .limit(LAST)
        .select_related("contribution")
    )

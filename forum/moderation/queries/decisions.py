"""Decisions taken: one by its number, all about a contribution, what a stub tells of the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import RawSQL

from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.moderation.models import Appeal, Decision, Flag
from forum.moderation.rules import ABOUT_WORDS, Measure, State
from forum.participation.models import Contribution
from forum.participation.queries import WHOLE
from forum.profiles.load import Words, profile

LAST = 3
UNBORN = (State.PROPOSED, State.RETURNED)
"""What never took force."""


async def find_decision(ref: str, *, lock: bool = False) -> Decision:
    """Return one decision with all around it, or say that there is none."""
    rows = Decision.filter(ref=ref) if is_ref(ref) else Decision.filter(id=None)
    if lock:
        rows = rows.select_for_update(of=("moderation_decision",), no_key=True)
    found = await rows.select_related("moderator").first()
    if found is None:
        raise NotFound("decision.not-found", _("There is no decision of that number."))
    await with_words([found])
    return found


async def with_words(decisions: Sequence[Decision]) -> None:
    """Fetch what decisions are about, with all around it, in one query.

    It is not joined: PostgreSQL cuts the names that the ORM would give such columns.
    """
    ids = {one.contribution_id for one in decisions}
    found = await Contribution.filter(id__in=ids).select_related(*WHOLE)
    by_id = {one.id: one for one in found}
    for decision in decisions:
        decision.contribution = by_id[decision.contribution_id]


async def find_appeal(ref: str, *, lock: bool = False) -> Appeal:
    """Return one appeal with its decision, or say that there is none."""
    rows = Appeal.filter(ref=ref) if is_ref(ref) else Appeal.filter(id=None)
    if lock:
        rows = rows.select_for_update(of=("moderation_appeal",), no_key=True)
    found = await rows.select_related("decision__moderator").first()
    if found is None:
        raise NotFound("appeal.not-found", _("There is no appeal of that number."))
    await with_words([found.decision])
    return found


async def find_appeal_by_id(appeal_id: int) -> Appeal:
    """Return one appeal with its decision and all around it."""
    found = await Appeal.get(id=appeal_id).select_related("decision__moderator")
    await with_words([found.decision])
    return found


async def appeal_of(decision: Decision) -> Appeal | None:
    """Return what its author said against a decision, if anything."""
    return await Appeal.get_or_none(decision_id=decision.id)


async def appeals_about(decision_ids: Iterable[int]) -> dict[int, Appeal]:
    """Return the appeals against these decisions."""
    found = await Appeal.filter(decision_id__in=list(decision_ids))
    return {one.decision_id: one for one in found}


async def decisions_about(contribution: Contribution) -> list[Decision]:
    """Return every decision about these words that ever took force, oldest first."""
    return await (
        Decision.filter(contribution_id=contribution.id, measure__in=ABOUT_WORDS)
        .exclude(state__in=UNBORN)
        .order_by("at", "id")
    )


async def all_about(contribution: Contribution) -> list[Decision]:
    """Return the same with what was only proposed and what is about the author, for moderators."""
    return await Decision.filter(contribution_id=contribution.id).order_by("id")


async def held_because(contribution: Contribution) -> list[Words]:
    """Return what made a contribution wait, as sentences of the profile; its agency is fetched."""
    triggers = profile(contribution.consultation.agency.profile).hold_triggers
    known = {one.code: one.sentence for one in triggers.every}
    flags = await Flag.filter(contribution_id=contribution.id, trigger__in=known).order_by("id")
    return [known[flag.trigger] for flag in flags]


def with_decision() -> RawSQL:
    """Return what brings the decision in force along when contributions are read: see `decided`."""
    return RawSQL(
        "(SELECT d.ref || ' ' || d.rule || ' ' || coalesce(a.outcome, "
        "CASE WHEN a.id IS NULL THEN '' ELSE 'filed' END) || ' ' || d.at "
        "FROM moderation_decision d LEFT JOIN moderation_appeal a ON a.decision_id = d.id "
        'WHERE d.contribution_id = "contribution"."id" AND d.state = \'stands\' '
        "AND d.measure <> 'suspend' ORDER BY d.at DESC, d.id DESC LIMIT 1)"
    )


def decided(told: str) -> Decided:
    """Return the decision that was brought along."""
    ref, rule, appeal, moment = told.split(" ", 3)
    return Decided(rule, datetime.fromisoformat(moment), ref, appeal)


@dataclass(frozen=True)
class Decided:
    """As much of a decision as a stub tells everybody: by which rule, when, its number, its appeal.

    `appeal` is empty, `filed`, or what came of it.
    """

    rule: str
    at: datetime
    ref: str
    appeal: str = ""


async def latest_decisions(contribution_ids: Iterable[int]) -> dict[int, Decided]:
    """Return the decision in force about each contribution that has one."""
    rows = await Decision.filter(
        contribution_id__in=list(contribution_ids), state=State.STANDS, measure__in=ABOUT_WORDS
    ).order_by("at", "id")
    newest = {row.contribution_id: row for row in rows}
    appeals = await appeals_about(row.id for row in newest.values())
    return {id_: _as_told(row, appeals.get(row.id)) for id_, row in newest.items()}


def _as_told(decision: Decision, appeal: Appeal | None) -> Decided:
    return Decided(decision.rule, decision.at, decision.ref, appeal.state if appeal else "")


async def decisions_on_author(contribution: Contribution) -> list[Decision]:
    """Return what was decided here about other words of the same author, the latest first."""
    return await (
        Decision.filter(
            contribution__consultation_id=contribution.consultation_id,
            contribution__author_id=contribution.author_id,
        )
        .exclude(contribution_id=contribution.id)
        .exclude(state__in=UNBORN)
        .order_by("-id")
        .limit(LAST)
        .select_related("contribution")
    )


async def decisions_by_rule(agency_id: int, rule: str) -> list[Decision]:
    """Return the last decisions by one rule in this agency, with their reasons."""
    return await (
        Decision.filter(contribution__consultation__agency_id=agency_id, rule=rule)
        .exclude(measure=Measure.KEEP)
        .exclude(state__in=UNBORN)
        .order_by("-id")
        .limit(LAST)
        .select_related("contribution")
    )

"""Reading the queue and the decisions taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.queryset import QuerySet

from forum.access.policy import Actor, Role
from forum.drafts.models import ClauseHand
from forum.moderation.models import Decision, Flag
from forum.moderation.rules import DECIDE_WITHIN, Span, merged
from forum.participation.models import Contribution
from forum.participation.queries import AROUND
from forum.participation.rules import GONE, Showing, mark_of
from forum.profiles.load import ModerationRule, Pattern, Profile, Words, profile

AT_ONCE = 30
WAITING = ("held", "flagged", "new")
"""Which part of the queue: unseen by the public, set off a pattern, or simply not looked at yet."""


@dataclass(frozen=True)
class QueueRow:
    """One contribution that no moderator has looked at yet."""

    contribution: Contribution
    waits: str
    decide_by: datetime | None
    suggestion: ModerationRule | None
    spans: tuple[Span, ...]
    in_proposal: tuple[str, ...] = ()
    """What was found in the words that its author proposes."""

    @property
    def seen(self) -> str:
        """The mark of its words, by which a form says what was read."""
        return mark_of(self.contribution.text)


@dataclass(frozen=True)
class Queue:
    """What waits for one moderator: counts of each part, and the first rows of the part asked."""

    counts: dict[str, int]
    rows: list[QueueRow]


async def queue(moderator: Actor, part: str = "", limit: int = AT_ONCE) -> Queue:
    """Return what waits in the consultations this person moderates.

    Held ones come first, oldest first, then those that set off a pattern, then the newest.
    """
    mine = await _undecided(moderator)
    counts = {name: await _part(mine, name).count() for name in WAITING}
    rows: list[QueueRow] = []
    for name in (part,) if part in WAITING else WAITING:
        order = "id" if name == "held" else "-id"
        found = (
            await _part(mine, name)
            .order_by(order)
            .limit(limit - len(rows))
            .select_related(*AROUND, "consultation__agency", "consultation__standard")
        )
        rows += await _rows(found, name)
        if len(rows) >= limit:
            break
    return Queue(counts, rows)


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


async def suggestion_for(contribution: Contribution) -> QueueRow:
    """Return one contribution as the queue shows it; consultation and agency must be fetched."""
    [row] = await _rows([contribution], "")
    return row


async def _undecided(moderator: Actor) -> QuerySet[Contribution]:
    everywhere = [g.agency_id for g in moderator.grants if _moderates(g.role, g.consultation_ref)]
    here = [g.consultation_ref for g in moderator.grants if g.role is Role.MODERATOR]
    hands = await ClauseHand.filter(person_id=moderator.person_id).values_list(
        "standard_id", "lineage"
    )
    # What is said about the whole draft concerns everyone who has a hand in any of its clauses.
    own = [Q(consultation__standard_id=s, lineage__in=[lin, ""]) for s, lin in hands]
    mine = Contribution.filter(
        Q(consultation__agency_id__in=everywhere)
        | Q(consultation__ref__in=[ref for ref in here if ref]),
        Q(decisions__id__isnull=True),
    ).exclude(showing__in=GONE)
    mine = mine.exclude(author_id=moderator.person_id)
    return mine.exclude(Q(*own, join_type="OR")) if own else mine


def _moderates(role: Role, consultation_ref: str) -> bool:
    return role is Role.MODERATOR and not consultation_ref


def _part(mine: QuerySet[Contribution], name: str) -> QuerySet[Contribution]:
    if name == "held":
        return mine.filter(showing=Showing.HELD)
    shown = mine.exclude(showing=Showing.HELD)
    flagged = Subquery(Flag.all().values("contribution_id"))
    return shown.filter(id__in=flagged) if name == "flagged" else shown.exclude(id__in=flagged)


async def _rows(contributions: list[Contribution], waits: str) -> list[QueueRow]:
    flags: defaultdict[int, list[Flag]] = defaultdict(list)
    for flag in await Flag.filter(contribution_id__in=[c.id for c in contributions]):
        flags[flag.contribution_id].append(flag)
    return [_row(contribution, flags[contribution.id], waits) for contribution in contributions]


def _row(contribution: Contribution, flags: list[Flag], waits: str) -> QueueRow:
    rules = profile(contribution.consultation.agency.profile)
    patterns = {pattern.code: pattern for pattern in _patterns(rules)}
    found = [patterns[flag.trigger] for flag in flags if flag.trigger in patterns]
    spans = merged(span for pattern in found for span in pattern.spans(contribution.text))
    held = contribution.showing is Showing.HELD
    return QueueRow(
        contribution=contribution,
        waits=waits,
        decide_by=contribution.handed_in_at + DECIDE_WITHIN if held else None,
        suggestion=rules.rule(found[0].rule) if found else _of_number(rules, flags),
        spans=tuple(spans),
        in_proposal=_in_proposal(contribution, found),
    )


def _in_proposal(contribution: Contribution, patterns: list[Pattern]) -> tuple[str, ...]:
    added = contribution.proposal.added if contribution.proposal else ""
    spans = merged(span for pattern in patterns for span in pattern.spans(added))
    return tuple(added[start:end] for start, end in spans)


def _patterns(rules: Profile) -> tuple[Pattern, ...]:
    return (*rules.hold_triggers.patterns, *rules.flag_triggers)


def _of_number(rules: Profile, flags: list[Flag]) -> ModerationRule | None:
    """Return the rule of what was held for how much of it came."""
    set_off = {flag.trigger for flag in flags}
    by_number = (rules.hold_triggers.repeat, rules.hold_triggers.many)
    found = next((one for one in by_number if one.code in set_off), None)
    return rules.rule(found.rule) if found else None

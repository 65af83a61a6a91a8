"""What waits for one moderator, most urgent first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from forum.access.policy import Actor
from forum.core import clock
from forum.moderation.models import Claim, Decision, Flag, Report
from forum.moderation.queries.reach import in_reach
from forum.moderation.queries.reports import concerns, first_to_last
from forum.moderation.rules import ABOUT_WORDS, DECIDE_WITHIN, Span, State, merged
from forum.moderation.rules.priority import Concern
from forum.participation.models import Contribution
from forum.participation.queries import AROUND
from forum.participation.rules import Showing, mark_of
from forum.profiles.load import ModerationRule, Pattern, Profile, profile

AT_ONCE = 30
WAITING = ("held", "reported", "flagged", "new")
"""Which part of the queue: unseen by the public, reported, set off a pattern, or simply new."""
_BESIDE = (*AROUND, "consultation__agency", "consultation__standard")


@dataclass(frozen=True)
class QueueRow:
    """One contribution that waits for a moderator, and why."""

    contribution: Contribution
    waits: str
    decide_by: datetime | None
    suggestion: ModerationRule | None
    spans: tuple[Span, ...]
    in_proposal: tuple[str, ...] = ()
    """What was found in the words that its author proposes."""
    by_reports: bool = False
    """Whether the rule that is suggested is the one that people name."""
    concern: Concern | None = None
    """What people reported about it."""
    claim: Claim | None = None
    """Who is at it just now."""

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

    Held ones come first, oldest first; then what was reported, as `Concern.place` has it; then what
    set off a pattern; then the newest.
    """
    mine = await in_reach(moderator)
    found = await concerns(mine)
    held = set(await _part(mine, "held").values_list("id", flat=True))
    reported = first_to_last(found, found.keys() - held)
    counts = {"held": len(held), "reported": len(reported)}
    counts |= {name: await _part(mine, name).count() for name in ("flagged", "new")}
    rows: list[QueueRow] = []
    for name in (part,) if part in WAITING else WAITING:
        rows += await _rows_of(mine, name, limit - len(rows), reported, found)
        if len(rows) >= limit:
            break
    return Queue(counts, rows)


async def suggestion_for(contribution: Contribution) -> QueueRow:
    """Return one contribution as the queue shows it; consultation and agency must be fetched."""
    found = await concerns(Contribution.filter(id=contribution.id))
    [row] = await _rows([contribution], "", found)
    return row


def _part(mine: QuerySet[Contribution], name: str) -> QuerySet[Contribution]:
    """Return one part of what waits; what is reported is found by its reports."""
    about_words = Decision.filter(measure__in=ABOUT_WORDS).exclude(
        state__in=[State.RETURNED, State.LAPSED]
    )
    undecided = mine.exclude(id__in=Subquery(about_words.values("contribution_id")))
    if name == "held":
        return undecided.filter(showing=Showing.HELD)
    reported = Subquery(Report.filter(decision_id=None).values("contribution_id"))
    shown = undecided.exclude(showing=Showing.HELD).exclude(id__in=reported)
    flagged = Subquery(Flag.all().values("contribution_id"))
    return shown.filter(id__in=flagged) if name == "flagged" else shown.exclude(id__in=flagged)


async def _rows_of(
    mine: QuerySet[Contribution],
    name: str,
    limit: int,
    reported: list[int],
    found: dict[int, Concern],
) -> list[QueueRow]:
    if name == "reported":
        ids = reported[:limit]
        by_id = {one.id: one for one in await mine.filter(id__in=ids).select_related(*_BESIDE)}
        return await _rows([by_id[id_] for id_ in ids if id_ in by_id], name, found)
    order = "id" if name == "held" else "-id"
    rows = _part(mine, name).order_by(order).limit(limit)
    return await _rows(await rows.select_related(*_BESIDE), name, found)


async def _rows(
    contributions: list[Contribution], waits: str, found: dict[int, Concern]
) -> list[QueueRow]:
    ids = [one.id for one in contributions]
    flags: defaultdict[int, list[Flag]] = defaultdict(list)
    for flag in await Flag.filter(contribution_id__in=ids):
        flags[flag.contribution_id].append(flag)
    running = Claim.filter(contribution_id__in=ids, until__gt=clock.now())
    claims = {one.contribution_id: one for one in await running.select_related("moderator")}
    return [
        _row(one, flags[one.id], waits, found.get(one.id), claims.get(one.id))
        for one in contributions
    ]


def _row(
    contribution: Contribution,
    flags: list[Flag],
    waits: str,
    told: Concern | None,
    claim: Claim | None,
) -> QueueRow:
    rules = profile(contribution.consultation.agency.profile)
    patterns = {pattern.code: pattern for pattern in _patterns(rules)}
    found = [patterns[flag.trigger] for flag in flags if flag.trigger in patterns]
    spans = merged(span for pattern in found for span in pattern.spans(contribution.text))
    held = contribution.showing is Showing.HELD
    suggestion = rules.rule(found[0].rule) if found else _of_number(rules, flags)
    named = told.rules[0][0] if told and told.rules else ""
    due = [contribution.handed_in_at + DECIDE_WITHIN] if held else []
    if told:
        due.append(told.decide_by)
    return QueueRow(
        contribution=contribution,
        waits=waits,
        decide_by=min(due, default=None),
        suggestion=suggestion or rules.rule(named),
        spans=tuple(spans),
        in_proposal=_in_proposal(contribution, found),
        by_reports=suggestion is None and bool(named),
        concern=told,
        claim=claim,
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

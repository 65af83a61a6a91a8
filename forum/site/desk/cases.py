"""One case at the moderators' desk, in sentences: why it stands there, and what is around it."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import Actor
from forum.core.i18n import _, local, ngettext
from forum.drafts.queries import words_of_clause
from forum.moderation.models import Claim, Decision, Report
from forum.moderation.queries import (
    QueueRow,
    decisions_by_rule,
    decisions_on_author,
    waiting_about,
)
from forum.participation.models import Contribution
from forum.participation.queries import thread_of
from forum.profiles.load import Profile, Words, profile

LAST = 3


@dataclass(frozen=True)
class Context:
    """What a moderator should know before deciding."""

    clause: Words
    replies: list[Contribution]
    tier: str
    on_author: list[Decision]
    by_rule: list[Decision]
    reports: list[Report]
    why: list[str]


async def context_of(row: QueueRow, rule: str) -> Context:
    """Return what stands around one case; `rule` is the one that is suggested or chosen."""
    contribution = row.contribution
    thread = await thread_of(contribution)
    return Context(
        clause=await words_of_clause(contribution.consultation.version_id, contribution.lineage),
        replies=[one for one in thread.rows[:LAST] if one.public],
        tier=tier_of(row),
        on_author=await decisions_on_author(contribution),
        by_rule=await decisions_by_rule(contribution.consultation.agency_id, rule) if rule else [],
        reports=await waiting_about(contribution),
        why=why_here(row),
    )


def tier_of(row: QueueRow) -> str:
    """Say how sure the forum is of the author."""
    if row.contribution.by_hand:
        return _("No account: entered by the office")
    return _("Signed in by mail")


def why_here(row: QueueRow) -> list[str]:
    """Say why a case stands where it stands in the queue."""
    rules = profile(row.contribution.consultation.agency.profile)
    told: list[str] = []
    if row.waits == "held":
        told.append(_("A listed pattern keeps it from the public until somebody decides."))
    if row.concern is None:
        return told
    named = [f"{_name(rules, code)} ({number})" for code, number in row.concern.rules]
    if named:
        sentence = ngettext(
            "Reported by %(num)s person: %(rules)s.",
            "Reported by %(num)s people: %(rules)s.",
            row.concern.people,
        )
        told.append(sentence % {"num": row.concern.people, "rules": ", ".join(named)})
    if row.concern.urgent and row.waits != "held":
        told.append(_("Somebody may be harmed: this comes before all other reports."))
    if row.concern.uncounted:
        sentence = ngettext(
            "%(num)s more by somebody who reports very much, which moves nothing up.",
            "%(num)s more by people who report very much, which moves nothing up.",
            row.concern.uncounted,
        )
        told.append(sentence % {"num": row.concern.uncounted})
    return told


def claimed_by_another(claim: Claim | None, actor: Actor) -> bool:
    """Tell whether somebody else is at it just now."""
    return claim is not None and claim.moderator_id != actor.person_id


def _name(rules: Profile, code: str) -> str:
    rule = rules.rule(code)
    return local(rule.name) if rule else code

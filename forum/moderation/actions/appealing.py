"""An author appeals against a decision, and somebody else hears it."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import Actor, Permission, Role, require
from forum.accounts.queries import check_not_left
from forum.audit.actions import erase_openings, erase_said, record
from forum.audit.models import LogEntry
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.moderation.actions.deciding import (
    check_distance,
    check_not_reporter,
    check_throughout,
)
from forum.moderation.actions.seconding import confirm
from forum.moderation.actions.showing import covered, put_back, show_after, standing_about
from forum.moderation.actions.suspending import lift, shorten
from forum.moderation.events import AppealDecided, Appealed
from forum.moderation.models import Appeal, Decision
from forum.moderation.queries.decisions import find_appeal, find_decision
from forum.moderation.rules import ABOUT_WORDS, Measure, Source, Span, check_there, spans_of
from forum.moderation.rules.appealing import (
    AFTER,
    HEAR_WITHIN,
    Outcome,
    check_appeal,
    check_hears,
    check_outcome,
)
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import GONE, mark_of


@dataclass(frozen=True)
class Hearing:
    """What came of an appeal. A change covers `words` in place of all, or suspends fewer days."""

    outcome: Outcome
    reason: str = ""
    words: tuple[str, ...] = ()
    days: int = 0


async def file_appeal(actor: Actor, ref: str, words: str) -> Appeal:
    """Say why a decision about one's own words, or oneself, is wrong. Once for each decision."""
    words = clean(words)
    async with transaction():
        await check_not_left(actor)
        seen = await find_decision(ref)
        contribution = await find_contribution(seen.contribution.ref, lock=True)
        decision = await find_decision(ref, lock=True)
        require(actor, Permission.APPEAL_FILE, on=contribution)
        earlier = await Appeal.get_or_none(decision_id=decision.id)
        if earlier is not None and earlier.words == words:
            return earlier
        if earlier is not None:
            raise Refused(
                "appeal.filed", _("You have appealed against this already. It can be done once.")
            )
        now = clock.now()
        check_appeal(decision.measure, decision.state, decision.appeal_until, now, words)
        appeal = await Appeal.create(
            decision=decision, words=words, filed_at=now, due_at=now + HEAR_WITHIN
        )
        await record(
            "appeal.filed",
            by="citizen",
            ctx=contribution.consultation.record_id,
            subject=_subject(decision, contribution),
            c={"author": identity(actor.record_id), "body": words},
            ref=await entry_for(decision, contribution),
        )
        announce(Appealed(appeal.id))
    return appeal


async def erase_appeals(contribution: Contribution) -> None:
    """Erase what somebody said in appeals about these words; what came of them stays.

    Joins the erasing of the words.
    """
    decisions = await Decision.filter(contribution_id=contribution.id)
    await Appeal.filter(decision_id__in=[one.id for one in decisions]).update(words="")
    subjects = [contribution.record_id, *(one.record_id for one in decisions)]
    await erase_openings(subjects, ["body"])


async def erase_appeals_of(person_id: int) -> None:
    """Erase what somebody said in all appeals: of words erased before, for others, of oneself."""
    decisions = await Decision.filter(contribution__author_id=person_id).select_related(
        "contribution"
    )
    await Appeal.filter(decision_id__in=[one.id for one in decisions]).update(words="")
    subjects = {_subject(one, one.contribution) for one in decisions}
    await erase_said(subjects, "appeal.filed")


async def decide_appeal(hearer: Actor, ref: str, hearing: Hearing) -> Appeal:
    """Uphold, overturn or change a decision that somebody else took. The author is told."""
    reason = clean(hearing.reason)
    seen = (await find_appeal(ref)).decision
    async with transaction():
        contribution = await find_contribution(seen.contribution.ref, lock=True)
        appeal = await find_appeal(ref, lock=True)
        decision = await find_decision(seen.ref, lock=True)
        require(hearer, Permission.APPEAL_DECIDE, on=contribution)
        await check_distance(hearer, contribution)
        check_throughout(
            hearer, contribution, Role.MODERATOR, Role.REVIEWER, measure=decision.measure
        )
        check_hears(hearer.person_id, (decision.moderator_id, decision.second_id))
        await check_not_reporter(hearer, contribution)
        if appeal.outcome is not None:
            raise Refused("appeal.decided", _("Somebody has decided this appeal already."))
        covers = hearing.words if decision.measure is Measure.HIDE else ()
        new_words = contribution.proposal.words if contribution.proposal else ""
        if hearing.outcome is Outcome.CHANGED:
            check_there((contribution.text, new_words), covers)
        spans, words_spans = spans_of(contribution.text, covers), spans_of(new_words, covers)
        check_outcome(
            hearing.outcome,
            decision.measure,
            reason,
            [*spans, *words_spans],
            hearing.days,
            decision.days,
        )
        newest = await _is_newest(decision, contribution)
        if hearing.outcome is Outcome.CHANGED and not newest:
            raise Refused(
                "appeal.not-in-force",
                _(
                    "This decision is not in force any more, so there is nothing to change. "
                    "Uphold it or overturn it."
                ),
            )
        if hearing.outcome is Outcome.UPHELD and decision.unconfirmed:
            await confirm(hearer, decision, contribution)
        appeal.outcome, appeal.reason = hearing.outcome, reason
        appeal.decided_by_id, appeal.decided_at = hearer.person_id, clock.now()
        await appeal.save(update_fields=["outcome", "reason", "decided_by_id", "decided_at"])
        entry = await _record(hearer, contribution, decision, hearing, reason)
        if decision.stands:
            decision.state = AFTER[hearing.outcome]
            await decision.save(update_fields=["state"])
            if hearing.outcome is Outcome.OVERTURNED and newest:
                await _overturn(decision, contribution, entry)
            elif hearing.outcome is Outcome.CHANGED:
                await _change(
                    hearer, decision, contribution, hearing, reason, spans, words_spans, entry
                )
        announce(AppealDecided(appeal.id))
    return appeal


async def entry_for(decision: Decision, contribution: Contribution) -> LogEntry | None:
    """Return the entry of a decision; one older than their leaves being kept is the newest."""
    if decision.leaf:
        return await LogEntry.get(leaf=decision.leaf)
    return await entry_of(contribution.record_id, "moderation.decided")


async def _is_newest(decision: Decision, contribution: Contribution) -> bool:
    """Tell whether what is read, or who is stopped, follows from this decision and no later one."""
    if decision.measure not in ABOUT_WORDS:
        return decision.stands
    standing = await standing_about(contribution)
    return standing is not None and standing.id == decision.id and contribution.showing not in GONE


async def _overturn(decision: Decision, contribution: Contribution, entry: LogEntry) -> None:
    if decision.measure in ABOUT_WORDS:
        await put_back(contribution, decision, entry, "moderator")
    else:
        await lift(decision, entry, "moderator")


async def _change(
    hearer: Actor,
    decision: Decision,
    contribution: Contribution,
    hearing: Hearing,
    reason: str,
    spans: list[Span],
    words_spans: list[Span],
    entry: LogEntry,
) -> None:
    """Put a milder decision in place of the one appealed against; it is final."""
    hides = decision.measure is Measure.HIDE
    made = await Decision.create(
        contribution=contribution,
        measure=Measure.REDACT if hides else Measure.SUSPEND,
        days=0 if hides else hearing.days,
        rule=decision.rule,
        reason=reason,
        source=Source(decision.source),
        by_pattern=decision.by_pattern,
        spans=[list(span) for span in spans],
        words_spans=[list(span) for span in words_spans],
        before=contribution.showing,
        seen=mark_of(contribution.text),
        moderator_id=hearer.person_id,
        at=clock.now(),
        leaf=entry.leaf,
        on_appeal=True,
    )
    if not hides:
        await shorten(decision, made, entry, "moderator")
        return
    what = await covered(contribution, spans, words_spans)
    await show_after(contribution, Measure.REDACT, decision.rule, what, entry, "moderator")


async def _record(
    hearer: Actor, contribution: Contribution, decision: Decision, hearing: Hearing, reason: str
) -> LogEntry:
    changed = hearing.outcome is Outcome.CHANGED
    milder = "redact" if decision.measure is Measure.HIDE else "suspend"
    return await record(
        "appeal.decided",
        by="moderator",
        ctx=contribution.consultation.record_id,
        subject=_subject(decision, contribution),
        d={
            "outcome": hearing.outcome.value,
            **({"action": milder} if changed else {}),
            **({"duration_days": hearing.days} if changed and milder == "suspend" else {}),
        },
        c={"actor": identity(hearer.record_id), "statement": reason},
        ref=await entry_for(decision, contribution),
    )


def _subject(decision: Decision, contribution: Contribution) -> str:
    return contribution.record_id if decision.measure in ABOUT_WORDS else decision.record_id

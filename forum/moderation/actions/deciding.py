"""One decision: by a rule, with a reason, entered in the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.models import LogEntry
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import NotAllowed, Refused, Stale
from forum.core.i18n import _
from forum.core.text import render_in_thread
from forum.drafts.queries import hands_on
from forum.moderation.events import Decided
from forum.moderation.models import Decision, Flag, Report
from forum.moderation.rules import (
    APPEAL_WITHIN_DAYS,
    Measure,
    check_decision,
    check_there,
    cover,
    spans_of,
)
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import GONE, Showing, mark_of
from forum.participation.similar import index
from forum.profiles.load import profile

SHOWN_AFTER = {
    Measure.KEEP: Showing.SHOWN,
    Measure.REDACT: Showing.REDACTED,
    Measure.HIDE: Showing.HIDDEN,
}


@dataclass(frozen=True)
class Judgement:
    """What a moderator wants done.

    `showing` is what stood there when the form was opened, `seen` the mark of the words that were
    read then.
    """

    measure: Measure
    showing: Showing
    rule: str = ""
    reason: str = ""
    words: tuple[str, ...] = ()
    seen: str = ""


async def decide(moderator: Actor, ref: str, judgement: Judgement) -> Decision:
    """Show, cover a part or hide, and tell the author why.

    Refused to whoever drafted or answers the clause, and when somebody decided meanwhile.
    """
    seen = await find_contribution(ref)
    covers = judgement.words if judgement.measure is Measure.REDACT else ()
    new_words = seen.proposal.words if seen.proposal else ""
    check_there((seen.text, new_words), covers)
    spans, words_spans = spans_of(seen.text, covers), spans_of(new_words, covers)
    shown = cover(seen.text, spans)
    html = await render_in_thread(shown)
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        require(moderator, Permission.COMMENT_DECIDE, on=contribution)
        await _check_distance(moderator, contribution)
        _check_fresh(contribution, seen, judgement)
        rules = profile(contribution.consultation.agency.profile)
        check_decision(
            rules, judgement.measure, judgement.rule, judgement.reason, [*spans, *words_spans]
        )
        decision = await Decision.create(
            contribution=contribution,
            measure=judgement.measure,
            rule=judgement.rule if judgement.measure is not Measure.KEEP else "",
            reason=judgement.reason,
            spans=[list(span) for span in spans],
            moderator_id=moderator.person_id,
            at=clock.now(),
        )
        before = contribution.showing
        contribution.showing = SHOWN_AFTER[judgement.measure]
        contribution.shown_text, contribution.html = shown, html
        if contribution.proposal is not None:
            read = contribution.proposal.covered(cover(new_words, words_spans))
            contribution.proposed = read.kept()
        contribution.reacted_at = contribution.reacted_at or clock.now()
        await contribution.save(
            update_fields=["showing", "shown_text", "html", "proposed", "reacted_at"]
        )
        await index(contribution)
        await _record(moderator, contribution, decision, before)
        announce(Decided(decision.id))
    return decision


async def _check_distance(moderator: Actor, contribution: Contribution) -> None:
    """Nobody judges what is said about a clause they drafted or answer for."""
    standard_id = contribution.consultation.standard_id
    if moderator.person_id in await hands_on(standard_id, contribution.lineage):
        raise NotAllowed(
            "moderation.own-clause",
            _("You drafted this clause or answer for it. Another moderator must decide."),
        )


def _check_fresh(contribution: Contribution, seen: Contribution, judgement: Judgement) -> None:
    if contribution.showing in GONE:
        raise Refused("moderation.withdrawn", _("Its author has withdrawn this comment."))
    others = judgement.seen not in ("", mark_of(contribution.text))
    if others or contribution.showing is not judgement.showing or contribution.text != seen.text:
        raise Stale(
            "moderation.stale",
            _("This changed while you were deciding. Look at it again, then decide."),
            contribution,
        )


async def _record(
    moderator: Actor, contribution: Contribution, decision: Decision, before: Showing
) -> None:
    rule = profile(contribution.consultation.agency.profile).rule(decision.rule)
    ctx = contribution.consultation.record_id
    found_by_pattern = await Flag.filter(contribution_id=contribution.id).exists()
    appeal_until = decision.at + timedelta(days=APPEAL_WITHIN_DAYS)
    statement = {"statement": decision.reason} if decision.reason else {}
    decided = await record(
        "moderation.decided",
        by="moderator",
        ctx=ctx,
        subject=contribution.record_id,
        d={
            "action": decision.measure.value,
            "rule": decision.rule,
            "ground": rule.ground if rule else "rules",
            "source": await _source(contribution),
            "auto_detect": found_by_pattern,
            "auto_decide": False,
            "duration_days": 0,
            "urgent": False,
            "second": False,
            "appeal_until": appeal_until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        c={**statement, "actor": identity(moderator.record_id)},
        ref=await entry_of(contribution.record_id, "comment.received"),
    )
    await _record_showing(contribution, decision, before, decided)


async def _source(contribution: Contribution) -> str:
    """Say whether somebody's report led to this decision, or a moderator's own eyes."""
    waiting = Report.filter(contribution_id=contribution.id, decision_id=None)
    return "report" if await waiting.exists() else "own"


async def _record_showing(
    contribution: Contribution, decision: Decision, before: Showing, decided: LogEntry
) -> None:
    if decision.measure is Measure.KEEP:
        if before is Showing.SHOWN:
            return
        type_ = "comment.published" if before is Showing.HELD else "comment.restored"
    else:
        type_ = "comment.redacted" if decision.measure is Measure.REDACT else "comment.hidden"
    await record(
        type_,
        by="moderator",
        ctx=contribution.consultation.record_id,
        subject=contribution.record_id,
        d={"rule": decision.rule} if decision.rule else None,
        ref=decided,
    )

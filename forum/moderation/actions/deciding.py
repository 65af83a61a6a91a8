"""One decision: by a rule, with a reason, entered in the record; proposed where two must agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from forum.access.policy import Actor, Permission, Role, require
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import announce, one_at_a_time, transaction
from forum.core.errors import NotAllowed, Refused, Stale
from forum.core.i18n import _
from forum.core.text import clean
from forum.drafts.queries import hands_on
from forum.moderation.actions.carrying_out import carry_out
from forum.moderation.actions.showing import covered
from forum.moderation.events import Asked
from forum.moderation.models import Decision, Flag, Report
from forum.moderation.queries.decisions import decisions_about
from forum.moderation.rules import (
    ABOUT_WORDS,
    APPEAL_WITHIN_DAYS,
    LIMITS,
    Measure,
    Source,
    Span,
    State,
    check_decision,
    check_statement,
    check_there,
    spans_of,
)
from forum.moderation.rules.seconding import (
    AT_ONCE,
    CONFIRM_WITHIN,
    Around,
    Because,
    covers_most,
    why_second,
)
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import GONE, Showing, mark_of
from forum.profiles.load import Profile, profile


@dataclass(frozen=True)
class Judgement:
    """What a moderator wants done.

    `showing` is what stood there when the form was opened, `seen` the mark of the words that were
    read then. `criticises` says that the words criticise the agency or its staff, `ordered` that an
    authority wants it, `urgent` that somebody may be harmed if it waits for a second person.
    """

    measure: Measure
    showing: Showing
    rule: str = ""
    reason: str = ""
    words: tuple[str, ...] = ()
    seen: str = ""
    facts: str = ""
    days: int = 0
    criticises: bool = False
    ordered: bool = False
    urgent: bool = False


async def decide(moderator: Actor, ref: str, judgement: Judgement) -> Decision:
    """Show, cover a part, hide or suspend, and tell the author why; or propose it to a second one.

    What comes back is `proposed` where one person may not decide alone: then nothing has changed.
    Refused to whoever drafted or answers the clause, and when somebody decided meanwhile.
    """
    seen = await find_contribution(ref)
    covers = judgement.words if judgement.measure is Measure.REDACT else ()
    new_words = seen.proposal.words if seen.proposal else ""
    check_there((seen.text, new_words), covers)
    spans, words_spans = spans_of(seen.text, covers), spans_of(new_words, covers)
    what = await covered(seen, spans, words_spans)
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        require(moderator, Permission.COMMENT_DECIDE, on=contribution)
        await check_distance(moderator, contribution)
        check_fresh(contribution, seen, judgement)
        await _check_none_waits(contribution)
        decision = await _made(moderator, contribution, judgement, spans, words_spans)
        if decision.state is State.PROPOSED:
            await _propose(moderator, contribution, decision)
        else:
            await carry_out(decision, contribution, what, moderator)
    return decision


async def check_distance(moderator: Actor, contribution: Contribution) -> None:
    """Nobody judges what is said about a clause they drafted or answer for."""
    standard_id = contribution.consultation.standard_id
    if moderator.person_id in await hands_on(standard_id, contribution.lineage):
        raise NotAllowed(
            "moderation.own-clause",
            _("You drafted this clause or answer for it. Another moderator must decide."),
        )


def check_fresh(contribution: Contribution, seen: Contribution, judgement: Judgement) -> None:
    """Refuse to decide about what is not there any more, or is not what was read."""
    if contribution.showing in GONE:
        raise Refused("moderation.withdrawn", _("Its author has withdrawn this comment."))
    others = judgement.seen not in ("", mark_of(contribution.text))
    if others or contribution.showing is not judgement.showing or contribution.text != seen.text:
        raise Stale(
            "moderation.stale",
            _("This changed while you were deciding. Look at it again, then decide."),
            contribution,
        )


async def _check_none_waits(contribution: Contribution) -> None:
    """One thing at a time: what waits for a second person is agreed to or sent back first."""
    if await Decision.exists(contribution_id=contribution.id, state=State.PROPOSED):
        raise Stale(
            "moderation.proposed",
            _("A decision about this waits for a second person. Agree to it, or send it back."),
            contribution,
        )


async def _made(
    moderator: Actor,
    contribution: Contribution,
    judgement: Judgement,
    spans: list[Span],
    words_spans: list[Span],
) -> Decision:
    """Keep the decision, checked; proposed if it needs two people, unless it cannot wait."""
    rules = profile(contribution.consultation.agency.profile)
    reason, facts = clean(judgement.reason), clean(judgement.facts)
    check_decision(rules, judgement.measure, judgement.rule, reason, [*spans, *words_spans])
    check_statement(
        rules,
        judgement.measure,
        judgement.rule,
        facts,
        judgement.days,
        ordered=judgement.ordered,
        urgent=judgement.urgent,
    )
    if judgement.measure is Measure.SUSPEND:
        check_throughout(moderator, contribution, Role.MODERATOR, measure=judgement.measure)
        _check_has_account(contribution)
    if judgement.urgent:
        await _check_urgent(moderator, contribution)
    because = why_second(
        await _around(moderator, contribution, judgement, rules, [*spans, *words_spans])
    )
    waits = bool(because) and not judgement.urgent
    now, limits = clock.now(), judgement.measure is not Measure.KEEP
    return await Decision.create(
        contribution=contribution,
        state=State.PROPOSED if waits else State.STANDS,
        measure=judgement.measure,
        days=judgement.days if judgement.measure is Measure.SUSPEND else 0,
        rule=judgement.rule if limits else "",
        reason=reason,
        facts=facts,
        source=await _source(moderator, contribution, judgement),
        by_pattern=await Flag.exists(contribution_id=contribution.id),
        criticises=judgement.criticises,
        urgent=judgement.urgent,
        because=" ".join(because),
        spans=[list(span) for span in spans],
        words_spans=[list(span) for span in words_spans],
        before=contribution.showing,
        seen=mark_of(contribution.text),
        moderator_id=moderator.person_id,
        at=now,
        proposed_at=now if waits else None,
        confirm_by=now + CONFIRM_WITHIN if judgement.urgent else None,
        appeal_until=now + timedelta(days=APPEAL_WITHIN_DAYS) if limits else None,
    )


async def _check_urgent(moderator: Actor, contribution: Contribution) -> None:
    """What nobody confirmed is not done at once by the same person again."""
    mine = Decision.filter(contribution_id=contribution.id, moderator_id=moderator.person_id)
    if await mine.filter(state=State.LAPSED).exists():
        raise Refused(
            "moderation.lapsed-before",
            _(
                "You did this at once before, and nobody confirmed it. Propose it this time, so "
                "that somebody else agrees."
            ),
        )


def check_throughout(
    moderator: Actor, contribution: Contribution, *roles: Role, measure: Measure
) -> None:
    """Whoever has a role in one consultation does not stop somebody in all of them."""
    throughout = moderator.agencies_throughout_as(*roles)
    if measure is Measure.SUSPEND and contribution.agency_id not in throughout:
        raise NotAllowed(
            "moderation.not-throughout",
            _("Only a moderator of the whole agency suspends. Ask one of them."),
        )


async def check_not_reporter(moderator: Actor, contribution: Contribution) -> None:
    """Whoever called for a decision is not the second opinion on it."""
    if await Report.exists(contribution_id=contribution.id, person_id=moderator.person_id):
        raise NotAllowed(
            "moderation.reporter",
            _("You reported this yourself. Somebody else must look at it."),
        )


def _check_has_account(contribution: Contribution) -> None:
    if contribution.by_hand:
        raise Refused(
            "moderation.no-account",
            _("Staff entered this for somebody who has no account, so nobody can be suspended."),
        )


async def _around(
    moderator: Actor,
    contribution: Contribution,
    judgement: Judgement,
    rules: Profile,
    spans: list[Span],
) -> Around:
    rule = rules.rule(judgement.rule)
    # Two decisions of one moderator in the same moment are counted in turn.
    await one_at_a_time(f"deciding:{moderator.person_id}")
    alone = Decision.filter(
        moderator_id=moderator.person_id,
        measure__in=LIMITS,
        second_id=None,
        state=State.STANDS,
        at__gt=clock.now() - AT_ONCE,
    )
    return Around(
        measure=judgement.measure,
        days=judgement.days,
        criticises=judgement.criticises,
        covers_most=covers_most(_all_words(contribution), spans),
        two_by_rule=rule is not None and rule.two_people,
        alone=await alone.count(),
        again=judgement.measure in ABOUT_WORDS and await _decided_before(moderator, contribution),
    )


def _all_words(contribution: Contribution) -> str:
    return contribution.text + (contribution.proposal.words if contribution.proposal else "")


async def _decided_before(moderator: Actor, contribution: Contribution) -> bool:
    """Tell whether a person has decided about these words, and nobody else reported them since.

    Where such a decision was found wrong, no report makes the next one a matter of one person.
    """
    earlier = {one.state for one in await decisions_about(contribution)}
    if earlier - {State.STANDS}:
        return True
    return bool(earlier) and not await _reported_by_others(moderator, contribution)


async def _source(moderator: Actor, contribution: Contribution, judgement: Judgement) -> Source:
    """Say whether an order led to this, somebody's report, or a moderator's own eyes."""
    if judgement.ordered:
        return Source.ORDER
    reported = await _reported_by_others(moderator, contribution)
    return Source.REPORT if reported else Source.OWN


async def _reported_by_others(moderator: Actor, contribution: Contribution) -> bool:
    """Tell whether a report waits that is not the moderator's own: that would open every door."""
    waiting = Report.filter(contribution_id=contribution.id, decision_id=None)
    return await waiting.exclude(person_id=moderator.person_id).exists()


async def _propose(moderator: Actor, contribution: Contribution, decision: Decision) -> None:
    about_words = decision.measure in ABOUT_WORDS
    entry = await record(
        "moderation.proposed",
        by="moderator",
        ctx=contribution.consultation.record_id,
        subject=contribution.record_id if about_words else decision.record_id,
        d={
            "action": decision.measure.value,
            "rule": decision.rule,
            "duration_days": decision.days,
            "because": [Because(code).value for code in decision.because.split()],
        },
        c={
            "actor": identity(moderator.record_id),
            **({"statement": decision.statement} if decision.statement else {}),
        },
        ref=await entry_of(contribution.record_id, "comment.received") if about_words else None,
    )
    decision.leaf = entry.leaf
    await decision.save(update_fields=["leaf"])
    announce(Asked(decision.id))

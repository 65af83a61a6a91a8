"""Telling people what moderators decided about them, and moderators what waits for one of them.

A measure and the statement of its reasons are one act: without the statement there is no measure.
"""

from __future__ import annotations

from typing import Any

from forum.access.policy import Role
from forum.accounts.models import Suspension
from forum.moderation.events import (
    AppealDecided,
    Asked,
    Decided,
    Lapsed,
    Returned,
    Suspended,
)
from forum.moderation.models import Decision, Flag
from forum.moderation.queries import find_decision
from forum.moderation.queries.decisions import UNBORN, find_appeal_by_id
from forum.moderation.rules import ABOUT_WORDS, SOURCE_WORDS, Measure
from forum.moderation.rules.appealing import OUTCOME_WORDS
from forum.notices.actions.telling import tell
from forum.notices.queries import working_as
from forum.profiles.load import ModerationRule, profile


async def tell_decision(fact: Decided) -> None:
    """Send the author the statement of a moderator's decision: rule, reason, what stays."""
    decision = await _decision(fact.decision_id)
    kept = decision.measure is Measure.KEEP
    if kept and not await _was_unseen(decision):
        return
    contribution = decision.contribution
    await tell(
        contribution.author,
        "decision",
        f"/comments/{contribution.ref}" if kept else f"/decisions/{decision.ref}",
        f"decision:{decision.ref}",
        contribution=contribution,
        decision=decision,
        rule=_rule(decision),
        source=SOURCE_WORDS[decision.source],
    )


async def tell_suspended(fact: Suspended) -> None:
    """Send somebody the statement of why and until when they hand nothing in."""
    decision = await _decision(fact.decision_id)
    await tell(
        decision.contribution.author,
        "suspended",
        f"/decisions/{decision.ref}",
        f"decision:{decision.ref}",
        contribution=decision.contribution,
        decision=decision,
        suspension=await Suspension.get(decision_ref=decision.ref),
        rule=_rule(decision),
        source=SOURCE_WORDS[decision.source],
    )


async def tell_asked(fact: Asked) -> None:
    """Tell the other moderators that a decision waits for one of them, and until when."""
    decision = await _decision(fact.decision_id)
    contribution = decision.contribution
    for person in await working_as(Role.MODERATOR, contribution.consultation):
        if person.id in (decision.moderator_id, contribution.author_id):
            continue
        await tell(
            person,
            "second_asked",
            f"/desk/decisions/{decision.ref}",
            f"second:{decision.ref}:{person.ref}",
            contribution=contribution,
            decision=decision,
        )


async def tell_returned(fact: Returned) -> None:
    """Tell the moderator who proposed something that it was sent back, and why."""
    decision = await _decision(fact.decision_id)
    if decision.second_id == decision.moderator_id:
        return
    await tell(
        decision.moderator,
        "returned",
        f"/desk/comments/{decision.contribution.ref}",
        f"returned:{decision.ref}",
        contribution=decision.contribution,
        decision=decision,
    )


async def tell_lapsed(fact: Lapsed) -> None:
    """Tell the author, and the moderators, that what one person did at once is undone."""
    decision = await _decision(fact.decision_id)
    contribution = decision.contribution
    context: dict[str, Any] = {"contribution": contribution, "decision": decision}
    about = f"lapsed:{decision.ref}"
    address = f"/comments/{contribution.ref}"
    await tell(contribution.author, "lapsed", address, about, for_desk=False, **context)
    for person in await working_as(Role.MODERATOR, contribution.consultation):
        if person.id != contribution.author_id:
            desk = f"/desk{address}"
            await tell(person, "lapsed", desk, f"{about}:{person.ref}", for_desk=True, **context)


async def tell_appeal(fact: AppealDecided) -> None:
    """Tell an author what came of the appeal, and why."""
    appeal = await find_appeal_by_id(fact.appeal_id)
    decision = appeal.decision
    assert appeal.outcome is not None  # noqa: S101 - it was announced because there is one
    await tell(
        decision.contribution.author,
        "appeal_decided",
        f"/decisions/{decision.ref}",
        f"appeal:{appeal.ref}",
        contribution=decision.contribution,
        decision=decision,
        appeal=appeal,
        outcome=OUTCOME_WORDS[appeal.outcome],
    )


async def _decision(decision_id: int) -> Decision:
    ref: str = (await Decision.get(id=decision_id)).ref
    return await find_decision(ref)


def _rule(decision: Decision) -> ModerationRule | None:
    return profile(decision.contribution.consultation.agency.profile).rule(decision.rule)


async def _was_unseen(decision: Decision) -> bool:
    """Tell whether its words, or some of them, were kept from the public before this decision."""
    waited = Flag.filter(contribution_id=decision.contribution_id, held=True)
    covered = Decision.filter(
        contribution_id=decision.contribution_id, id__lt=decision.id, measure__in=ABOUT_WORDS
    ).exclude(state__in=UNBORN)
    return await waited.exists() or await covered.exclude(measure=Measure.KEEP).exists()

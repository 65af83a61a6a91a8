"""What people said, as a page shows it to one reader: words or a stub, support, the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.access.policy import Actor, Permission, allows
from forum.consultations.models import Consultation
from forum.moderation.models import Decision
from forum.moderation.queries import latest_decisions
from forum.participation.models import Contribution
from forum.participation.queries import supported_by
from forum.participation.rules import Showing
from forum.profiles.load import ModerationRule, profile
from forum.responses.queries import PublicAnswer, responses_to

DECIDED = (Showing.HIDDEN, Showing.REDACTED)


@dataclass(frozen=True)
class Voice:
    """One contribution for one reader; `decision` and `rule` say why words are covered or gone."""

    contribution: Contribution
    supported: bool
    may_support: bool
    decision: Decision | None
    rule: ModerationRule | None
    answer: PublicAnswer | None


async def voices(
    actor: Actor, consultation: Consultation, contributions: Sequence[Contribution]
) -> list[Voice]:
    """Return these contributions of one consultation with all that stands beside them.

    The number of queries does not depend on how many there are.
    """
    ids = [one.id for one in contributions]
    decided = [one.id for one in contributions if one.showing in DECIDED]
    decisions = await latest_decisions(decided) if decided else {}
    answers = await responses_to(ids) if ids else {}
    supported = await supported_by(actor.person_id, ids)
    rules = profile(consultation.agency.profile)
    found = []
    for one in contributions:
        one.consultation = consultation
        decision = decisions.get(one.id)
        found.append(
            Voice(
                contribution=one,
                supported=one.id in supported,
                may_support=one.public and allows(actor, Permission.COMMENT_SUPPORT, one),
                decision=decision,
                rule=rules.rule(decision.rule) if decision else None,
                answer=answers.get(one.id),
            )
        )
    return found

"""Saying that one is looking at a case, so that nobody else reads the same one meanwhile."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Stale
from forum.core.i18n import _
from forum.moderation.events import Decided
from forum.moderation.models import Claim, Decision
from forum.moderation.rules.claiming import CLAIM_LASTS, runs
from forum.participation.queries import find_contribution


async def claim(moderator: Actor, ref: str, seen: int) -> Claim:
    """Take up a case for a quarter of an hour, from whoever had it when the page was read.

    `seen` is the number of the claim that stood there then. It locks nothing and the record does
    not hold it: a decision is checked by what it was made about.
    """
    async with transaction():
        contribution = await find_contribution(ref, lock=True)
        require(moderator, Permission.COMMENT_DECIDE, on=contribution)
        now = clock.now()
        until = now + CLAIM_LASTS
        there = Claim.filter(contribution_id=contribution.id).select_related("moderator")
        found = await there.first()
        if found is None:
            return await Claim.create(
                contribution=contribution, moderator_id=moderator.person_id, until=until
            )
        mine = found.moderator_id == moderator.person_id
        if not mine and runs(found.until, now) and found.number != seen:
            raise Stale(
                "moderation.claimed",
                _("%(who)s took this up a moment ago. Take the next one, or take this one over.")
                % {"who": found.moderator.name},
                found,
            )
        if not mine:
            found.number += 1
        found.moderator_id, found.until = moderator.person_id or 0, until
        await found.save(update_fields=["moderator_id", "number", "until"])
    return found


async def end_claim(fact: Decided) -> None:
    """Let go of a case that is decided. Joins the decision."""
    decision = await Decision.get(id=fact.decision_id)
    await Claim.filter(contribution_id=decision.contribution_id).delete()

"""Watching the watchers: each week some decisions are judged again by somebody else, blind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.models import LogEntry
from forum.audit.queries import Written, written
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import one_at_a_time, transaction
from forum.core.errors import NotAllowed, Refused
from forum.core.i18n import _
from forum.core.jobs import enqueue
from forum.core.text import clean
from forum.drafts.queries import hands_on
from forum.moderation.events import Decided
from forum.moderation.models import Decision, Review
from forum.moderation.queries.reviews import find_review
from forum.moderation.rules import ABOUT_WORDS, Measure, check_judgement
from forum.moderation.rules.drawing import drawn, drawn_at, week_of
from forum.participation.rules import GONE
from forum.profiles.load import profile

DRAW = "moderation.draw"


@dataclass(frozen=True)
class Again:
    """What somebody would have decided who does not know what was."""

    measure: Measure
    rule: str = ""
    reason: str = ""


async def plan_drawing(fact: Decided) -> None:
    """Leave the job that draws from the decisions of this week. Joins the first of them."""
    decision = await Decision.get(id=fact.decision_id)
    week = week_of(decision.at)
    await enqueue(DRAW, {"week": week}, dedupe=f"{DRAW}:{week}", due_at=drawn_at(week))


async def draw_reviews(payload: Mapping[str, Any]) -> None:
    """Draw from the decisions of one week. Doing it again draws nothing new."""
    week = payload["week"]
    async with transaction():
        await one_at_a_time(DRAW)
        if await Review.exists(week=week):
            return
        made = [one for one in await written(("moderation.decided",)) if _drawable(one, week)]
        lots = set(drawn([one.leaf for one in made]))
        for one in made:
            decision = await _decision_of(one) if one.leaf in lots else None
            if decision is not None:
                await Review.create(
                    decision=decision, leaf=one.leaf.hex(), week=week, drawn_at=clock.now()
                )


async def judge_again(moderator: Actor, ref: str, again: Again) -> Review:
    """Say what one would have decided. The record holds it, and nothing changes by it."""
    reason = clean(again.reason)
    async with transaction():
        review = await find_review(ref, lock=True)
        contribution = review.decision.contribution
        require(moderator, Permission.COMMENT_REVIEW, on=contribution)
        standard_id = contribution.consultation.standard_id
        if moderator.person_id in (review.decision.moderator_id, review.decision.second_id):
            raise NotAllowed(
                "review.own", _("This was decided by you. Another moderator must judge it again.")
            )
        if moderator.person_id in await hands_on(standard_id, contribution.lineage):
            raise NotAllowed(
                "moderation.own-clause",
                _("You drafted this clause or answer for it. Another moderator must decide."),
            )
        if review.judged_at is not None:
            raise Refused("review.judged", _("Somebody has judged this again already."))
        if contribution.showing in GONE:
            raise Refused("moderation.withdrawn", _("Its author has withdrawn this comment."))
        rules = profile(contribution.consultation.agency.profile)
        check_judgement(rules, again.measure, again.rule)
        review.moderator_id, review.judged_at = moderator.person_id, clock.now()
        review.measure, review.reason = again.measure, reason
        review.rule = again.rule if again.measure is not Measure.KEEP else ""
        review.agrees = again.measure is review.decision.measure
        await review.save()
        await record(
            "moderation.reviewed",
            by="moderator",
            ctx=contribution.consultation.record_id,
            subject=contribution.record_id,
            d={"agrees": review.agrees, "action": again.measure.value},
            c={"actor": identity(moderator.record_id), **({"reason": reason} if reason else {})},
            ref=await LogEntry.get(leaf=review.leaf),
        )
    return review


def _drawable(one: Written, week: str) -> bool:
    """Tell whether an entry is about words, and of this week."""
    about_words = one.entry["d"]["action"] in ABOUT_WORDS
    return about_words and week_of(datetime.fromisoformat(one.entry["at"])) == week


async def _decision_of(one: Written) -> Decision | None:
    """Return the decision that an entry is about: of its contribution, the nearest in time."""
    at = datetime.fromisoformat(one.entry["at"])
    about = await Decision.filter(
        contribution__record_id=one.entry["id"], measure=one.entry["d"]["action"]
    )
    return min(about, key=lambda decision: abs(decision.at - at), default=None)

"""Decisions that are judged again: what waits, and where two people did not agree."""

from __future__ import annotations

from tortoise.expressions import Q

from forum.access.policy import Actor
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.moderation.models import Decision, Review
from forum.moderation.queries.reach import ids_of, in_reach
from forum.moderation.rules import ABOUT_WORDS, State
from forum.participation.models import Contribution
from forum.participation.queries.find import WHOLE
from forum.participation.rules import GONE


async def find_review(ref: str, *, lock: bool = False) -> Review:
    """Return one decision that was drawn, with its contribution, or say there is none."""
    rows = Review.filter(ref=ref) if is_ref(ref) else Review.filter(id=None)
    if lock:
        rows = rows.select_for_update(of=("moderation_review",), no_key=True)
    found = await rows.select_related("decision").first()
    if found is None:
        raise NotFound("review.not-found", _("There is no such decision to judge again."))
    [whole] = await _with_words([found])
    return whole


async def review_of(contribution: Contribution) -> Review | None:
    """Return the newest judgement about what was decided here, once somebody has judged again."""
    judged = Review.filter(decision__contribution_id=contribution.id, agrees__isnull=False)
    return await judged.order_by("-judged_at").first()


async def reviews_for(moderator: Actor) -> list[Review]:
    """Return what this person is to judge again: drawn, decided by others, not judged yet."""
    mine = await in_reach(moderator)
    rows = Review.filter(judged_at=None, decision__contribution_id__in=ids_of(mine))
    rows = rows.exclude(decision__moderator_id=moderator.person_id)
    rows = rows.filter(
        Q(decision__second_id__isnull=True) | ~Q(decision__second_id=moderator.person_id)
    )
    rows = rows.exclude(decision__contribution__showing__in=GONE)
    return await _with_words(await rows.order_by("id").select_related("decision"))


async def disagreements(moderator: Actor) -> list[Review]:
    """Return where somebody judged otherwise, and nobody has decided anew since."""
    mine = await in_reach(moderator)
    rows = Review.filter(agrees=False, decision__contribution_id__in=ids_of(mine))
    found = await rows.order_by("-judged_at").select_related("decision")
    about = [one.decision.contribution_id for one in found]
    newest = dict(
        await Decision.filter(
            contribution_id__in=about, state=State.STANDS, measure__in=ABOUT_WORDS
        )
        .order_by("id")
        .values_list("contribution_id", "id")
    )
    latest = [one for one in found if newest.get(one.decision.contribution_id) == one.decision_id]
    return await _with_words(latest)


async def _with_words(reviews: list[Review]) -> list[Review]:
    """Bring what each is about: joined all at once, PostgreSQL cuts the names of the columns."""
    ids = {one.decision.contribution_id for one in reviews}
    rows = await Contribution.filter(id__in=ids).select_related(*WHOLE) if ids else []
    by_id = {row.id: row for row in rows}
    for one in reviews:
        one.decision.contribution = by_id[one.decision.contribution_id]
    return reviews

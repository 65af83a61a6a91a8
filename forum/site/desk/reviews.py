"""Judging a decision again without seeing it."""

from __future__ import annotations

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _, local
from forum.moderation.actions import Again, judge_again
from forum.moderation.queries import find_review
from forum.moderation.rules import ABOUT_WORDS, LONGEST_REASON, MEASURE_WORDS, Measure
from forum.participation.rules import GONE
from forum.profiles.load import profile
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class AgainForm(Form):
    """What somebody would have decided."""

    measure: Measure
    rule: str = ""
    reason: str = Field(default="", max_length=LONGEST_REASON)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the words, the clause and the rules; never what was decided."""
    actor = enter(request)
    review = await find_review(request.path_params["ref"])
    contribution = review.decision.contribution
    require(actor, Permission.COMMENT_REVIEW, on=contribution)
    rules = profile(contribution.consultation.agency.profile)
    given = filled or {}
    return desk_page(
        request,
        "desk/moderation/review.html",
        area="desk-moderation",
        wrong=wrong,
        review=review,
        contribution=contribution,
        gone=contribution.showing in GONE,
        own=actor.person_id in (review.decision.moderator_id, review.decision.second_id),
        rules=[
            (rule.code, f"{rule.number}. {local(rule.name)}", local(rule.sentence))
            for rule in rules.moderation_rules
            if rule.measures
        ],
        measures=[(one.value, _(MEASURE_WORDS[one])) for one in ABOUT_WORDS],
        filled={name: first(given, name) for name in ("measure", "rule", "reason")},
        longest=LONGEST_REASON,
    )


async def judge(request: Request) -> Response:
    """Take one judgement, then go back to the queue."""
    data = await typed(request)
    try:
        form = read(AgainForm, data)
        again = Again(measure=form.measure, rule=form.rule, reason=form.reason)
        await judge_again(actor_of(request), request.path_params["ref"], again)
    except (Invalid, Refused) as wrong:
        return await show(request, wrong, data)
    return see_other(request, "desk-moderation")


routes = [
    Page("/desk/reviews/{ref:ref}", show, name="desk-review", reads=Permission.COMMENT_REVIEW),
    Act(
        "/desk/reviews/{ref:ref}/judgement",
        judge,
        Permission.COMMENT_REVIEW,
        name="desk-review-judgement",
    ),
]

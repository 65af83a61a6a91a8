"""Hearing an appeal: by somebody who had no part in the decision."""

from __future__ import annotations

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _
from forum.moderation.actions import Hearing, decide_appeal
from forum.moderation.queries.decisions import find_appeal
from forum.moderation.rules import LONGEST_REASON, LONGEST_SUSPENSION
from forum.moderation.rules.appealing import OUTCOME_WORDS, Outcome, changeable
from forum.site.decisions import statement_of
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class HearingForm(Form):
    """What came of it; `words` is one piece a line."""

    outcome: Outcome
    reason: str = Field(default="", max_length=LONGEST_REASON)
    words: str = ""
    days: int = Field(default=0, ge=0, le=LONGEST_SUSPENSION)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the words, the decision, what its author says, and the form."""
    actor = enter(request)
    appeal = await find_appeal(request.path_params["ref"])
    decision = appeal.decision
    contribution = decision.contribution
    require(actor, Permission.APPEAL_DECIDE, on=contribution)
    outcomes = [
        one for one in Outcome if one is not Outcome.CHANGED or changeable(decision.measure)
    ]
    given = filled or {}
    return desk_page(
        request,
        "desk/moderation/appeal.html",
        area="desk-moderation",
        wrong=wrong,
        appeal=appeal,
        decision=decision,
        contribution=contribution,
        consultation=contribution.consultation,
        involved=actor.person_id in (decision.moderator_id, decision.second_id),
        outcomes=[(one.value, _(OUTCOME_WORDS[one])) for one in outcomes],
        changeable=changeable(decision.measure),
        filled={name: first(given, name) for name in ("outcome", "reason", "words", "days")},
        longest=LONGEST_REASON,
        **await statement_of(decision),
    )


async def decide_(request: Request) -> Response:
    """Decide it, then go on with the queue."""
    filled = await typed(request)
    try:
        form = read(HearingForm, filled)
        hearing = Hearing(
            outcome=form.outcome,
            reason=form.reason,
            words=tuple(line.strip() for line in form.words.splitlines() if line.strip()),
            days=form.days,
        )
        await decide_appeal(actor_of(request), request.path_params["ref"], hearing)
    except (Invalid, Refused) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "desk-moderation")


routes = [
    Page("/desk/appeals/{ref:ref}", show, name="desk-appeal", reads=Permission.APPEAL_DECIDE),
    Act(
        "/desk/appeals/{ref:ref}/outcome",
        decide_,
        Permission.APPEAL_DECIDE,
        name="desk-appeal-outcome",
    ),
]

"""The second person: agreeing to a decision of somebody else, or sending it back."""

from __future__ import annotations

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _
from forum.moderation.actions import agree, send_back
from forum.moderation.queries import find_decision
from forum.moderation.rules import LONGEST_REASON
from forum.moderation.rules.seconding import BECAUSE_WORDS, Because
from forum.site.decisions import statement_of
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class ReturnForm(Form):
    """Why it should not be."""

    reason: str = Field(default="", max_length=LONGEST_REASON)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the words, what is decided about them and why two are needed."""
    actor = enter(request)
    decision = await find_decision(request.path_params["ref"])
    contribution = decision.contribution
    require(actor, Permission.DECISION_SECOND, on=contribution)
    return desk_page(
        request,
        "desk/moderation/second.html",
        area="desk-moderation",
        wrong=wrong,
        decision=decision,
        contribution=contribution,
        consultation=contribution.consultation,
        spans=[(start, end) for start, end in decision.spans],
        because=[_(BECAUSE_WORDS[Because(code)]) for code in decision.because.split()],
        own=decision.moderator_id == actor.person_id,
        proposed=decision.state.value == "proposed",
        reason=first(filled or {}, "reason"),
        longest=LONGEST_REASON,
        **await statement_of(decision),
    )


async def agree_(request: Request) -> Response:
    """Agree, then go on with the queue."""
    try:
        await agree(actor_of(request), request.path_params["ref"])
    except (Invalid, Refused) as wrong:
        return await show(request, wrong)
    return see_other(request, "desk-moderation")


async def send_back_(request: Request) -> Response:
    """Send it back with a reason."""
    filled = await typed(request)
    try:
        form = read(ReturnForm, filled)
        await send_back(actor_of(request), request.path_params["ref"], form.reason)
    except (Invalid, Refused) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "desk-moderation")


routes = [
    Page("/desk/decisions/{ref:ref}", show, name="desk-decision", reads=Permission.DECISION_SECOND),
    Act(
        "/desk/decisions/{ref:ref}/agreement",
        agree_,
        Permission.DECISION_SECOND,
        name="desk-decision-agreement",
    ),
    Act(
        "/desk/decisions/{ref:ref}/return",
        send_back_,
        Permission.DECISION_SECOND,
        name="desk-decision-return",
    ),
]

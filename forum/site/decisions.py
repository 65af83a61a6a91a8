"""One decision of a moderator: the statement of reasons, and the appeal one click away."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, allows
from forum.accounts.models import Suspension
from forum.accounts.queries import suspension_by
from forum.core import clock
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import N_, _
from forum.moderation.actions import file_appeal
from forum.moderation.models import Decision
from forum.moderation.queries import appeal_of, find_decision
from forum.moderation.queries.decisions import UNBORN
from forum.moderation.rules import MEASURE_WORDS, SOURCE_WORDS, STATE_WORDS, Measure
from forum.moderation.rules.appealing import LONGEST_APPEAL, OUTCOME_WORDS, appealable
from forum.participation.rules import KIND_WORDS
from forum.profiles.load import profile
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page

APPEAL_STATES = {
    "": N_("No appeal"),
    "filed": N_("Appealed, not decided yet"),
    "upheld": N_("Appealed: it stands"),
    "overturned": N_("Appealed: overturned"),
    "changed": N_("Appealed: changed"),
}
"""What everybody may know of an appeal, on a stub and on the decision."""


class AppealForm(Form):
    """Why its author thinks that a decision is wrong."""

    words: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show what was decided, to everybody; the reasons in full to its author and to moderators.

    A suspension, and what is only proposed, is nobody else's to know.
    """
    actor = actor_of(request)
    decision = await find_decision(request.path_params["ref"])
    contribution = decision.contribution
    author = actor.signed_in and actor.person_id == contribution.author_id
    _check_visible(decision, actor, author=author)
    appeal = await appeal_of(decision)
    now = clock.now()
    may_appeal = (
        author
        and appeal is None
        and appealable(decision.measure, decision.state, decision.appeal_until, now)
    )
    return page(
        request,
        "decisions/show.html",
        wrong=wrong,
        decision=decision,
        contribution=contribution,
        consultation=contribution.consultation,
        author=author,
        in_full=author or _judges(actor, decision),
        appeal=appeal,
        may_appeal=may_appeal,
        too_late=author and appeal is None and not may_appeal and decision.stands,
        words=first(filled or {}, "words"),
        longest=LONGEST_APPEAL,
        **await statement_of(decision),
        appeal_states=APPEAL_STATES,
    )


async def statement_of(decision: Decision) -> dict[str, Any]:
    """Return what the statement of a decision is drawn from, beside the decision."""
    return {
        "rule": profile(decision.contribution.consultation.agency.profile).rule(decision.rule),
        "suspension": await _suspension(decision),
        "measure_words": MEASURE_WORDS,
        "source_words": SOURCE_WORDS,
        "state_words": STATE_WORDS,
        "kind_words": KIND_WORDS,
        "outcome_words": OUTCOME_WORDS,
    }


async def appeal_(request: Request) -> Response:
    """Take an appeal; sent again, it is the same one."""
    ref = request.path_params["ref"]
    filled = await typed(request)
    try:
        form = read(AppealForm, filled)
        await file_appeal(actor_of(request), ref, form.words)
    except (Invalid, Refused, NotAllowed) as wrong:
        return await show(request, wrong, filled)
    return see_other(request, "decision", ref=ref, anchor="appeal")


def _check_visible(decision: Decision, actor: Actor, *, author: bool) -> None:
    proposed = decision.state in UNBORN
    private = proposed or decision.measure is Measure.SUSPEND
    sees = _judges(actor, decision) or (author and not proposed)
    if private and not sees:
        raise NotFound("decision.not-found", _("There is no decision of that number."))


def _judges(actor: Actor, decision: Decision) -> bool:
    """Tell whether somebody moderates here, or hears appeals."""
    return allows(actor, Permission.APPEAL_DECIDE, decision.contribution)


async def _suspension(decision: Decision) -> Suspension | None:
    return await suspension_by(decision.ref) if decision.measure is Measure.SUSPEND else None


routes = [
    Page("/decisions/{ref:ref}", show, name="decision"),
    Act("/decisions/{ref:ref}/appeal", appeal_, Permission.APPEAL_FILE, name="decision-appeal"),
]

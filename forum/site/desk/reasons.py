"""What changes in a version that is being written, and why the agency changes it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows, require
from forum.consultations.models import Consultation
from forum.core.errors import ForumError, Invalid, Refused
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import compare, find_draft, find_version
from forum.responses.actions import explain_by_session, explain_change
from forum.responses.models import OwnReason
from forum.responses.rules import LONGEST_REASON
from forum.site.desk import next_version
from forum.site.desk.frame import desk_page, enter
from forum.site.wording import FATE_WORDS
from forum.web.forms import Form, Typed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class ReasonForm(Form):
    """The agency's own reason for a change."""

    lineage: str
    reason: str = ""


class OutcomeForm(Form):
    """The outcome of a session that a change follows: the session and the item, "ref.ref"."""

    lineage: str
    outcome: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show every change against the version before, with the reason given for it."""
    actor = enter(request)
    version = await find_draft(request.path_params["ref"])
    require(actor, Permission.DRAFT_READ, on=version)
    former = await Version.get_or_none(id=version.based_on_id)
    changes = []
    if former is not None:
        former = await find_version(version.standard.slug, *former.edition)
        changes = [one for one in await compare(former, version) if one.fate is not Fate.SAME]
    own = await OwnReason.filter(version_id=version.id)
    return desk_page(
        request,
        "desk/drafts/changes.html",
        area="desk-drafts",
        wrong=wrong,
        filled=filled or {},
        version=version,
        changes=changes,
        own={reason.lineage: reason for reason in own},
        fate_words=FATE_WORDS,
        longest=LONGEST_REASON,
        may_explain=allows(actor, Permission.CHANGE_EXPLAIN, version),
    )


async def explain(request: Request) -> Response:
    """Keep a reason, and go back to where it was asked for."""
    ref = request.path_params["ref"]
    data = await typed(request)
    consultation = await Consultation.get_or_none(next_version__ref=ref)
    try:
        form = read(ReasonForm, data)
        await explain_change(actor_of(request), ref, form.lineage, form.reason)
    except (Invalid, Refused) as again:
        return await _again(request, consultation, again, data)
    return _back(request, consultation, form.lineage)


async def explain_by_outcome(request: Request) -> Response:
    """Name the outcome of a session as the cause, and go back to where it was asked for."""
    ref = request.path_params["ref"]
    data = await typed(request)
    consultation = await Consultation.get_or_none(next_version__ref=ref)
    try:
        form = read(OutcomeForm, data)
        session, _dot, item = form.outcome.partition(".")
        await explain_by_session(actor_of(request), ref, form.lineage, session, item)
    except (Invalid, Refused) as again:
        return await _again(request, consultation, again, data)
    return _back(request, consultation, form.lineage)


async def _again(
    request: Request, consultation: Consultation | None, again: ForumError, data: Typed
) -> Response:
    if consultation is None:
        return await show(request, wrong=again, filled=data)
    request.path_params["slug"] = consultation.slug
    return await next_version.show(request, wrong=again, filled=data)


def _back(request: Request, consultation: Consultation | None, lineage: str) -> Response:
    if consultation is None:
        ref = request.path_params["ref"]
        return see_other(request, "desk-changes", anchor=f"c-{lineage}", ref=ref)
    return see_other(request, "desk-next", anchor=f"c-{lineage}", slug=consultation.slug)


routes = [
    Page("/desk/drafts/{ref:ref}/changes", show, name="desk-changes", reads=Permission.DRAFT_READ),
    Act("/desk/drafts/{ref:ref}/reasons", explain, Permission.CHANGE_EXPLAIN, name="desk-reason"),
    Act(
        "/desk/drafts/{ref:ref}/outcomes",
        explain_by_outcome,
        Permission.CHANGE_EXPLAIN,
        name="desk-outcome",
    ),
]

"""What authors say against their answers, and how the desk settles it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows, require
from forum.consultations.queries import find_consultation
from forum.core.errors import ForumError, Invalid, Refused
from forum.responses import actions
from forum.responses.objecting import (
    LONGEST_SENTENCE,
    OBJECTED_WORDS,
    OBJECTION_STATE_WORDS,
    ObjectionState,
)
from forum.responses.queries import find_objection, objections_at_desk
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Form, Typed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

STATE_CHIPS = {
    ObjectionState.RAISED: "held",
    ObjectionState.PROPOSED: "open",
    ObjectionState.KEPT: "done",
    ObjectionState.CHANGED: "done",
}


class KeepForm(Form):
    """Why an answer stays."""

    reason: str = ""


class ReturnForm(Form):
    """Why somebody does not agree that it stays."""

    why: str = ""


async def show(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    *,
    ref: str = "",
) -> Response:
    """Show every objection of a consultation, those that wait first.

    `ref` is the objection whose form was refused, with what was typed.
    """
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_READ, on=consultation)
    found = await objections_at_desk([consultation.id])
    return desk_page(
        request,
        "desk/objections/show.html",
        area="desk-responses",
        wrong=wrong,
        filled=filled or {},
        typed_in=ref,
        consultation=consultation,
        objections=sorted(found, key=lambda one: one.settled_at is not None),
        kind_words=OBJECTED_WORDS,
        state_words=OBJECTION_STATE_WORDS,
        state_chips=STATE_CHIPS,
        verdicts=DISPOSITION_WORDS,
        longest=LONGEST_SENTENCE,
        may_settle=allows(actor, Permission.OBJECTION_SETTLE, consultation),
        may_decide=allows(actor, Permission.OBJECTION_DECIDE, consultation),
    )


async def keep(request: Request) -> Response:
    """Say why an answer stays."""
    ref, data = request.path_params["ref"], await typed(request)
    try:
        form = read(KeepForm, data)
        await actions.propose_to_keep(actor_of(request), ref, form.reason)
    except (Invalid, Refused) as again:
        return await _again(request, again, data)
    return await _back(request)


async def agree(request: Request) -> Response:
    """Agree that it stays."""
    try:
        await actions.agree_to_keep(actor_of(request), request.path_params["ref"])
    except Refused as again:
        return await _again(request, again, {})
    return await _back(request)


async def give_back(request: Request) -> Response:
    """Not agree, and say why."""
    ref, data = request.path_params["ref"], await typed(request)
    try:
        form = read(ReturnForm, data)
        await actions.refuse_to_keep(actor_of(request), ref, form.why)
    except (Invalid, Refused) as again:
        return await _again(request, again, data)
    return await _back(request)


async def _again(request: Request, again: ForumError, data: Typed) -> Response:
    objection = await find_objection(request.path_params["ref"])
    request.path_params["slug"] = objection.consultation.slug
    return await show(request, again, data, ref=objection.ref)


async def _back(request: Request) -> Response:
    objection = await find_objection(request.path_params["ref"])
    slug = objection.consultation.slug
    return see_other(request, "desk-objections", anchor=f"o-{objection.ref}", slug=slug)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/objections",
        show,
        name="desk-objections",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/objections/{ref:ref}/keeping",
        keep,
        Permission.OBJECTION_SETTLE,
        name="objection-keeping",
    ),
    Act(
        "/desk/objections/{ref:ref}/agreement",
        agree,
        Permission.OBJECTION_DECIDE,
        name="objection-agreement",
    ),
    Act(
        "/desk/objections/{ref:ref}/return",
        give_back,
        Permission.OBJECTION_DECIDE,
        name="objection-return",
    ),
]

"""Erasing the words of one's own contribution: what goes, what stays, and then for good."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.accounts.queries import signed_in_lately
from forum.core.errors import ForumError, Invalid, Refused
from forum.participation.queries import find_contribution
from forum.participation.rules import Showing
from forum.privacy.actions import erase_contribution
from forum.privacy.rules import check_sure
from forum.responses.queries import response_to
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page


class SureForm(Form):
    """That it is meant."""

    sure: str = ""


async def show(request: Request, wrong: ForumError | None = None) -> Response:
    """Show the author what erasing these words means."""
    actor = actor_of(request)
    contribution = await find_contribution(request.path_params["ref"])
    require(actor, Permission.COMMENT_ERASE, on=contribution)
    if contribution.showing is Showing.ERASED:
        return see_other(request, "comment", ref=contribution.ref)
    return page(
        request,
        "comments/erasure.html",
        wrong=wrong,
        contribution=contribution,
        consultation=contribution.consultation,
        answer=await response_to(contribution),
        lately=await signed_in_lately(actor),
    )


async def erase(request: Request) -> Response:
    """Erase them."""
    ref = request.path_params["ref"]
    try:
        form = await read_form(SureForm, request)
        check_sure(form.sure)
        await erase_contribution(actor_of(request), ref)
    except (Invalid, Refused) as wrong:
        return await show(request, wrong)
    return see_other(request, "comment", ref=ref)


routes = [
    Page(
        "/comments/{ref:ref}/erasure", show, name="comment-erasure", reads=Permission.COMMENT_ERASE
    ),
    Act("/comments/{ref:ref}/erasure", erase, Permission.COMMENT_ERASE, name="comment-erasure-act"),
]

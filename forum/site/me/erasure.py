"""Erasing a name, or everything: what goes, what stays and why, and then for good."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.accounts.queries import signed_in_lately
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _
from forum.privacy.actions import erase_everything, erase_name
from forum.privacy.queries.preview import preview_of
from forum.privacy.rules import CHOICE_WORDS, Choice, check_sure
from forum.site.me.frame import own, own_page
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of, forget
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page


class ErasureForm(Form):
    """What is to be erased, and that it is meant."""

    what: Choice
    sure: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show what erasing would take, what would stay, and what must be done before."""
    actor = own(request)
    return own_page(
        request,
        "me/erasure.html",
        "me-data",
        wrong=wrong,
        preview=await preview_of(actor.person_id or 0),
        choices=[(one.value, _(word)) for one, word in CHOICE_WORDS.items()],
        chosen=first(filled or {}, "what"),
        lately=await signed_in_lately(actor),
    )


async def erase(request: Request) -> Response:
    """Erase it, and go on to the page that says so."""
    filled = await typed(request)
    try:
        form = read(ErasureForm, filled)
        check_sure(form.sure)
        act = erase_name if form.what is Choice.NAME else erase_everything
        await act(actor_of(request))
    except (Invalid, Refused) as wrong:
        return await show(request, wrong, filled)
    response = see_other(request, "me-erased")
    forget(response, request)
    return response


async def erased(request: Request) -> Response:
    """Say that it is done, to somebody who has no account any more."""
    return page(request, "me/erased.html")


routes = [
    Page("/me/erasure", show, name="me-erasure", reads=Permission.ACCOUNT_ERASE),
    Page("/me/erased", erased, name="me-erased"),
    Act("/me/erasure", erase, Permission.ACCOUNT_ERASE, name="me-erasure-act"),
]

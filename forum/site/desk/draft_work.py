"""Beside the clauses of a draft: taking back the last act, and words that have no place yet."""

from __future__ import annotations

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.core.errors import Invalid, NotFound, Refused
from forum.drafts.actions import end_link, place_words, set_words_aside, share_draft, undo
from forum.site.desk.drafts import show
from forum.web.carried import carry
from forum.web.forms import Form, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act


class UndoForm(Form):
    """The act that was last when the page was read."""

    step: str = Field(min_length=1, max_length=10)


class ShareForm(Form):
    """Who is to read the draft, and for how long."""

    readers: str = ""
    days: int = 0


async def take_back(request: Request) -> Response:
    """Undo the last act of editing."""
    ref = request.path_params["ref"]
    data = await typed(request)
    try:
        await undo(actor_of(request), ref, read(UndoForm, data).step)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again)
    return see_other(request, "desk-draft", ref=ref)


async def place(request: Request) -> Response:
    """Give words a place, or set them aside."""
    ref = request.path_params["ref"]
    data = await typed(request)
    text, component = first(data, "words"), first(data, "component")
    try:
        if component:
            lineage = await place_words(actor_of(request), ref, text, component)
            return see_other(request, "desk-draft", ref=ref, anchor=f"c-{lineage}")
        await set_words_aside(actor_of(request), ref, text)
    except (Invalid, NotFound, Refused) as again:
        return await show(request, wrong=again)
    return see_other(request, "desk-draft", ref=ref)


async def share(request: Request) -> Response:
    """Make a secret link, to be shown this once on the page that follows.

    No address ever holds it: the browser carries it there, and reloading makes no second one.
    """
    ref = request.path_params["ref"]
    data = await typed(request)
    try:
        form = read(ShareForm, data)
        _link, secret = await share_draft(actor_of(request), ref, form.readers, form.days)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    response = see_other(request, "desk-draft", ref=ref, anchor="h-share")
    carry(response, request, secret)
    return response


async def unshare(request: Request) -> Response:
    """Let a secret link open nothing any more."""
    ref = request.path_params["ref"]
    await end_link(actor_of(request), ref, first(await typed(request), "link"))
    return see_other(request, "desk-draft", ref=ref)


routes = [
    Act("/desk/drafts/{ref:ref}/links", share, Permission.DRAFT_SHARE, name="desk-links"),
    Act("/desk/drafts/{ref:ref}/links/end", unshare, Permission.DRAFT_SHARE, name="desk-link-end"),
    Act("/desk/drafts/{ref:ref}/undoing", take_back, Permission.DRAFT_EDIT, name="desk-undoing"),
    Act("/desk/drafts/{ref:ref}/places", place, Permission.DRAFT_EDIT, name="desk-places"),
]

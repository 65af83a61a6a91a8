"""A receipt: proof for anybody, without an account, that something was received and when."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.audit.queries import entry_by_code
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.participation.queries import find_by_receipt
from forum.voting.queries import poll_with
from forum.web.pages import page
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """Show the entry as its exact bytes, and its hash; never the words that it commits to."""
    code = request.path_params["code"]
    entry = await entry_by_code(code)
    if entry is None:
        raise NotFound("receipt.not-found", _("There is no receipt with this code."))
    if entry.type == "ballot.cast":
        poll = await poll_with(entry.subject)
        return page(request, "receipts/ballot.html", code=code, poll=poll, entry=entry)
    contribution = await find_by_receipt(code)
    return page(
        request,
        "receipts/show.html",
        contribution=contribution,
        consultation=contribution.consultation,
        entry=entry,
    )


routes = [Page("/r/{code:code}", show, name="receipt")]

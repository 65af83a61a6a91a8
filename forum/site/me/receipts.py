"""The receipts of a person, kept where they are found again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.privacy.queries.receipts import receipts_of
from forum.site.asked import page_asked
from forum.site.me.frame import own, own_page
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """List them, the newest first."""
    actor = own(request)
    asked = page_asked(request.query_params.get("page"))
    receipts, number, pages = await receipts_of(actor.person_id or 0, page=asked)
    return own_page(
        request,
        "me/receipts.html",
        "me-receipts",
        receipts=receipts,
        number=number,
        pages=pages,
        signed=request.app.state.settings.keys_path is not None,
        zone=request.app.state.settings.time_zone,
    )


routes = [Page("/me/receipts", show, name="me-receipts", reads=Permission.ACCOUNT_KEEP)]

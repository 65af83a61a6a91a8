"""The receipt of a contribution on paper: its code, and the way to what becomes of it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows
from forum.participation.queries import entered_as, find_contribution
from forum.participation.rules import CHANNEL_WORDS
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.qr import qr
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """Show a page made to be printed and handed over; it says nothing that is not public."""
    contribution = await find_contribution(request.path_params["ref"])
    base: str = request.app.state.settings.base_url
    journey = base.rstrip("/") + str(request.app.url_path_for("comment", ref=contribution.ref))
    return page(
        request,
        "comments/paper.html",
        contribution=contribution,
        consultation=contribution.consultation,
        entered=await entered_as(contribution),
        channel_words=CHANNEL_WORDS,
        journey=journey,
        code=qr(journey),
        enters=allows(actor_of(request), Permission.CONTACT_ERASE, contribution),
    )


routes = [Page("/comments/{ref:ref}/receipt", show, name="comment-paper")]

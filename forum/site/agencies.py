"""Agencies: who takes part in the forum, and what each of them promises."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.catalogue.queries import agencies, find_agency, services
from forum.consultations.queries import Narrowed, list_consultations
from forum.core.field_words import duration_words
from forum.notices.models import Thing
from forum.responses.queries import answering_record, late_answers, overdue_promises, unanswered_of
from forum.site.follows import following
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.routes import Page

MOST_PROMISES = 5


async def index(request: Request) -> Response:
    """List the agencies with what they offer."""
    return page(request, "agencies/index.html", agencies=await agencies())


async def show(request: Request) -> Response:
    """Show one agency: its services, its consultations, and how well it answers."""
    agency = await find_agency(request.path_params["slug"])
    return page(
        request,
        "agencies/show.html",
        agency=agency,
        services=await services(agency=agency),
        consultations=await list_consultations(Narrowed(agency=agency.slug)),
        answering=await answering_record(agency.id),
        unanswered=await unanswered_of(agency.id),
        overdue=await overdue_promises(agency.id, MOST_PROMISES),
        late=await late_answers(agency.id),
        duration_words=duration_words,
        following=following(actor_of(request), Thing.AGENCY, agency.slug),
    )


routes = [
    Page("/agencies", index, name="agencies"),
    Page("/agencies/{slug:slug}", show, name="agency"),
]

"""All addresses of the site, area by area."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from forum.core.settings import Settings
from forum.site import (
    about,
    agencies,
    clauses,
    comments,
    consultation_list,
    consultations,
    contributions,
    demo,
    languages,
    me,
    receipts,
    record,
    responses,
    services,
    sign_in,
    standards,
    summaries,
)
from forum.site import home as first_page
from forum.site.desk import (
    answering,
    consultation_changes,
    draft_clauses,
    draft_order,
    drafts,
    home,
    imports,
    moderation,
    next_version,
    people,
    publication,
    reasons,
)
from forum.site.desk import consultations as desk_consultations
from forum.site.desk import responses as desk_responses
from forum.web.assets import assets

AREAS = (
    first_page,
    agencies,
    clauses,
    comments,
    consultation_list,
    consultations,
    contributions,
    receipts,
    record,
    about,
    responses,
    services,
    sign_in,
    languages,
    me,
    standards,
    summaries,
    home,
    drafts,
    imports,
    draft_clauses,
    draft_order,
    desk_consultations,
    consultation_changes,
    moderation,
    answering,
    desk_responses,
    next_version,
    publication,
    reasons,
    people,
)


def routes_for(settings: Settings) -> list[BaseRoute]:
    """Return every address; those of the demonstration only where it runs."""
    areas = (*AREAS, demo) if settings.demo else AREAS
    routes: list[BaseRoute] = [route for area in areas for route in area.routes]
    return [*routes, Mount("/static", assets(), name="static")]

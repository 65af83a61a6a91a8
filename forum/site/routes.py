"""All addresses of the site, area by area."""

from __future__ import annotations

from starlette.routing import BaseRoute, Mount

from forum.core.settings import Settings
from forum.site import (
    about,
    agencies,
    booklets,
    bundles,
    clauses,
    comments,
    consultation_list,
    consultations,
    contributions,
    demo,
    follows,
    invitations,
    joining,
    languages,
    log,
    manifest,
    me,
    minutes,
    organisations,
    paper,
    polls,
    previews,
    proposals,
    queue,
    receipts,
    record,
    responses,
    search,
    services,
    session_list,
    sessions,
    sign_in,
    standards,
    summaries,
    timelines,
)
from forum.site import home as first_page
from forum.site.desk import (
    answering,
    consultation_changes,
    draft_clauses,
    draft_order,
    draft_work,
    drafts,
    entries,
    floor,
    home,
    imports,
    moderation,
    next_version,
    objections,
    people,
    publication,
    reasons,
    reconsultation,
    run_sheet,
    session_items,
    session_plan,
    taking_over,
    uploads,
)
from forum.site.desk import consultations as desk_consultations
from forum.site.desk import minutes as desk_minutes
from forum.site.desk import organisations as desk_organisations
from forum.site.desk import polls as desk_polls
from forum.site.desk import responses as desk_responses
from forum.site.desk import sessions as desk_sessions
from forum.web.assets import assets

AREAS = (
    first_page,
    agencies,
    booklets,
    clauses,
    comments,
    paper,
    proposals,
    consultation_list,
    consultations,
    contributions,
    receipts,
    record,
    log,
    bundles,
    about,
    responses,
    search,
    services,
    session_list,
    sessions,
    joining,
    queue,
    polls,
    previews,
    sign_in,
    languages,
    organisations,
    invitations,
    follows,
    manifest,
    me,
    standards,
    summaries,
    timelines,
    home,
    taking_over,
    drafts,
    imports,
    uploads,
    draft_clauses,
    draft_order,
    draft_work,
    desk_consultations,
    consultation_changes,
    entries,
    moderation,
    answering,
    desk_responses,
    next_version,
    objections,
    publication,
    reasons,
    reconsultation,
    people,
    desk_organisations,
    desk_sessions,
    session_plan,
    session_items,
    run_sheet,
    minutes,
    desk_minutes,
    floor,
    desk_polls,
)


def routes_for(settings: Settings) -> list[BaseRoute]:
    """Return every address; those of the demonstration only where it runs."""
    areas = (*AREAS, demo) if settings.demo else AREAS
    routes: list[BaseRoute] = [route for area in areas for route in area.routes]
    return [*routes, Mount("/static", assets(), name="static")]

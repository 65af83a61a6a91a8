"""Where the clauses of a draft stand: moved, taken out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.core.errors import Invalid, Refused, Stale
from forum.core.i18n import _
from forum.drafts.actions import move_clause, remove_clause
from forum.site.desk.draft_clauses import RevisionForm, back_to_draft, show
from forum.web.forms import Form, read, typed
from forum.web.identity import actor_of
from forum.web.routes import Act

FIRST = "first:"


class PlaceForm(Form):
    """Where a clause goes: behind another, or first in a component."""

    place: str


async def move(request: Request) -> Response:
    """Put the clause behind another, or first in a component."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    try:
        place = read(PlaceForm, data).place
        behind = "" if place.startswith(FIRST) else place
        component = place.removeprefix(FIRST) if place.startswith(FIRST) else ""
        await move_clause(actor_of(request), ref, lineage, behind, component)
    except (Invalid, Refused) as again:
        return await _again(request, again)
    return back_to_draft(request, data, lineage)


async def remove(request: Request) -> Response:
    """Take the clause out of the draft."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    try:
        form = read(RevisionForm, data)
        await remove_clause(actor_of(request), ref, lineage, form.revision)
    except (Invalid, Refused) as again:
        return await _again(request, again)
    return back_to_draft(request, data, lineage)


routes = [
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/move",
        move,
        Permission.DRAFT_EDIT,
        name="desk-clause-move",
    ),
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/removal",
        remove,
        Permission.DRAFT_EDIT,
        name="desk-clause-removal",
    ),
]


async def _again(request: Request, again: Invalid | Refused) -> Response:
    """Show the clause as it reads now; nothing but a place had been typed."""
    if isinstance(again, Stale):
        again = Refused(
            again.code, _("Somebody changed this clause meanwhile. Read it again before you go on.")
        )
    return await show(request, wrong=again)

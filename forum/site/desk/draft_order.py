"""Where the clauses of a draft stand: moved, cut in two, joined, taken out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission
from forum.core.errors import Invalid, Refused, Stale
from forum.core.i18n import _
from forum.drafts.actions import merge_clauses, move_clause, remove_clause, split_clause
from forum.drafts.models import Clause
from forum.drafts.queries import find_by_lineage, find_draft
from forum.site.desk.draft_clauses import RevisionForm, back_to_draft, show
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.routes import Act

MARK = "||"
"""What is typed where a clause is to be cut in two."""

FIRST = "first:"


class PlaceForm(Form):
    """Where a clause goes: behind another, or first in a component."""

    place: str


class MergerForm(RevisionForm):
    """The clause that is joined to this one."""

    other: str


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


async def split(request: Request) -> Response:
    """Cut the clause in two where the mark was typed."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    try:
        form = read(RevisionForm, data)
        clause = await find_by_lineage(await find_draft(ref), lineage)
        cuts = _cuts(data, clause)
        await split_clause(actor_of(request), ref, lineage, form.revision, cuts)
    except (Invalid, Refused) as again:
        return await _again(request, again)
    return back_to_draft(request, data, lineage)


async def merge(request: Request) -> Response:
    """Join another clause to this one."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    try:
        form = read(MergerForm, data)
        await merge_clauses(actor_of(request), ref, lineage, form.revision, form.other)
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
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/split",
        split,
        Permission.DRAFT_EDIT,
        name="desk-clause-split",
    ),
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/merger",
        merge,
        Permission.DRAFT_EDIT,
        name="desk-clause-merger",
    ),
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/removal",
        remove,
        Permission.DRAFT_EDIT,
        name="desk-clause-removal",
    ),
]


async def _again(request: Request, again: Invalid | Refused) -> Response:
    """Show the clause as it reads now; nothing but a place or a mark had been typed."""
    if isinstance(again, Stale):
        again = Refused(
            again.code, _("Somebody changed this clause meanwhile. Read it again before you go on.")
        )
    return await show(request, wrong=again)


def _cuts(data: Typed, clause: Clause) -> dict[str, int]:
    """Return for each language with a mark how many letters come before it."""
    cuts = {}
    for language, text in clause.text.items():
        before, mark, behind = first(data, f"cut.{language}").partition(MARK)
        if not mark:
            continue
        if _ink(before + behind) != _ink(text):
            raise Invalid(
                {
                    f"cut.{language}": _(
                        "Change no words here. Only put %(mark)s where the second clause begins."
                    )
                    % {"mark": MARK}
                }
            )
        cuts[language] = _place(text, len(_ink(before)))
    if not cuts:
        raise Invalid(
            {
                f"cut.{next(iter(clause.text))}": _("Put %(mark)s where the second clause begins.")
                % {"mark": MARK}
            }
        )
    return cuts


def _ink(text: str) -> str:
    return "".join(text.split())


def _place(text: str, letters: int) -> int:
    """Return where in the text so many letters have gone by; spaces are not counted."""
    for place, char in enumerate(text):
        if not char.isspace():
            if not letters:
                return place
            letters -= 1
    return len(text)

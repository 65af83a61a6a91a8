"""Correcting slips in a draft that people are discussing: which clauses, then their words."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.consultations.actions import correct_draft
from forum.consultations.queries import find_consultation
from forum.core.errors import ForumError, Invalid, NotFound, Refused
from forum.drafts.corrections import MOST_CLAUSES
from forum.drafts.queries import pieces_of
from forum.profiles.load import profile
from forum.site.desk.frame import desk_page, enter
from forum.web.forms import Typed, first, listed, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the clauses to choose from, or the words of those that were chosen."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_CORRECT, on=consultation)
    asked = listed(filled or {}, "clause").get("clause") or request.query_params.getlist("clause")
    pieces = await pieces_of(consultation.version)
    return desk_page(
        request,
        "desk/consultations/correction.html",
        area="desk-consultations",
        wrong=wrong,
        filled=filled or {},
        consultation=consultation,
        country=profile(consultation.standard.profile),
        pieces=pieces,
        chosen=[one for one in pieces if one.lineage in asked][:MOST_CLAUSES],
    )


async def act(request: Request) -> Response:
    """Correct it, and show everybody what was corrected."""
    slug, data = request.path_params["slug"], await typed(request)
    words: dict[str, dict[str, str]] = {}
    for name in data:
        kind, _dot, rest = name.partition(".")
        lineage, _dot, language = rest.partition(".")
        if kind == "text":
            words.setdefault(lineage, {})[language] = first(data, name)
    try:
        version = await correct_draft(
            actor_of(request), slug, words, first(data, "reason"), seen=first(data, "version")
        )
    except (Invalid, Refused, NotFound) as again:
        return await show(request, wrong=again, filled=data)
    standard = version.standard.slug
    return see_other(request, "compare", slug=standard, a=version.number, b=version.name)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/correction",
        show,
        name="desk-correction",
        reads=Permission.DRAFT_CORRECT,
    ),
    Act(
        "/desk/consultations/{slug:slug}/correction",
        act,
        Permission.DRAFT_CORRECT,
        name="desk-correction-act",
    ),
]

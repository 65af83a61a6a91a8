"""A draft or a standard as a booklet: printed, read aloud in a village, written on by hand.

Each clause carries a code for the camera of a telephone, which leads to its own page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.consultations.queries import find_public
from forum.core import clock
from forum.drafts.models import Version
from forum.drafts.queries import compared, pieces_of
from forum.profiles.load import profile
from forum.site.reading import Draft, Part, View, draft_of, parts_of, view_asked
from forum.site.standards import readable
from forum.web.pages import page
from forum.web.qr import qr, qr_codes
from forum.web.routes import Page


async def of_consultation(request: Request) -> Response:
    """Show the draft under discussion in the view that was asked for, and a sheet to write on."""
    consultation = await find_public(request.path_params["slug"])
    draft = await draft_of(consultation)
    view = view_asked(request.query_params.get("view", ""), draft)
    parts = parts_of(draft, view, consultation.standard.profile)
    whole = _whole_address(request, "consultation", slug=consultation.slug)
    return page(
        request,
        "booklets/consultation.html",
        consultation=consultation,
        view=view,
        former=draft.former,
        **await _bound(consultation.version, parts, whole),
    )


async def of_standard(request: Request) -> Response:
    """Show one version of a standard."""
    version = await readable(request, request.path_params["number"])
    pieces = await pieces_of(version)
    draft = Draft(None, compared(pieces, pieces, version.standard.profile))
    parts = parts_of(draft, View.NEW, version.standard.profile)
    slug, number = version.standard.slug, version.name
    whole = _whole_address(request, "standard-version", slug=slug, number=number)
    return page(
        request,
        "booklets/standard.html",
        standard=version.standard,
        view=View.NEW,
        **await _bound(version, parts, whole),
    )


routes = [
    Page("/consultations/{slug:slug}/booklet", of_consultation, name="consultation-booklet"),
    Page("/standards/{slug:slug}/v{number:edition}/booklet", of_standard, name="standard-booklet"),
]


async def _bound(version: Version, parts: Sequence[Part], whole: str) -> dict[str, Any]:
    """Return what both kinds of booklet show: the parts, and where each code leads."""
    labels = [line.label for part in parts for line in part.lines if not line.gone]
    codes = await qr_codes([f"{whole}/clauses/{label}" for label in labels])
    return {
        "version": version,
        "parts": parts,
        "codes": dict(zip(labels, codes, strict=True)),
        "whole": whole,
        "whole_code": qr(whole),
        "printed_on": clock.now(),
        "binding": profile(version.standard.profile).default_language,
    }


def _whole_address(request: Request, route: str, **params: object) -> str:
    base: str = request.app.state.settings.base_url
    return base.rstrip("/") + str(request.app.url_path_for(route, **params))

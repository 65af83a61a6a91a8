"""Versions of a standard: reading one, one clause of it, and what became of it in another."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows
from forum.catalogue.models import Standard
from forum.core.errors import NotAllowed, NotFound
from forum.core.i18n import _, local
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import (
    compare,
    compared,
    find_clause,
    find_version,
    piece_of,
    pieces_of,
    versions_of,
    where_it_went,
)
from forum.drafts.rules import VersionState
from forum.profiles.load import profile
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.reading import Draft, View, line_of, parts_of
from forum.site.why import stages_of
from forum.site.wording import FATE_WORDS
from forum.web.identity import actor_of
from forum.web.pages import page
from forum.web.routes import Page


async def show(request: Request) -> Response:
    """Show a version as a document."""
    version = await _readable(request, request.path_params["number"])
    pieces = await pieces_of(version)
    draft = Draft(None, compared(pieces, pieces, version.standard.profile))
    return page(
        request,
        "standards/show.html",
        version=version,
        standard=version.standard,
        parts=parts_of(draft, View.NEW, version.standard.profile),
        versions=await _public_versions(version.standard),
    )


async def document(request: Request) -> Response:
    """Send the exact bytes of a frozen version, whose hash is its fingerprint."""
    version = await _readable(request, request.path_params["number"])
    if version.state is VersionState.EDITING:
        raise NotFound(
            "version.not-frozen", _("This version is not frozen yet, so it has no document.")
        )
    etag = f'"{version.sha256}"'
    headers = {"etag": etag, "cache-control": "no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(version.document, media_type="application/json", headers=headers)


async def clause(request: Request) -> Response:
    """Show one clause of a version, and why it reads so."""
    version = await _readable(request, request.path_params["number"])
    label = request.path_params["label"]
    try:
        found = await find_clause(version, label)
    except NotFound as nowhere:
        return await _where_it_went(request, version, label, nowhere)
    standard = version.standard
    component = profile(standard.profile).component(found.component)
    piece = piece_of(found)
    [changed] = compared([piece], [piece], standard.profile)
    labels = [one.label for one in await pieces_of(version)]
    place = labels.index(label)
    return page(
        request,
        "standards/clause.html",
        version=version,
        standard=standard,
        clause=found,
        component=component,
        name_of_component=local(component.name) if component else "",
        line=line_of(changed, View.NEW),
        rows=changed.rows,
        stages=await stages_of(standard, found.lineage, upto=version.number),
        verdicts=DISPOSITION_WORDS,
        before=labels[place - 1] if place else "",
        after=labels[place + 1] if place + 1 < len(labels) else "",
    )


async def changes(request: Request) -> Response:
    """Show what became of every clause between two versions."""
    old = await _readable(request, request.path_params["a"])
    new = await _readable(request, request.path_params["b"])
    every = await compare(old, new)
    everything = bool(request.query_params.get("all"))
    fates = Counter(one.fate for one in every)
    shown = [one for one in every if everything or one.fate is not Fate.SAME]
    return page(
        request,
        "standards/compare.html",
        old=old,
        new=new,
        standard=new.standard,
        parts=parts_of(Draft(old, shown), View.CHANGES, new.standard.profile),
        counts=[(FATE_WORDS[fate], fates[fate]) for fate in FATE_WORDS if fates[fate]],
        fates=FATE_WORDS,
        everything=everything,
    )


routes = [
    Page("/standards/{slug:slug}/v{number:number}", show, name="standard-version"),
    Page("/standards/{slug:slug}/v{number:number}.json", document, name="standard-json"),
    Page(
        "/standards/{slug:slug}/v{number:number}/clauses/{label:label}",
        clause,
        name="standard-clause",
    ),
    Page("/standards/{slug:slug}/compare/{a:number}..{b:number}", changes, name="compare"),
]


async def _readable(request: Request, number: int) -> Version:
    """Return a version if this reader may see it: what is being written is for its drafters."""
    version = await find_version(request.path_params["slug"], number)
    if version.state is VersionState.EDITING and not allows(
        actor_of(request), Permission.DRAFT_READ, on=version
    ):
        raise NotAllowed(
            "version.editing",
            _("This version is still being written. It can be read once it is announced."),
        )
    return version


async def _public_versions(standard: Standard) -> list[Version]:
    return [one for one in await versions_of(standard) if one.state is not VersionState.EDITING]


async def _where_it_went(
    request: Request, version: Version, label: str, nowhere: NotFound
) -> Response:
    """Say that there is no clause of this number, and where the one that had it is now."""
    elsewhere, here = await where_it_went(version, label)
    if elsewhere is None:
        raise nowhere
    return page(
        request,
        "standards/gone.html",
        wrong=nowhere,
        version=version,
        standard=version.standard,
        label=label,
        elsewhere=elsewhere,
        moved_to=here,
    )

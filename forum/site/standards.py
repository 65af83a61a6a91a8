"""Versions of a standard: reading one, one clause of it, and what became of it in another."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows
from forum.catalogue.models import Standard
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import _, local
from forum.drafts.anchoring import Fit
from forum.drafts.lineage import Fate
from forum.drafts.models import Version
from forum.drafts.queries import (
    clauses_of,
    compare,
    compared,
    find_version,
    piece_of,
    pieces_of,
    versions_of,
    where_it_went,
)
from forum.drafts.rules import VersionState, edition_in
from forum.participation.actions import Place, settle_mark
from forum.participation.actions.settling import find_later
from forum.participation.marks import carriage_of, former_on, marks_on
from forum.profiles.load import profile
from forum.responses.rules import DISPOSITION_WORDS
from forum.site.asked import page_asked
from forum.site.marked import quotes, stretches
from forum.site.reading import Draft, View, line_of, parts_of
from forum.site.why import stages_of
from forum.site.wording import FATE_WORDS, FIT_SENTENCES, FIT_WORDS
from forum.web.forms import Typed, first, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page


async def show(request: Request) -> Response:
    """Show a version as a document."""
    version = await readable(request, request.path_params["number"])
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
    version = await readable(request, request.path_params["number"])
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
    version = await readable(request, request.path_params["number"])
    label = request.path_params["label"]
    every = await clauses_of(version)
    found = next((one for one in every if one.label == label), None)
    if found is None:
        return await _where_it_went(request, version, label)
    standard = version.standard
    component = profile(standard.profile).component(found.component)
    piece = piece_of(found)
    [changed] = compared([piece], [piece], standard.profile)
    line = line_of(changed, View.NEW)
    text = found.text.get(line.lang, "")
    marks = await marks_on(version.id, found.lineage, line.lang)
    former, gone = await former_on(version, found.lineage) if version.based_on_id else ([], 0)
    labels = [one.label for one in every]
    place = labels.index(label)
    return page(
        request,
        "standards/clause.html",
        version=version,
        standard=standard,
        clause=found,
        component=component,
        name_of_component=local(component.name) if component else "",
        line=line,
        stretches=stretches(line.segments, marks.spots),
        spots=list(zip(marks.spots, quotes(text, marks.spots), strict=True)),
        elsewhere=marks.elsewhere,
        former=former,
        gone=gone,
        rows=changed.rows,
        stages=await stages_of(standard, found.lineage, upto=version.edition),
        verdicts=DISPOSITION_WORDS,
        before=labels[place - 1] if place else "",
        after=labels[place + 1] if place + 1 < len(labels) else "",
    )


async def changes(request: Request) -> Response:
    """Show what became of every clause between two versions."""
    old = await readable(request, request.path_params["a"])
    new = await readable(request, request.path_params["b"])
    every = await compare(old, new)
    everything = bool(request.query_params.get("all"))
    fates = Counter(one.fate for one in every)
    slips = [] if old.number != new.number else await versions_of(new.standard)
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
        carried=(await carriage_of(new)).counts if new.based_on_id == old.id else {},
        fits=FIT_WORDS,
        everything=everything,
        corrections=[one for one in reversed(slips) if old.edition < one.edition <= new.edition],
    )


async def words(
    request: Request,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
    ref: str = "",
) -> Response:
    """Show what became of the words that people marked in the version before this one.

    An official says here where those are that were not found for sure.
    """
    version = await readable(request, request.path_params["number"])
    asked = request.query_params
    fit = Fit(asked["fit"]) if asked.get("fit") in set(Fit) else None
    fit = Fit.CHECK if ref else fit
    return page(
        request,
        "standards/words.html",
        wrong=wrong,
        filled=filled or {},
        ref=ref,
        may_settle=allows(actor_of(request), Permission.MARK_SETTLE, version),
        version=version,
        standard=version.standard,
        found=await carriage_of(version, page=page_asked(asked.get("page")), fit=fit),
        fit=fit,
        fits=FIT_WORDS,
        explained=FIT_SENTENCES,
    )


async def place(request: Request) -> Response:
    """Say where marked words are."""
    ref, filled = request.path_params["ref"], await typed(request)
    where = first(filled, f"place-{ref}")
    told = Place(
        "there" if where == "there" else "gone" if where == "gone" else "here",
        first(filled, f"label-{ref}"),
        first(filled, f"words-{ref}"),
    )
    try:
        later = await settle_mark(actor_of(request), ref, told)
    except (Invalid, Refused) as wrong:
        later = await find_later(ref)
        request.path_params["slug"] = later.version.standard.slug
        request.path_params["number"] = later.version.name
        return await words(request, wrong, filled, ref)
    version = later.version
    return see_other(
        request, "standard-words", f"m-{ref}", slug=version.standard.slug, number=version.name
    )


routes = [
    Page("/standards/{slug:slug}/v{number:edition}", show, name="standard-version"),
    Page("/standards/{slug:slug}/v{number:edition}.json", document, name="standard-json"),
    Page(
        "/standards/{slug:slug}/v{number:edition}/clauses/{label:label}",
        clause,
        name="standard-clause",
    ),
    Page("/standards/{slug:slug}/v{number:edition}/words", words, name="standard-words"),
    Act("/desk/marks/{ref:ref}", place, Permission.MARK_SETTLE, name="mark-place"),
    Page("/standards/{slug:slug}/compare/{a:edition}..{b:edition}", changes, name="compare"),
]


async def readable(request: Request, name: str) -> Version:
    """Return a version if this reader may see it: what is being written is for its drafters."""
    version = await find_version(request.path_params["slug"], *edition_in(name))
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


async def _where_it_went(request: Request, version: Version, label: str) -> Response:
    """Say that there is no clause of this number, and where the one that had it is now."""
    nowhere = NotFound("clause.not-found", _("There is no clause of this number in this version."))
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

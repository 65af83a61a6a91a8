"""One clause of a draft at the desk: its words and its values, with both texts if two wrote."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Permission, allows, require
from forum.core.errors import ForumError, Invalid, NotFound, Refused, Stale
from forum.core.field_words import unit_words
from forum.core.i18n import _, local
from forum.drafts.actions import add_clause, edit_clause, leave, visit
from forum.drafts.field_forms import read_form, write_form
from forum.drafts.fields import Fields, Unit, read_fields
from forum.drafts.models import Clause
from forum.drafts.queries import clauses_of, find_by_lineage, find_draft, others_at, redlines
from forum.drafts.rules import LONGEST, LONGEST_MEANING, VersionState
from forum.drafts.wording import field_rows
from forum.profiles.load import Component, Profile, profile
from forum.site.desk.drafts import AREA
from forum.site.desk.frame import address, desk_page, enter
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import onward, see_other
from forum.web.routes import Act, Page


class RevisionForm(Form):
    """Which state of the clause somebody was looking at."""

    revision: int


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form of a clause; if somebody else changed it meanwhile, with both texts."""
    actor = enter(request)
    version = await find_draft(request.path_params["ref"])
    require(actor, Permission.DRAFT_READ, on=version)
    if version.state is not VersionState.EDITING and wrong is None:
        return see_other(request, "desk-draft", ref=version.ref)
    clause = await find_by_lineage(version, request.path_params["lineage"])
    country = profile(version.standard.profile)
    return desk_page(
        request,
        "desk/drafts/clause.html",
        area=AREA,
        wrong=wrong,
        filled=_as_typed(clause, country) | dict(filled or {}),
        version=version,
        clause=clause,
        both=_both(wrong, filled, clause, country),
        visitors=await others_at(version, clause.lineage, actor.person_id)
        if version.state is VersionState.EDITING and allows(actor, Permission.DRAFT_EDIT, version)
        else [],
        zone=version.standard.service.agency.time_zone,
        others=[one for one in await clauses_of(version) if one.lineage != clause.lineage],
        back=onward(request.query_params.get("next") or first(filled or {}, "next"), ""),
        **_frame(country, clause.component),
    )


async def note_visit(request: Request) -> Response:
    """Take it from the page itself that its form is open, so that others are told."""
    await visit(actor_of(request), request.path_params["ref"], request.path_params["lineage"])
    return Response(status_code=204)


async def edit(request: Request) -> Response:
    """Keep other words and values."""
    ref, lineage = request.path_params["ref"], request.path_params["lineage"]
    data = await typed(request)
    version = await find_draft(ref)
    country = profile(version.standard.profile)
    try:
        clause = await find_by_lineage(version, lineage)
        fields = _fields(data, country, clause.component)
        form = read(RevisionForm, data)
        texts = _texts(data, country)
        note = _note(data, country) if _has_note(data, country) else None
        holds = [one for one in country.languages if f"holds.{one}" in data]
        await edit_clause(
            actor_of(request),
            ref,
            lineage,
            form.revision,
            texts,
            fields,
            note=note,
            holds=holds,
            easy=_easy(data, country),
            easy_holds=[one for one in country.languages if f"easy_holds.{one}" in data],
        )
        await leave(actor_of(request), ref, lineage)
    except NotFound as gone:
        return await new(request, wrong=gone, filled=data)
    except Stale as stale:
        seen = {"revision": str(getattr(stale.theirs, "revision", ""))}
        return await show(request, wrong=stale, filled={**data, **seen})
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return back_to_draft(request, data, lineage)


async def new(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form of a clause that is not there yet."""
    actor = enter(request)
    version = await find_draft(request.path_params["ref"])
    require(actor, Permission.DRAFT_EDIT, on=version)
    country = profile(version.standard.profile)
    asked = filled if filled is not None else dict(request.query_params)
    clauses = await clauses_of(version)
    after = next((one for one in clauses if one.lineage == first(asked, "after")), None)
    code = after.component if after else first(asked, "component")
    if country.component(code) is None:
        raise NotFound("component.not-found", _("A standard has no such component."))
    return desk_page(
        request,
        "desk/drafts/new-clause.html",
        area=AREA,
        wrong=wrong,
        filled=asked,
        version=version,
        after=after,
        **_frame(country, code),
    )


async def create(request: Request) -> Response:
    """Put a new clause into the draft."""
    ref = request.path_params["ref"]
    data = await typed(request)
    version = await find_draft(ref)
    country = profile(version.standard.profile)
    component = first(data, "component")
    try:
        lineage = await add_clause(
            actor_of(request),
            ref,
            component,
            first(data, "after"),
            _texts(data, country),
            _fields(data, country, component),
            _note(data, country),
            _easy(data, country),
        )
    except (Invalid, NotFound, Refused) as again:
        return await new(request, wrong=again, filled=data)
    return back_to_draft(request, data, lineage)


def back_to_draft(request: Request, data: Typed, lineage: str) -> Response:
    """Send the browser back to where the clause was chosen, or to the draft."""
    draft = address(request, "desk-draft", ref=request.path_params["ref"])
    target = onward(first(data, "next"), draft)
    return RedirectResponse(f"{target.partition('#')[0]}#c-{lineage}", status_code=303)


routes = [
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}/visit",
        note_visit,
        Permission.DRAFT_EDIT,
        name="desk-clause-visit",
    ),
    Page(
        "/desk/drafts/{ref:ref}/clauses/new",
        new,
        name="desk-clause-new",
        reads=Permission.DRAFT_EDIT,
    ),
    Act("/desk/drafts/{ref:ref}/clauses", create, Permission.DRAFT_EDIT, name="desk-clauses"),
    Page(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}",
        show,
        name="desk-clause",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/drafts/{ref:ref}/clauses/{lineage:ref}",
        edit,
        Permission.DRAFT_EDIT,
        name="desk-clause-edit",
    ),
]


def _frame(country: Profile, code: str) -> dict[str, Any]:
    component = _component(country, code)
    return {
        "country": country,
        "component": component,
        "name_of_component": local(component.name),
        "units": [(unit.value, unit_words(unit, 2)) for unit in Unit],
        "longest": LONGEST,
        "most_easy": LONGEST_MEANING,
        "components": sorted(country.components, key=lambda one: one.order),
    }


def _component(country: Profile, code: str) -> Component:
    component = country.component(code)
    if component is None:
        raise Invalid({"component": _("Choose one of the components offered.")})
    return component


def _texts(data: Typed, country: Profile) -> dict[str, str]:
    return {language: first(data, f"text.{language}") for language in country.languages}


def _note(data: Typed, country: Profile) -> dict[str, str]:
    return {language: first(data, f"note.{language}") for language in country.languages}


def _easy(data: Typed, country: Profile) -> dict[str, str] | None:
    """Return the easy words of a form, or nothing where the form did not ask for them."""
    if not any(f"easy.{language}" in data for language in country.languages):
        return None
    return {language: first(data, f"easy.{language}") for language in country.languages}


def _has_note(data: Typed, country: Profile) -> bool:
    return any(f"note.{language}" in data for language in country.languages)


def _fields(data: Typed, country: Profile, code: str) -> Fields:
    asked = _component(country, code).fields
    return read_form(data, asked, country.languages, country.currency)


def _as_typed(clause: Clause, country: Profile) -> dict[str, str | list[str]]:
    return {
        "revision": str(clause.revision),
        **{f"text.{one}": clause.text.get(one, "") for one in country.languages},
        **{f"note.{one}": clause.note.get(one, "") for one in country.languages},
        **{f"easy.{one}": clause.easy.get(one, "") for one in country.languages},
        **write_form(read_fields(clause.typed), country.languages),
    }


def _both(
    wrong: ForumError | None, filled: Typed | None, clause: Clause, country: Profile
) -> dict[str, Any] | None:
    """Return what stands there now beside what was typed, if somebody else was faster."""
    if not isinstance(wrong, Stale) or not filled:
        return None
    mine = {language: text for language, text in _texts(filled, country).items() if text}
    theirs = read_fields(clause.typed)
    rows = field_rows(
        _component(country, clause.component), theirs, _fields(filled, country, clause.component)
    )
    return {
        "mine": mine,
        "theirs": clause.text,
        "redlines": redlines(clause.text, mine, country.languages),
        "rows": [row for row in rows if not row.same],
    }

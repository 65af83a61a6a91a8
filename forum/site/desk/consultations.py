"""The desk of consultations: planning one, checking it, announcing it, and what it has come to."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, Role, allows, require
from forum.catalogue.models import Standard
from forum.catalogue.queries import find_standard
from forum.consultations import actions
from forum.consultations.linter import Finding, Severity, errors, warnings
from forum.consultations.models import Consultation
from forum.consultations.queries import (
    consultations_at_desk,
    cycle_of,
    find_consultation,
    findings_of,
    moves_of,
    plan_of,
    set_aside,
    was_announced,
)
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _, local
from forum.drafts.models import Version
from forum.drafts.queries import drafts_in_editing
from forum.profiles.load import profile
from forum.site.desk.consultation_changes import offered
from forum.site.desk.frame import Waiting, address, desk_page, enter
from forum.site.desk.plan_form import PlanForm, suggested, written
from forum.web.forms import Form, Typed, listed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

AREA = "desk-consultations"


class AnnouncementForm(Form):
    """The warnings that somebody sets aside in their own name."""

    set_aside: tuple[str, ...] = ()


async def index(request: Request) -> Response:
    """List the consultations of this person's agencies, and the drafts that wait for one."""
    actor = enter(request)
    rows = await _mine(actor)
    return desk_page(
        request,
        "desk/consultations/index.html",
        area=AREA,
        rows=rows,
        drafts=await _unplanned(actor, rows),
    )


async def new(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form of a plan, filled with what the profile recommends."""
    actor = enter(request)
    asked = (filled or request.query_params).get("standard", "")
    standard = await find_standard(str(asked))
    require(actor, Permission.CONSULTATION_PLAN, on=standard)
    country = profile(standard.profile)
    agency = standard.service.agency
    begun = suggested(standard.title, agency.contact, agency.time_zone, country, clock.now())
    return desk_page(
        request,
        "desk/consultations/new.html",
        area=AREA,
        wrong=wrong,
        filled=written(begun) | dict(filled or {}),
        standard=standard,
        **_choices(standard),
    )


async def create(request: Request) -> Response:
    """Keep a plan."""
    data = await typed(request)
    standard = await find_standard(str(data.get("standard", "")))
    try:
        form = read(PlanForm, data)
        made = await actions.plan(
            actor_of(request), standard.slug, form.plan(profile(standard.profile))
        )
    except (Invalid, Refused) as again:
        return await new(request, wrong=again, filled=data)
    return see_other(request, "desk-consultation", slug=made.slug)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show a plan with what the check finds, or how an announced consultation stands."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_READ, on=consultation)
    if consultation.phase is not Phase.DRAFTING:
        return await _standing(request, actor, consultation)
    findings = await findings_of(consultation)
    blocking = errors(findings)
    may_announce = allows(actor, Permission.CONSULTATION_ANNOUNCE, consultation)
    return desk_page(
        request,
        "desk/consultations/plan.html",
        area=AREA,
        wrong=wrong,
        consultation=consultation,
        filled=written(plan_of(consultation)) | dict(filled or {}),
        ticked=listed(filled or {}, "set_aside").get("set_aside", []),
        errors=blocking,
        warnings=[(one.code, one.sentence) for one in warnings(findings)],
        findings=[_checked(one) for one in (findings if blocking or not may_announce else [])],
        may_plan=allows(actor, Permission.CONSULTATION_PLAN, consultation),
        may_announce=may_announce,
        deeds=offered(request, actor, consultation),
        **_choices(consultation.standard),
    )


async def save(request: Request) -> Response:
    """Plan it differently."""
    slug = request.path_params["slug"]
    consultation = await find_consultation(slug)
    data = await typed(request)
    try:
        form = read(PlanForm, data)
        planned = form.plan(profile(consultation.standard.profile))
        await actions.change_plan(actor_of(request), slug, planned)
    except Invalid as again:
        return await show(request, wrong=again, filled=data)
    return see_other(request, "desk-consultation", slug=slug)


async def announce(request: Request) -> Response:
    """Announce it, unless something stands in the way."""
    slug = request.path_params["slug"]
    data = await typed(request)
    try:
        form = read(AnnouncementForm, listed(data, "set_aside"))
        await actions.announce(actor_of(request), slug, form.set_aside)
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return see_other(request, "desk-consultation", slug=slug)


async def waiting(request: Request) -> list[Waiting]:
    """Return the plans that wait to be announced, and the consultations that stand still."""
    sentences = {
        Phase.DRAFTING: _("Plan and announce: %(title)s"),
        Phase.PAUSED: _("Paused, to be gone on with: %(title)s"),
    }
    return [
        Waiting(
            sentences[one.phase] % {"title": local(one.title)},
            address(request, "desk-consultation", slug=one.slug),
            about=local(one.agency.name),
            since=one.paused_at or one.made_at,
            until=one.opens_at if one.phase is Phase.DRAFTING else None,
            zone=one.time_zone,
        )
        for one in await _mine(actor_of(request))
        if one.phase in sentences
    ]


async def _standing(request: Request, actor: Actor, consultation: Consultation) -> Response:
    return desk_page(
        request,
        "desk/consultations/show.html",
        area=AREA,
        consultation=consultation,
        cycle=await cycle_of(consultation),
        moves=await moves_of(consultation),
        set_aside=set_aside(consultation),
        deeds=offered(request, actor, consultation),
        public=await was_announced(consultation),
        moderates=actor.works_as(
            frozenset({Role.MODERATOR}), consultation.agency_id, consultation.ref
        ),
    )


async def _mine(actor: Actor) -> list[Consultation]:
    """Return the consultations of this person's agencies; roles may be for one alone."""
    rows = await consultations_at_desk({grant.agency_id for grant in actor.grants})
    return [one for one in rows if allows(actor, Permission.DRAFT_READ, one)]


async def _unplanned(actor: Actor, rows: list[Consultation]) -> list[Version]:
    """Return the drafts about which this person could plan a consultation."""
    taken = {one.version_id for one in rows} | {one.next_version_id for one in rows}
    drafts = await drafts_in_editing({grant.agency_id for grant in actor.grants})
    return [
        draft
        for draft in drafts
        if draft.id not in taken and allows(actor, Permission.CONSULTATION_PLAN, draft)
    ]


def _choices(standard: Standard) -> dict[str, Any]:
    country = profile(standard.profile)
    return {
        "zones": [(zone, f"{short} ({zone})") for short, zone in country.time_zones.items()],
        "languages_of": country.languages,
        "binding": country.default_language,
        "periods": country.periods,
    }


def _checked(finding: Finding) -> dict[str, str]:
    state = "stop" if finding.severity is Severity.ERROR else "warn"
    return {"state": state, "sentence": finding.sentence}


routes = [
    Page("/desk/consultations", index, name=AREA, reads=Permission.DESK_ENTER),
    Page(
        "/desk/consultations/new",
        new,
        name="desk-consultation-new",
        reads=Permission.CONSULTATION_PLAN,
    ),
    Act(
        "/desk/consultations",
        create,
        Permission.CONSULTATION_PLAN,
        name="desk-consultation-create",
    ),
    Page(
        "/desk/consultations/{slug:slug}",
        show,
        name="desk-consultation",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/consultations/{slug:slug}/plan",
        save,
        Permission.CONSULTATION_PLAN,
        name="desk-consultation-plan",
    ),
    Act(
        "/desk/consultations/{slug:slug}/announcement",
        announce,
        Permission.CONSULTATION_ANNOUNCE,
        name="desk-consultation-announcement",
    ),
]

"""Planning a session at the desk: when and where, its agenda, announcing it, rehearsing it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, allows, require
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.errors import ForumError, Invalid, NotFound, Refused, Stale
from forum.core.format import zone_of
from forum.core.i18n import _
from forum.profiles.load import profile
from forum.sessions.actions import (
    announce_session,
    change_session,
    clear_rehearsal,
    plan_session,
    rehearse,
)
from forum.sessions.models import Session
from forum.sessions.plans import seal
from forum.sessions.queries import find_session, plan_of, rehearsal_of
from forum.sessions.rules import STATE_WORDS, State
from forum.site.desk.frame import desk_page, enter
from forum.site.desk.session_form import SessionForm, session_filled, suggested
from forum.site.desk.session_points import agenda_at_desk
from forum.web.forms import Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

AREA = "desk-sessions"
CHANGEABLE = (State.PLANNED, State.ANNOUNCED)


async def new(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form of a session on this consultation's draft."""
    enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor_of(request), Permission.SESSION_PLAN, on=consultation)
    zone = consultation.time_zone
    begun = suggested(consultation.title, zone, clock.now())
    return desk_page(
        request,
        "desk/sessions/new.html",
        area=AREA,
        wrong=wrong,
        filled=session_filled(begun, zone) | dict(filled or {}),
        consultation=consultation,
        country=profile(consultation.agency.profile),
        zone=zone_of(begun.starts_at, zone),
    )


async def create(request: Request) -> Response:
    """Keep a plan; its agenda comes next."""
    consultation = await find_consultation(request.path_params["slug"])
    data = await typed(request)
    try:
        planned = read(SessionForm, data).plan(consultation.time_zone)
        made = await plan_session(actor_of(request), consultation.slug, planned)
    except (Invalid, Refused) as again:
        return await new(request, wrong=again, filled=data)
    return see_other(request, "desk-session-plan", code=made.code)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the plan: its agenda, its form, and what can be done with it."""
    actor = enter(request)
    session = await find_session(request.path_params["code"])
    require(actor, Permission.DRAFT_READ, on=session)
    consultation = session.consultation
    plan = await plan_of(session)
    changeable = session.state in CHANGEABLE and not session.rehearsal
    return desk_page(
        request,
        "desk/sessions/plan.html",
        area=AREA,
        wrong=wrong,
        filled=session_filled(plan, consultation.time_zone) | dict(filled or {}),
        seen=seal(plan),
        session=session,
        state_words=STATE_WORDS,
        consultation=consultation,
        country=profile(consultation.agency.profile),
        agenda=await agenda_at_desk(session, plan),
        minutes=sum(item.minutes for item in plan.agenda),
        lasts=int((session.ends_at - session.starts_at).total_seconds() // 60),
        rehearsal=await rehearsal_of(session),
        may_plan=changeable and allows(actor, Permission.SESSION_PLAN, session),
        may_announce=_may_announce(actor, session),
        may_run=allows(actor, Permission.SESSION_RUN, session),
    )


async def save(request: Request) -> Response:
    """Plan it differently; the agenda stays."""
    session = await find_session(request.path_params["code"])
    data = await typed(request)
    try:
        form = read(SessionForm, data)
        before = await plan_of(session)
        planned = form.plan(session.consultation.time_zone, before)
        await change_session(actor_of(request), session.ref, planned, seen=first(data, "seen"))
    except (Invalid, Refused) as again:
        return await show(request, wrong=told(again), filled=data)
    return see_other(request, "desk-session-plan", code=session.code)


async def announce(request: Request) -> Response:
    """Announce it, unless something is missing."""
    code = request.path_params["code"]
    try:
        await announce_session(actor_of(request), code)
    except Refused as again:
        return await show(request, wrong=again)
    return see_other(request, "desk-session-plan", code=code)


async def begin_rehearsal(request: Request) -> Response:
    """Go to the run sheet of a copy that leaves nothing behind."""
    copy = await rehearse(actor_of(request), request.path_params["code"])
    return see_other(request, "desk-session", code=copy.code)


async def end_rehearsal(request: Request) -> Response:
    """Clear the copy away, and go back to the plan."""
    copy = await find_session(request.path_params["code"])
    require(actor_of(request), Permission.SESSION_RUN, on=copy)
    await copy.fetch_related("rehearsal_of")
    await clear_rehearsal(actor_of(request), copy.ref)
    there = copy.rehearsal_of
    if there is None:
        raise NotFound("session.not-found", _("There is no such session."))
    return see_other(request, "desk-session-plan", code=there.code)


def told(wrong: Invalid | Refused) -> ForumError:
    """Return the error as the page says it: whoever came second sends the form again."""
    if isinstance(wrong, Stale):
        return Refused(
            wrong.code,
            _(
                "Somebody changed this plan meanwhile. What you typed is still in the form. "
                "Look at the rest, then save again."
            ),
        )
    return wrong


def _may_announce(actor: Actor, session: Session) -> bool:
    planned = session.state is State.PLANNED and not session.rehearsal
    return planned and allows(actor, Permission.SESSION_ANNOUNCE, session)


routes: list[Any] = [
    Page(
        "/desk/consultations/{slug:slug}/sessions/new",
        new,
        name="desk-session-new",
        reads=Permission.SESSION_PLAN,
    ),
    Act(
        "/desk/consultations/{slug:slug}/sessions",
        create,
        Permission.SESSION_PLAN,
        name="desk-session-create",
    ),
    Page(
        "/desk/sessions/{code:code6}/plan",
        show,
        name="desk-session-plan",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/sessions/{code:code6}/plan",
        save,
        Permission.SESSION_PLAN,
        name="desk-session-save",
    ),
    Act(
        "/desk/sessions/{code:code6}/announcement",
        announce,
        Permission.SESSION_ANNOUNCE,
        name="desk-session-announcement",
    ),
    Act(
        "/desk/sessions/{code:code6}/rehearsal",
        begin_rehearsal,
        Permission.SESSION_RUN,
        name="desk-session-rehearsal",
    ),
    Act(
        "/desk/sessions/{code:code6}/rehearsal/clearing",
        end_rehearsal,
        Permission.SESSION_RUN,
        name="desk-session-clearing",
    ),
]

"""The agenda of a session at the desk: points added, changed, moved, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, NotFound, Refused
from forum.core.i18n import _
from forum.profiles.load import profile
from forum.sessions.actions import change_session
from forum.sessions.models import Session
from forum.sessions.plans import ItemPlan, seal
from forum.sessions.queries import find_session, plan_of
from forum.sessions.rules import STEP_WORDS
from forum.site.desk import session_plan
from forum.site.desk.frame import desk_page, enter
from forum.site.desk.poll_words import poll_choices
from forum.site.desk.session_form import item_filled, of_item, read_item, usual_item
from forum.site.desk.session_points import agenda_at_desk
from forum.web.forms import Form, Typed, first, listed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class MoveForm(Form):
    """Where a point goes: one place up or down."""

    to: Literal["up", "down"]


async def add_clauses(request: Request) -> Response:
    """Put clauses of the draft on the agenda as they are usually discussed."""
    session = await find_session(request.path_params["code"])
    chosen = listed(await typed(request), "clauses").get("clauses", [])
    plan = await plan_of(session)
    more = tuple(usual_item(lineage) for lineage in dict.fromkeys(chosen))
    return await _changed(request, session, (*plan.agenda, *more))


async def new(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form of a new point."""
    return await _form(request, await find_session(request.path_params["code"]), wrong, filled)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the form of one point."""
    session = await find_session(request.path_params["code"])
    return await _form(request, session, wrong, filled, request.path_params["ref"])


async def add(request: Request) -> Response:
    """Put a new point at the end of the agenda."""
    session = await find_session(request.path_params["code"])
    data = await typed(request)
    plan = await plan_of(session)
    try:
        agenda = (*plan.agenda, read_item(data))
        await _keep(request, session, agenda, len(agenda))
    except (Invalid, Refused) as again:
        return await new(request, wrong=session_plan.told(again), filled=data)
    return _back(request, session)


async def save(request: Request) -> Response:
    """Change one point."""
    session = await find_session(request.path_params["code"])
    data = await typed(request)
    agenda = (await plan_of(session)).agenda
    place = _place(agenda, request.path_params["ref"])
    try:
        changed = read_item(data, agenda[place].ref)
        after = (*agenda[:place], changed, *agenda[place + 1 :])
        await _keep(request, session, after, place + 1, seen=first(data, "seen"))
    except (Invalid, Refused) as again:
        return await show(request, wrong=session_plan.told(again), filled=data)
    return _back(request, session)


async def move(request: Request) -> Response:
    """Move a point one place up or down."""
    session = await find_session(request.path_params["code"])
    agenda = list((await plan_of(session)).agenda)
    place = _place(agenda, request.path_params["ref"])
    form = read(MoveForm, await typed(request))
    to = min(max(place + (1 if form.to == "down" else -1), 0), len(agenda) - 1)
    agenda.insert(to, agenda.pop(place))
    return await _changed(request, session, agenda)


async def remove(request: Request) -> Response:
    """Take a point off the agenda."""
    session = await find_session(request.path_params["code"])
    agenda = list((await plan_of(session)).agenda)
    del agenda[_place(agenda, request.path_params["ref"])]
    return await _changed(request, session, agenda)


routes = [
    Act(
        "/desk/sessions/{code:code6}/agenda",
        add_clauses,
        Permission.SESSION_PLAN,
        name="desk-session-agenda",
    ),
    Page(
        "/desk/sessions/{code:code6}/agenda/new",
        new,
        name="desk-session-item-new",
        reads=Permission.SESSION_PLAN,
    ),
    Act(
        "/desk/sessions/{code:code6}/agenda/new",
        add,
        Permission.SESSION_PLAN,
        name="desk-session-item-add",
    ),
    Page(
        "/desk/sessions/{code:code6}/agenda/{ref:ref}",
        show,
        name="desk-session-item",
        reads=Permission.SESSION_PLAN,
    ),
    Act(
        "/desk/sessions/{code:code6}/agenda/{ref:ref}",
        save,
        Permission.SESSION_PLAN,
        name="desk-session-item-save",
    ),
    Act(
        "/desk/sessions/{code:code6}/agenda/{ref:ref}/move",
        move,
        Permission.SESSION_PLAN,
        name="desk-session-item-move",
    ),
    Act(
        "/desk/sessions/{code:code6}/agenda/{ref:ref}/removal",
        remove,
        Permission.SESSION_PLAN,
        name="desk-session-item-removal",
    ),
]


async def _form(
    request: Request,
    session: Session,
    wrong: ForumError | None,
    filled: Typed | None,
    ref: str = "",
) -> Response:
    actor = enter(request)
    require(actor, Permission.SESSION_PLAN, on=session)
    plan = await plan_of(session)
    item = plan.agenda[_place(plan.agenda, ref)] if ref else ItemPlan()
    agenda = await agenda_at_desk(session, plan)
    typed_in = listed(filled, "steps") if filled else {}
    return desk_page(
        request,
        "desk/sessions/item.html",
        area=session_plan.AREA,
        wrong=wrong,
        session=session,
        country=profile(session.consultation.agency.profile),
        filled=item_filled(item) | dict(typed_in),
        seen=seal(plan),
        ref=ref,
        clauses=[("", _("Not about a clause")), *agenda.clauses],
        steps=[(step.value, _(word)) for step, word in STEP_WORDS.items()],
        choices=poll_choices(),
    )


async def _changed(request: Request, session: Session, agenda: Sequence[ItemPlan]) -> Response:
    try:
        await _keep(request, session, agenda, len(agenda))
    except (Invalid, Refused) as again:
        return await session_plan.show(request, wrong=again)
    return _back(request, session)


async def _keep(
    request: Request, session: Session, agenda: Sequence[ItemPlan], number: int, *, seen: str = ""
) -> None:
    """Keep the plan with this agenda; complaints are told in the names of the item's own page."""
    plan = await plan_of(session)
    after = replace(plan, agenda=tuple(agenda))
    try:
        await change_session(actor_of(request), session.ref, after, seen=seen or seal(plan))
    except Invalid as wrong:
        raise of_item(wrong, number) from None


def _place(agenda: Sequence[ItemPlan], ref: str) -> int:
    found = [place for place, item in enumerate(agenda) if item.ref == ref]
    if not found:
        raise NotFound("agenda.not-found", _("This point is not on the agenda any more."))
    return found[0]


def _back(request: Request, session: Session) -> Response:
    return see_other(request, "desk-session-plan", anchor="agenda", code=session.code)

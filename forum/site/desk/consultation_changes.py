"""Changing what was announced: one small page for each deed, because each needs a reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, allows, require
from forum.consultations import actions
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.consultations.rules import MOVES, Phase
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import N_, _
from forum.site.desk.frame import address, desk_page, enter
from forum.web.forms import Form, Typed, read, typed
from forum.web.identity import actor_of
from forum.web.moments import read_moment, write_moment
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class ChangeForm(Form):
    """A reason, and for some deeds the new time."""

    reason: str = ""
    closes: str = ""
    respond_by: str = ""


Do = Callable[[Actor, Consultation, ChangeForm], Awaitable[Consultation]]


@dataclass(frozen=True)
class Deed:
    """One thing that can be done to an announced consultation."""

    address: str
    permission: Permission
    to: Phase | None
    asks: str
    title: str
    explained: str
    button: str
    do: Do

    @property
    def name(self) -> str:
        """The name of its page."""
        return f"desk-consultation-{self.address}"


async def _extend(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    closes_at = moment_typed("closes", form.closes, consultation)
    if closes_at is None:
        raise Invalid({"closes": _("Say when it closes instead.")})
    return await actions.extend(actor, consultation.slug, closes_at, form.reason)


async def _put_off(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    respond_by = moment_typed("respond_by", form.respond_by, consultation)
    if respond_by is None:
        raise Invalid({"respond_by": _("Say when everything is answered instead.")})
    return await actions.put_off_answers(actor, consultation.slug, respond_by, form.reason)


async def _take_late(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.take_late(actor, consultation.slug, form.reason)


async def _pause(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.pause(actor, consultation.slug, form.reason)


async def _resume(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.resume(actor, consultation.slug, form.reason)


async def _withdraw(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.withdraw(actor, consultation.slug, form.reason)


def moment_typed(name: str, text: str, consultation: Consultation) -> datetime | None:
    """Return the moment that was typed on the consultation's clock, or complain about the field."""
    try:
        return read_moment(text, consultation.time_zone)
    except ValueError as sentence:
        raise Invalid({name: str(sentence)}) from None


DEEDS = (
    Deed(
        "extension",
        Permission.CONSULTATION_EXTEND,
        None,
        "closes",
        N_("Extend the consultation"),
        N_("It can only be made longer. The answers may come as much later."),
        N_("Extend"),
        _extend,
    ),
    Deed(
        "pause",
        Permission.CONSULTATION_PAUSE,
        Phase.PAUSED,
        "",
        N_("Pause the consultation"),
        N_("Nobody can comment until it goes on. The time lost is added at the end."),
        N_("Pause"),
        _pause,
    ),
    Deed(
        "resumption",
        Permission.CONSULTATION_PAUSE,
        Phase.OPEN,
        "",
        N_("Go on with the consultation"),
        N_("People can comment again. The time lost is added at the end."),
        N_("Go on"),
        _resume,
    ),
    Deed(
        "promise",
        Permission.PROMISE_EXTEND,
        None,
        "respond_by",
        N_("Put the answers off"),
        N_(
            "Everybody sees the new day, the first one and why. In the record of the agency the"
            " first one counts."
        ),
        N_("Put off"),
        _put_off,
    ),
    Deed(
        "late",
        Permission.LATE_PERMIT,
        None,
        "",
        N_("Take what comes late"),
        N_(
            "People can still write until everything is answered. What they send is marked as late"
            " and need not be answered, unless you admit it."
        ),
        N_("Take it"),
        _take_late,
    ),
    Deed(
        "withdrawal",
        Permission.CONSULTATION_WITHDRAW,
        Phase.WITHDRAWN,
        "",
        N_("Withdraw the consultation"),
        N_("It ends without a result, for good. What people wrote stays readable."),
        N_("Withdraw"),
        _withdraw,
    ),
)


def offered(request: Request, actor: Actor, consultation: Consultation) -> list[tuple[str, str]]:
    """Return word and address of each deed that this person may do just now."""
    return [
        (_(deed.title), address(request, deed.name, slug=consultation.slug))
        for deed in DEEDS
        if _possible(deed, actor, consultation)
    ]


async def show(
    request: Request,
    deed: Deed,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
) -> Response:
    """Show what the deed means, and the form that asks why."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, deed.permission, on=consultation)
    zone = consultation.time_zone
    begun = {
        "reason": "",
        "closes": write_moment(consultation.closes_at, zone),
        "respond_by": write_moment(consultation.respond_by, zone),
    }
    return desk_page(
        request,
        "desk/consultations/change.html",
        area="desk-consultations",
        wrong=wrong,
        filled=begun | dict(filled or {}),
        consultation=consultation,
        deed=deed,
    )


async def act(request: Request, deed: Deed) -> Response:
    """Do it, and go back to the consultation."""
    slug = request.path_params["slug"]
    consultation = await find_consultation(slug)
    data = await typed(request)
    try:
        await deed.do(actor_of(request), consultation, read(ChangeForm, data))
    except (Invalid, Refused) as again:
        return await show(request, deed, wrong=again, filled=data)
    return see_other(request, "desk-consultation", slug=slug)


def _possible(deed: Deed, actor: Actor, consultation: Consultation) -> bool:
    moves = deed.to is None or deed.to in MOVES[consultation.phase]
    if deed.permission is Permission.LATE_PERMIT and consultation.takes_late:
        return False
    return moves and allows(actor, deed.permission, consultation)


routes = [
    route
    for deed in DEEDS
    for where in [f"/desk/consultations/{{slug:slug}}/{deed.address}"]
    for route in (
        Page(where, partial(show, deed=deed), name=deed.name, reads=deed.permission),
        Act(where, partial(act, deed=deed), deed.permission, name=f"{deed.name}-act"),
    )
]

"""Changing what was announced: one small page for each deed, because each needs a reason."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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
    """A reason, and for an extension the new closing time."""

    reason: str = ""
    closes: str = ""


Do = Callable[[Actor, Consultation, ChangeForm], Awaitable[Consultation]]


@dataclass(frozen=True)
class Deed:
    """One thing that can be done to an announced consultation."""

    address: str
    permission: Permission
    to: Phase | None
    title: str
    explained: str
    button: str
    do: Do

    @property
    def name(self) -> str:
        """The name of its page."""
        return f"desk-consultation-{self.address}"

    @property
    def asks_for_a_time(self) -> bool:
        """Whether it needs a new closing time."""
        return self.to is None


async def _extend(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    try:
        closes_at = read_moment(form.closes, consultation.time_zone)
    except ValueError as sentence:
        raise Invalid({"closes": str(sentence)}) from None
    if closes_at is None:
        raise Invalid({"closes": _("Say when it closes instead.")})
    return await actions.extend(actor, consultation.slug, closes_at, form.reason)


async def _pause(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.pause(actor, consultation.slug, form.reason)


async def _resume(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.resume(actor, consultation.slug, form.reason)


async def _withdraw(actor: Actor, consultation: Consultation, form: ChangeForm) -> Consultation:
    return await actions.withdraw(actor, consultation.slug, form.reason)


DEEDS = (
    Deed(
        "extension",
        Permission.CONSULTATION_EXTEND,
        None,
        N_("Extend the consultation"),
        N_("It can only be made longer. The answers may come as much later."),
        N_("Extend"),
        _extend,
    ),
    Deed(
        "pause",
        Permission.CONSULTATION_PAUSE,
        Phase.PAUSED,
        N_("Pause the consultation"),
        N_("Nobody can comment until it goes on. The time lost is added at the end."),
        N_("Pause"),
        _pause,
    ),
    Deed(
        "resumption",
        Permission.CONSULTATION_PAUSE,
        Phase.OPEN,
        N_("Go on with the consultation"),
        N_("People can comment again. The time lost is added at the end."),
        N_("Go on"),
        _resume,
    ),
    Deed(
        "withdrawal",
        Permission.CONSULTATION_WITHDRAW,
        Phase.WITHDRAWN,
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
    begun = {"reason": "", "closes": write_moment(consultation.closes_at, consultation.time_zone)}
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

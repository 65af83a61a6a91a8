"""Asking people again about the version made from what they said: when, why, what is missing."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.consultations.linter import WARNINGS
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _
from forum.profiles.load import profile
from forum.publication.actions import NextRound, reconsult
from forum.publication.queries import readiness_of
from forum.publication.rules import what_is_unsettled
from forum.site.desk.consultation_changes import moment_typed
from forum.site.desk.frame import desk_page, enter
from forum.site.desk.plan_form import suggested
from forum.web.forms import Form, Typed, listed, read, typed
from forum.web.identity import actor_of
from forum.web.moments import write_moment
from forum.web.pages import see_other
from forum.web.routes import Act, Page


class RoundForm(Form):
    """The new timetable, the reason, and the warnings set aside in one's own name."""

    opens: str = ""
    closes: str = ""
    respond_by: str = ""
    reason: str = ""
    set_aside: tuple[str, ...] = ()


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show what asking again means, what is missing before it, and the form."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.CONSULTATION_RECONSULT, on=consultation)
    country, zone = profile(consultation.standard.profile), consultation.time_zone
    plan = suggested(consultation.title, consultation.contact, zone, country, clock.now())
    begun = {
        "opens": write_moment(plan.opens_at, zone),
        "closes": write_moment(plan.closes_at, zone),
        "respond_by": write_moment(plan.respond_by, zone),
        "reason": "",
    }
    state, _trace = await readiness_of(consultation)
    return desk_page(
        request,
        "desk/consultations/reconsultation.html",
        area="desk-consultations",
        wrong=wrong,
        filled=begun | dict(filled or {}),
        ticked=listed(filled or {}, "set_aside").get("set_aside", []),
        consultation=consultation,
        missing=[{"state": "stop", "sentence": one} for one in what_is_unsettled(state)],
        warnings=[(code, _(sentence)) for code, sentence in WARNINGS.items()],
    )


async def act(request: Request) -> Response:
    """Ask again, and go back to the consultation."""
    slug, data = request.path_params["slug"], await typed(request)
    try:
        form = read(RoundForm, listed(data, "set_aside"))
        consultation = await find_consultation(slug)
        await reconsult(
            actor_of(request),
            slug,
            NextRound(
                opens_at=moment_typed("opens", form.opens, consultation),
                closes_at=moment_typed("closes", form.closes, consultation),
                respond_by=moment_typed("respond_by", form.respond_by, consultation),
                reason=form.reason,
                set_aside=form.set_aside,
            ),
        )
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    return see_other(request, "desk-consultation", slug=slug)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/reconsultation",
        show,
        name="desk-reconsultation",
        reads=Permission.CONSULTATION_RECONSULT,
    ),
    Act(
        "/desk/consultations/{slug:slug}/reconsultation",
        act,
        Permission.CONSULTATION_RECONSULT,
        name="desk-reconsultation-act",
    ),
]

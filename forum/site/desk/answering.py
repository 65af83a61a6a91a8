"""Which consultations have something to answer, and what waits there for whom."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, Role, allows
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core.i18n import N_, _, local, ngettext
from forum.participation.rules import GONE
from forum.responses.objecting import ObjectionState
from forum.responses.queries import desk_counts, in_answering, objections_at_desk
from forum.site.desk.frame import Waiting, address, desk_page, enter
from forum.web.identity import actor_of
from forum.web.routes import Page

PART_WORDS = {
    "unanswered": N_("not answered"),
    "drafts": N_("drafts"),
    "returned": N_("sent back"),
    "proposed": N_("wait for approval"),
    "approved": N_("answered"),
    "late": N_("came late"),
}


async def index(request: Request) -> Response:
    """List the consultations that have something to answer."""
    actor = enter(request)
    everything = await in_answering(
        actor.agencies_as(Role.RESPONDER, Role.REVIEWER, Role.OWNER, Role.PUBLISHER)
    )
    found = [one for one in everything if allows(actor, Permission.DRAFT_READ, one)]
    counts = await desk_counts([one.id for one in found])
    rows = [(one, counts[one.id]) for one in found]
    return desk_page(
        request, "desk/responses/index.html", area="desk-responses", rows=rows, parts=PART_WORDS
    )


async def waiting_here(request: Request) -> list[Waiting]:
    """Tell the first page of the desks what waits for an answer or for approval."""
    actor = actor_of(request)
    lines = []
    found = await in_answering(actor.agencies_as(Role.RESPONDER, Role.REVIEWER))
    counted = await desk_counts([one.id for one in found])
    for consultation in found:
        counts = counted[consultation.id]
        for part, permission, sentence in _sentences(counts):
            if counts[part] and allows(actor, permission, consultation):
                lines.append(
                    Waiting(
                        sentence % {"num": counts[part]},
                        address(request, "desk-answers", slug=consultation.slug) + f"?part={part}",
                        about=local(consultation.title),
                        until=consultation.respond_by,
                        zone=consultation.time_zone,
                    )
                )
    return [*lines, *await _objections(request, found)]


async def _objections(request: Request, found: list[Consultation]) -> list[Waiting]:
    """Tell who has to do something about which objection: the desk, or somebody who agrees."""
    actor = actor_of(request)
    looked_at = {one.id: one for one in found if one.phase is Phase.SECOND_LOOK}
    every = await objections_at_desk(looked_at) if looked_at else []
    return [
        Waiting(
            _(sentence) % {"number": one.contribution.ref},
            address(request, "desk-objections", slug=consultation.slug) + f"#o-{one.ref}",
            about=local(consultation.title),
            since=one.raised_at,
            until=consultation.second_look_until,
            zone=consultation.time_zone,
        )
        for one in every
        for consultation in [looked_at[one.consultation_id]]
        for state, permission, sentence in OBJECTIONS_WAIT
        if one.state is state
        and one.contribution.showing not in GONE
        and allows(actor, permission, consultation)
    ]


OBJECTIONS_WAIT = (
    (
        ObjectionState.RAISED,
        Permission.OBJECTION_SETTLE,
        N_("An author objects to the answer to %(number)s"),
    ),
    (
        ObjectionState.PROPOSED,
        Permission.OBJECTION_DECIDE,
        N_("An answer is to stay as it is in spite of an objection: %(number)s"),
    ),
)


def _sentences(counts: dict[str, int]) -> list[tuple[str, Permission, str]]:
    return [
        (
            "unanswered",
            Permission.RESPONSE_WRITE,
            ngettext(
                "%(num)s contribution is not answered",
                "%(num)s contributions are not answered",
                counts["unanswered"],
            ),
        ),
        (
            "returned",
            Permission.RESPONSE_WRITE,
            ngettext(
                "%(num)s answer was sent back", "%(num)s answers were sent back", counts["returned"]
            ),
        ),
        (
            "proposed",
            Permission.RESPONSE_APPROVE,
            ngettext(
                "%(num)s answer waits for your approval",
                "%(num)s answers wait for your approval",
                counts["proposed"],
            ),
        ),
    ]


routes = [
    Page("/desk/responses", index, name="desk-responses", reads=Permission.DESK_ENTER),
]

"""The desk of sessions: what is planned, what is in progress, what still needs its minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, Role, allows
from forum.consultations.models import Consultation
from forum.consultations.queries import consultations_at_desk
from forum.core.i18n import N_, _, local
from forum.sessions.models import Session
from forum.sessions.queries import sessions_at_desk
from forum.sessions.rules import RUNNING, STATE_WORDS, State
from forum.site.desk.frame import Waiting, address, desk_page, enter
from forum.web.identity import actor_of
from forum.web.routes import Page

AREA = "desk-sessions"

PARTS = (
    (N_("In progress"), RUNNING),
    (N_("Planned"), frozenset({State.PLANNED, State.ANNOUNCED})),
    (N_("Minutes to be written"), frozenset({State.ENDED, State.MINUTES_DRAFT, State.CORRECTION})),
    (N_("Finished"), frozenset({State.ADOPTED})),
)
WAITS, TO_MINUTE = PARTS[1][1], PARTS[2][1]


@dataclass(frozen=True)
class Row:
    """A session in the list, and the page where work on it goes on."""

    session: Session
    href: str
    word: str


async def index(request: Request) -> Response:
    """List the sessions of this person's agencies by what has to be done with them."""
    actor = enter(request)
    sessions = await _mine(actor)
    real = [one for one in sessions if not one.rehearsal]
    parts = [(_(title), _in_state(real, states)) for title, states in PARTS]
    parts.append((_("Rehearsals"), [one for one in sessions if one.rehearsal]))
    return desk_page(
        request,
        "desk/sessions/index.html",
        area=AREA,
        state_words=STATE_WORDS,
        parts=[
            (title, [_row(request, actor, one) for one in rows]) for title, rows in parts if rows
        ],
        consultations=await _plannable(actor),
    )


async def waiting_here(request: Request) -> list[Waiting]:
    """Tell the first page of the desks which sessions are near, run, or lack their minutes."""
    actor = actor_of(request)
    lines = []
    for one in await _mine(actor):
        said = _sentence(actor, one)
        if said and not one.rehearsal:
            lines.append(
                Waiting(
                    said % {"title": local(one.title)},
                    _place(request, actor, one)[0],
                    about=local(one.consultation.title),
                    since=one.ends_at if one.state in TO_MINUTE else None,
                    until=one.starts_at if one.state in WAITS else None,
                    zone=one.consultation.time_zone,
                )
            )
    return lines


routes = [Page("/desk/sessions", index, name=AREA, reads=Permission.DESK_ENTER)]


async def _mine(actor: Actor) -> list[Session]:
    rows = await sessions_at_desk({grant.agency_id for grant in actor.grants})
    return [one for one in rows if allows(actor, Permission.DRAFT_READ, one)]


async def _plannable(actor: Actor) -> list[Consultation]:
    agencies = actor.agencies_as(Role.OWNER, Role.CHAIR)
    if not agencies:
        return []
    rows = await consultations_at_desk(agencies)
    return [one for one in rows if allows(actor, Permission.SESSION_PLAN, one)]


def _in_state(sessions: Sequence[Session], states: frozenset[State]) -> list[Session]:
    """Return those in these states: those to come the soonest first, the rest the latest."""
    found = [one for one in sessions if one.state in states]
    return found[::-1] if State.ANNOUNCED in states else found


def _row(request: Request, actor: Actor, session: Session) -> Row:
    return Row(session, *_place(request, actor, session))


def _place(request: Request, actor: Actor, session: Session) -> tuple[str, str]:
    """Return where the work on a session goes on for this person, and what that is called."""
    if session.state in TO_MINUTE | PARTS[3][1] and not session.rehearsal:
        return address(request, "desk-minutes", code=session.code), _("Minutes")
    running = session.state in RUNNING or session.rehearsal
    if running and allows(actor, Permission.SESSION_WATCH, session):
        return address(request, "desk-session", code=session.code), _("Run sheet")
    return address(request, "desk-session-plan", code=session.code), _("Plan")


def _sentence(actor: Actor, session: Session) -> str:
    if session.state is State.PLANNED and allows(actor, Permission.SESSION_ANNOUNCE, session):
        return _("Finish the plan and announce: %(title)s")
    begins = session.state is State.ANNOUNCED and not session.withdrawn
    if begins and allows(actor, Permission.SESSION_RUN, session):
        return _("You can rehearse and chair: %(title)s")
    if session.state in RUNNING and allows(actor, Permission.SESSION_WATCH, session):
        return _("In progress: %(title)s")
    if session.state in TO_MINUTE and allows(actor, Permission.SESSION_NOTE, session):
        return _("Minutes to be finished: %(title)s")
    return ""

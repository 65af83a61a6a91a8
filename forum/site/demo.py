"""The demonstration: sign in as anybody, move the clock, read the mail. Only under `forum demo`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from forum.access.policy import Actor, Permission, require
from forum.accounts.actions import begin_sign_in
from forum.accounts.models import Person, RoleGrant
from forum.accounts.queries import person_behind
from forum.consultations.queries import coming_moves, latest_move
from forum.consultations.rules import Phase
from forum.consultations.sentences import what_happened
from forum.core import clock, mail
from forum.core.errors import NotFound
from forum.core.i18n import N_, _
from forum.core.jobs import run_due
from forum.sessions.actions import advance_due
from forum.sessions.queries import sessions_now
from forum.web.forms import Form, read_form
from forum.web.identity import actor_of, remember
from forum.web.pages import onward, page, see_other
from forum.web.routes import Act, Page

A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Part:
    """One of the cast, and what to try as that person."""

    email: str
    role: str
    try_this: str


CAST = (
    Part(
        "sari@warga.example",
        N_("a citizen"),
        N_("Comment on clause 3.1 of the identity card, and read what becomes of it."),
    ),
    Part(
        "budi@warga.example",
        N_("another citizen"),
        N_("Support what Sari wrote, or say the opposite."),
    ),
    Part(
        "maya@contoh.example",
        N_("the moderator"),
        N_("Show, cover or hide what waits in the queue, with a rule and a reason."),
    ),
    Part(
        "omar@contoh.example",
        N_("the official"),
        N_("Write drafts, announce, answer, edit the next version and publish it."),
    ),
    Part(
        "rina@contoh.example",
        N_("the reviewer"),
        N_("Approve answers, or send them back."),
    ),
)

CITIZEN, CHAIR = "sari@warga.example", "maya@contoh.example"
"""Who enters the session in progress from which side."""

EVENTS = {
    Phase.OPEN: N_("Opens"),
    Phase.CLOSED: N_("Closes"),
    Phase.ANSWERING: N_("Answering begins"),
    Phase.SECOND_LOOK: N_("The second look ends"),
}
"""What the clock does by itself."""

SHOWN = 4


class PartForm(Form):
    """Whom to be, and where to go on from there."""

    email: str
    onward: str = ""


async def show(request: Request) -> Response:
    """Show the session in progress, the cast, the clock with its next event, and the mail."""
    people = {person.email: person for person in await Person.filter(email__in=_EMAILS)}
    return page(
        request,
        "demo/show.html",
        session=next(iter(await sessions_now()), None),
        citizen=people.get(CITIZEN),
        chair=people.get(CHAIR),
        cast=[(part, people[part.email]) for part in CAST if part.email in people],
        now=clock.now(),
        coming=(await coming_moves())[:SHOWN],
        latest=await latest_move(),
        events=EVENTS,
        happened=what_happened,
        zone=request.app.state.settings.time_zone,
    )


async def sign_in(request: Request) -> Response:
    """Sign in as one of the cast, with the second factor taken as given."""
    actor = actor_of(request)
    require(actor, Permission.DEMO_PLAY)
    form = await read_form(PartForm, request)
    person = await Person.get_or_none(email=form.email) if form.email in _EMAILS else None
    if person is None:
        raise NotFound("demo.unknown", _("Choose one of the people of the demonstration."))
    token = await begin_sign_in(actor, person, device=_("Demonstration"), code_given=True)
    staff = await RoleGrant.exists(person_id=person.id)
    home = request.app.url_path_for("desk" if staff else "home")
    response = RedirectResponse(onward(form.onward, home), status_code=303)
    remember(response, request, token, seconds=7 * A_DAY)
    return response


async def next_event(request: Request) -> Response:
    """Move the forum's clock to the next thing that is planned, and let it happen."""
    actor = actor_of(request)
    require(actor, Permission.DEMO_PLAY)
    for move in (await coming_moves())[:1]:
        clock.set_ahead(clock.ahead() + max(move.at - clock.now(), timedelta()))
    await advance_due()
    await run_due()
    response = see_other(request, "demo")
    if actor.signed_in:
        await _stay_signed_in(request, response, actor)
    return response


async def letters(request: Request) -> Response:
    """Show the letters that would have been sent, newest first."""
    found = await mail.letters_in(request.app.state.settings.mail_path)
    return page(request, "demo/mail.html", letters=found)


async def _stay_signed_in(request: Request, response: Response, actor: Actor) -> None:
    """Days pass in a second, which would end every sign-in: this one goes on."""
    person = await person_behind(actor)
    token = await begin_sign_in(actor, person, device=_("Demonstration"), code_given=actor.is_staff)
    remember(response, request, token, seconds=7 * A_DAY)


_EMAILS = [part.email for part in CAST]

routes = [
    Page("/demo", show, name="demo"),
    Page("/demo/mail", letters, name="demo-mail"),
    Act("/demo/sign-in", sign_in, Permission.DEMO_PLAY, name="demo-sign-in"),
    Act("/demo/next-event", next_event, Permission.DEMO_PLAY, name="demo-next-event"),
]

"""The minutes of a session: read, corrected by those who were there, printed as a form."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, allows
from forum.core import clock
from forum.core.errors import ForumError, Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import new_ref
from forum.profiles.load import profile
from forum.sessions.actions.minutes_corrections import Correcting, propose_correction
from forum.sessions.models import Minutes, Session
from forum.sessions.official_record import Held, fill_in
from forum.sessions.queries import find_visible
from forum.sessions.queries.minutes import minutes_of, paragraphs_of, since, was_present
from forum.sessions.rules import STATE_WORDS, State
from forum.site.minuted import covered_since, reading_of
from forum.web.forms import Form, Typed, read, typed
from forum.web.identity import actor_of
from forum.web.pages import page, see_other
from forum.web.routes import Act, Page


class CorrectionForm(Form):
    """What is wrong in one paragraph."""

    paragraph: str
    text: str = ""
    once: str = ""

    def correcting(self) -> Correcting:
        """Return it as the action takes it."""
        return Correcting(paragraph=self.paragraph, text=self.text, once=self.once)


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the minutes: to those present and the office while they are a draft, then to all."""
    actor, session, minutes, present = await _readable(request)
    filled = filled or {}
    open_until = minutes.correct_until if session.state is State.CORRECTION else None
    in_time = open_until is not None and clock.now() < open_until
    return page(
        request,
        "minutes/show.html",
        wrong=wrong,
        filled=filled,
        reading=await reading_of(actor, session, minutes),
        session=session,
        minutes=minutes,
        state_word=_(STATE_WORDS[session.state]),
        in_time=in_time,
        may_correct=in_time and present,
        may_write=allows(actor, Permission.DRAFT_READ, session),
        official_name=profile(session.consultation.agency.profile).words.official_record,
        once=new_ref(),
        kept=wrong is not None and wrong.code != "correction.no-key" and "once" in filled,
    )


async def correct(request: Request) -> Response:
    """Take what somebody says about one paragraph."""
    code = request.path_params["code"]
    data = await typed(request)
    try:
        form = read(CorrectionForm, data)
        await propose_correction(actor_of(request), code, form.correcting())
    except (Invalid, Refused, NotAllowed) as again:
        return await show(request, wrong=again, filled=data)
    anchor = f"p-{form.paragraph.replace(':', '-')}"
    return see_other(request, "session-minutes", anchor=anchor, code=code)


async def document(request: Request) -> Response:
    """Return the exact bytes whose fingerprint stands in the record."""
    session = await find_visible(actor_of(request), request.path_params["code"])
    minutes = await minutes_of(session)
    if session.state is not State.ADOPTED:
        raise NotFound("minutes.not-adopted", _("These minutes are not adopted yet."))
    stored = paragraphs_of(minutes)
    if covered_since(stored, await since(session.id, stored)):
        raise Refused(
            "minutes.covered",
            _("This file cites words that were covered or erased since, so it is not given out."),
        )
    headers = {"cache-control": "no-cache"}
    return Response(minutes.document.encode(), media_type="application/json", headers=headers)


async def official_record(request: Request) -> Response:
    """Show the form of the profile, filled in and ready to be printed and signed."""
    actor, session, minutes, _present = await _readable(request)
    if session.state is not State.ADOPTED and not allows(actor, Permission.DRAFT_READ, session):
        raise NotFound("minutes.not-adopted", _("These minutes are not adopted yet."))
    consultation = session.consultation
    agency = consultation.agency
    held = Held(agency.name, consultation.standard.title, consultation.time_zone, agency.language)
    country = profile(agency.profile)
    return page(
        request,
        "minutes/record.html",
        session=session,
        minutes=minutes,
        agency=agency,
        record=fill_in(country, held, paragraphs_of(minutes)),
        official_name=country.words.official_record,
        adopted=session.state is State.ADOPTED,
    )


async def _readable(request: Request) -> tuple[Actor, Session, Minutes, bool]:
    """Return who asks, the session and its minutes, and whether whoever asks was there."""
    actor = actor_of(request)
    session = await find_visible(actor, request.path_params["code"])
    minutes = await minutes_of(session)
    present = await was_present(actor.person_id, session)
    public = session.state in (State.CORRECTION, State.ADOPTED)
    if not (public or present or allows(actor, Permission.DRAFT_READ, session)):
        raise NotFound(
            "minutes.draft",
            _("These minutes are being written. Soon everybody can read them here."),
        )
    return actor, session, minutes, present


routes = [
    Page("/sessions/{code:code6}/minutes", show, name="session-minutes"),
    Page("/sessions/{code:code6}/minutes.json", document, name="session-minutes-document"),
    Page("/sessions/{code:code6}/record", official_record, name="session-official-record"),
    Act(
        "/sessions/{code:code6}/minutes/corrections",
        correct,
        Permission.MINUTES_CORRECT,
        name="session-corrections",
    ),
]

"""The desk of the minutes: words put right, corrections decided, the minutes adopted."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows, require
from forum.core import clock
from forum.core.errors import ForumError, Invalid, Refused, Stale
from forum.core.format import zone_of
from forum.core.i18n import _
from forum.profiles.load import profile
from forum.sessions.actions.minutes import (
    Rewriting,
    adopt_minutes,
    edit_paragraph,
    open_correction,
)
from forum.sessions.actions.minutes_corrections import Deciding, decide_correction
from forum.sessions.minutes.correcting import CORRECTION_TIME, EDITABLE, Verdict
from forum.sessions.queries import find_visible
from forum.sessions.queries.minutes import find_correction, minutes_of
from forum.sessions.rules import STATE_WORDS, State
from forum.site.desk.frame import desk_page, enter, keeping_words
from forum.site.minuted import Reading, reading_of
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.moments import read_moment, write_moment
from forum.web.pages import see_other
from forum.web.routes import Act, Page

WORDS = ("text", "sentence", "problem", "term")


class DecisionForm(Form):
    """A verdict on one correction, its reason, and the paragraph as it reads from now on."""

    verdict: Verdict
    reason: str = ""


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show every paragraph with its form, and what has to be done before they are adopted."""
    actor = enter(request)
    session = await find_visible(actor, request.path_params["code"])
    require(actor, Permission.DRAFT_READ, on=session)
    minutes = await minutes_of(session)
    reading = await reading_of(actor, session, minutes)
    until = minutes.correct_until or clock.now() + CORRECTION_TIME
    return desk_page(
        request,
        "desk/minutes/show.html",
        area="desk-sessions",
        wrong=wrong,
        filled=filled or {},
        theirs=wrong.theirs if isinstance(wrong, Stale) else None,
        reading=reading,
        session=session,
        minutes=minutes,
        state_word=_(STATE_WORDS[session.state]),
        until=first(filled or {}, "until") or write_moment(until, reading.zone),
        zone=zone_of(until, reading.zone),
        todo=_todo(reading),
        official_name=profile(session.consultation.agency.profile).words.official_record,
        may_note=session.state in EDITABLE and allows(actor, Permission.SESSION_NOTE, session),
        may_adopt=session.state in EDITABLE and allows(actor, Permission.MINUTES_ADOPT, session),
    )


@keeping_words
async def write(request: Request) -> Response:
    """Save the words of one paragraph."""
    actor, code = actor_of(request), request.path_params["code"]
    data = await typed(request)
    return await _done(request, edit_paragraph(actor, code, _rewriting(data)), data)


@keeping_words
async def open_(request: Request) -> Response:
    """Ask those present for corrections, until a day."""
    actor, code = actor_of(request), request.path_params["code"]
    data = await typed(request)
    session = await find_visible(actor, code)
    require(actor, Permission.MINUTES_ADOPT, on=session)
    try:
        until = read_moment(first(data, "until"), session.consultation.time_zone)
    except ValueError as unread:
        return await show(request, wrong=Invalid({"until": str(unread)}), filled=data)
    return await _done(request, open_correction(actor, code, until), data)


@keeping_words
async def decide(request: Request) -> Response:
    """Take a correction or decline it."""
    actor, ref = actor_of(request), request.path_params["ref"]
    data = await typed(request)
    correction = await find_correction(ref)
    request.path_params["code"] = correction.minutes.session.code
    require(actor, Permission.SESSION_NOTE, on=correction.minutes.session)
    try:
        form = read(DecisionForm, data)
    except Invalid as again:
        return await show(request, wrong=again, filled=data)
    rewriting = _rewriting({**data, "paragraph": correction.paragraph})
    deciding = Deciding(verdict=form.verdict, reason=form.reason, rewriting=rewriting)
    return await _done(request, decide_correction(actor, ref, deciding), data)


async def adopt(request: Request) -> Response:
    """Make the minutes final."""
    return await _done(request, adopt_minutes(actor_of(request), request.path_params["code"]), {})


def _todo(reading: Reading) -> list[dict[str, str]]:
    """Say what is done and what is missing before the minutes can be adopted."""
    state, until = reading.session.state, reading.minutes.correct_until
    if state is State.ADOPTED:
        return []
    waiting = sum(len(one.waiting) for one in reading.shown)
    opened = state is State.CORRECTION
    over = opened and until is not None and clock.now() >= until
    steps = [
        (opened, _("Everybody can read the minutes, and those present can correct them.")),
        (over, _("The time for corrections is over.")),
        (not waiting, _("Every correction is decided, with a reason.")),
    ]
    return [{"state": "ok" if done else "todo", "sentence": words} for done, words in steps]


def _rewriting(data: Typed) -> Rewriting:
    seen = first(data, "seen")
    known = seen.isascii() and seen.isdecimal() and len(seen) < 10
    return Rewriting(
        paragraph=first(data, "paragraph"),
        words={name: first(data, name) for name in WORDS if name in data},
        seen=int(seen) if known else -1,
    )


async def _done(request: Request, act: Awaitable[object], data: Typed) -> Response:
    """Do it and come back to the paragraph, or show the page again with what was typed."""
    try:
        await act
    except (Invalid, Refused) as again:
        return await show(request, wrong=again, filled=data)
    key = first(data, "paragraph")
    anchor = f"p-{key.replace(':', '-')}" if key else ""
    return see_other(request, "desk-minutes", anchor=anchor, code=request.path_params["code"])


routes = [
    Page(
        "/desk/sessions/{code:code6}/minutes",
        show,
        name="desk-minutes",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/sessions/{code:code6}/minutes/words",
        write,
        Permission.SESSION_NOTE,
        name="desk-minutes-words",
    ),
    Act(
        "/desk/sessions/{code:code6}/minutes/correction",
        open_,
        Permission.MINUTES_ADOPT,
        name="desk-minutes-correction",
    ),
    Act(
        "/desk/sessions/{code:code6}/minutes/adoption",
        adopt,
        Permission.MINUTES_ADOPT,
        name="desk-minutes-adoption",
    ),
    Act(
        "/desk/corrections/{ref:ref}/decision",
        decide,
        Permission.SESSION_NOTE,
        name="desk-correction-decision",
    ),
]

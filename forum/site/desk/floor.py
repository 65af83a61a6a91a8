"""Moderating the floor: one entry of the queue, shown, hidden under a rule, or its author muted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, require
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import local
from forum.profiles.load import Measure, profile
from forum.sessions.models import QueueEntry
from forum.sessions.queries import find_entry, find_session
from forum.sessions.rules import ASK_WORDS, LONGEST_REASON
from forum.site.desk.frame import desk_page, enter, keeping_words
from forum.site.desk.run_sheet import run_page
from forum.site.desk.session_plan import AREA
from forum.stage.moves import decision_of, move_of, mute_of
from forum.web.forms import Typed, first, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


async def show(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show one entry with what can be decided about it and about its author."""
    entry = await find_entry(request.path_params["ref"])
    return await _page(request, entry, wrong, filled)


@keeping_words
async def decide(request: Request) -> Response:
    """Show an entry to everybody, or hide it."""
    ref = request.path_params["ref"]
    data = await typed(request)
    try:
        entry = await decision_of(actor_of(request), ref, data)
    except (Invalid, Refused) as again:
        return await show(request, again, data)
    return _back(request, entry)


@keeping_words
async def mute_or_not(request: Request) -> Response:
    """Take the word from somebody, or give it back."""
    code = request.path_params["code"]
    data = await typed(request)
    try:
        await mute_of(actor_of(request), code, data)
    except (Invalid, Refused) as again:
        entry = first(data, "entry")
        if not entry:
            return await run_page(request, await find_session(code), again)
        return await _page(request, await find_entry(entry), again, data)
    return see_other(request, "desk-session", code=code)


async def give_floor(request: Request) -> Response:
    """Let the author of an entry speak."""
    return await _moved(request, "floor")


async def mark_answered(request: Request) -> Response:
    """Note that it was answered in the room."""
    return await _moved(request, "answered")


routes = [
    Page(
        "/desk/queue/{ref:ref}",
        show,
        name="desk-queue-entry",
        reads=Permission.FLOOR_MODERATE,
    ),
    Act(
        "/desk/queue/{ref:ref}/decision",
        decide,
        Permission.FLOOR_MODERATE,
        name="desk-queue-decision",
    ),
    Act(
        "/desk/queue/{ref:ref}/floor",
        give_floor,
        Permission.SESSION_RUN,
        name="desk-queue-floor",
    ),
    Act(
        "/desk/queue/{ref:ref}/answer",
        mark_answered,
        Permission.SESSION_RUN,
        name="desk-queue-answer",
    ),
    Act(
        "/desk/sessions/{code:code6}/mutes",
        mute_or_not,
        Permission.FLOOR_MODERATE,
        name="desk-session-mutes",
    ),
]


async def _page(
    request: Request, entry: QueueEntry, wrong: ForumError | None, filled: Typed | None
) -> Response:
    actor = enter(request)
    require(actor, Permission.FLOOR_MODERATE, on=entry)
    session = entry.session
    rules = profile(session.consultation.agency.profile).moderation_rules
    return desk_page(
        request,
        "desk/sessions/entry.html",
        area=AREA,
        wrong=wrong,
        entry=entry,
        session=session,
        ask_words=ASK_WORDS,
        rule_options=[
            (rule.code, f"{rule.number}. {local(rule.name)}", local(rule.sentence))
            for rule in rules
            if Measure.HIDE in rule.measures
        ],
        longest=LONGEST_REASON,
        filled={"rule": "", "reason": "", "why": ""} | dict(filled or {}),
    )


async def _moved(request: Request, kind: str) -> Response:
    entry = await find_entry(request.path_params["ref"])
    data = {"kind": kind, "entry": entry.ref}
    try:
        await move_of(actor_of(request), entry.session.ref, data)
    except (Invalid, Refused) as again:
        return await run_page(request, entry.session, again, data)
    return _back(request, entry)


def _back(request: Request, entry: QueueEntry) -> Response:
    return see_other(request, "desk-session", code=entry.session.code)

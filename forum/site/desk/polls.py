"""Polls outside sessions: planned on a clause, opened while the draft is open, closed, annulled."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Permission, allows, require
from forum.consultations.queries import find_consultation
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import _, local
from forum.drafts.queries import clauses_of
from forum.profiles.load import profile
from forum.site.desk.frame import desk_page, enter
from forum.site.desk.poll_form import begun, read_poll
from forum.site.desk.poll_words import poll_choices
from forum.voting.actions import annul_poll, ask_annulment, close_poll, open_poll, plan_poll
from forum.voting.ballot_box import ballot_box
from forum.voting.models import Poll
from forum.voting.queries import cast_in, find_poll, polls_on
from forum.voting.rules import STATE_WORDS, Electorate, Kind
from forum.web.forms import Form, Typed, first, read, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page

AREA = "desk-consultations"


class AboutForm(Form):
    """Whether it decides something, and which clause it is about, if any."""

    kind: Kind = Kind.STRAW
    lineage: str = ""


class ReasonForm(Form):
    """Why a poll is annulled."""

    reason: str = ""


async def index(
    request: Request, wrong: ForumError | None = None, filled: Typed | None = None
) -> Response:
    """Show the polls of one consultation with what can be done, and the form of another one."""
    actor = enter(request)
    consultation = await find_consultation(request.path_params["slug"])
    require(actor, Permission.DRAFT_READ, on=consultation)
    polls = [poll for poll in await polls_on(consultation, drafts=True) if not poll.session_ref]
    blank = {one: value for kind in Kind for one, value in _begun(kind).items()}
    clauses = await clauses_of(consultation.version)
    return desk_page(
        request,
        "desk/polls/index.html",
        area=AREA,
        wrong=wrong,
        consultation=consultation,
        country=profile(consultation.agency.profile),
        polls=polls,
        cast=await cast_in(polls),
        state_words=STATE_WORDS,
        choices=_choices(),
        clauses=[
            ("", _("The whole draft")),
            *((one.lineage, f"{one.label} {local(one.text)[:60]}") for one in clauses),
        ],
        plans=allows(actor, Permission.POLL_PLAN, consultation),
        filled={**blank, "kind": Kind.STRAW.value, "lineage": "", "reason": "", **(filled or {})},
        failed=first(filled or {}, "poll"),
    )


async def create(request: Request) -> Response:
    """Plan a poll; nothing of it is public yet."""
    slug, data = request.path_params["slug"], await typed(request)
    require(actor_of(request), Permission.POLL_PLAN, on=await find_consultation(slug))
    try:
        about = read(AboutForm, data)
        plan = read_poll(data, _prefix(about.kind), about.kind)
        await plan_poll(actor_of(request), slug, plan, lineage=about.lineage)
    except (Invalid, Refused) as again:
        return await index(request, again, data)
    return see_other(request, "desk-polls", slug=slug)


async def open_(request: Request) -> Response:
    """Open voting until the consultation closes."""
    poll = await find_poll(request.path_params["ref"])
    try:
        await open_poll(actor_of(request), poll.ref)
    except (Invalid, Refused) as wrong:
        return await _again(request, poll, wrong)
    return _back(request, poll)


async def close(request: Request) -> Response:
    """Close voting before its time, and count."""
    poll = await find_poll(request.path_params["ref"])
    require(actor_of(request), Permission.POLL_RUN, on=poll)
    if poll.session_ref:
        raise _in_session()
    await ballot_box().drain()
    try:
        await close_poll(actor_of(request), poll.ref)
    except Refused as wrong:
        return await _again(request, poll, wrong)
    return _back(request, poll)


async def annul(request: Request) -> Response:
    """Ask for a poll to be annulled, or annul it as the second person."""
    poll, actor = await find_poll(request.path_params["ref"]), actor_of(request)
    data = await typed(request)
    require(actor, Permission.POLL_ANNUL, on=poll)
    if poll.session_ref:
        raise _in_session()
    try:
        if poll.annul_asked_by_id in (None, actor.person_id):
            await ask_annulment(actor, poll.ref, read(ReasonForm, data).reason)
        else:
            await annul_poll(actor, poll.ref)
    except (Invalid, Refused) as wrong:
        return await _again(request, poll, wrong, data)
    return _back(request, poll)


def _in_session() -> Refused:
    return Refused("poll.in-session", _("This poll belongs to a session. Use its run sheet."))


def _prefix(kind: Kind) -> str:
    return "vote." if kind is Kind.FORMAL else "straw."


def _begun(kind: Kind) -> dict[str, str]:
    prefix = _prefix(kind)
    return {**begun(kind, prefix), f"{prefix}electorate": Electorate.EVERYONE.value}


def _choices() -> dict[str, list[tuple[str, str, str]]]:
    """Nobody is present outside a session, so only everybody can be asked."""
    choices = poll_choices()
    everyone = [one for one in choices["electorates"] if one[0] == Electorate.EVERYONE]
    return {**choices, "electorates": everyone}


async def _again(
    request: Request, poll: Poll, wrong: ForumError, data: Typed | None = None
) -> Response:
    request.path_params["slug"] = poll.consultation.slug
    return await index(request, wrong, {**(data or {}), "poll": poll.ref})


def _back(request: Request, poll: Poll) -> Response:
    return see_other(request, "desk-polls", anchor=poll.ref, slug=poll.consultation.slug)


routes = [
    Page(
        "/desk/consultations/{slug:slug}/polls",
        index,
        name="desk-polls",
        reads=Permission.DRAFT_READ,
    ),
    Act(
        "/desk/consultations/{slug:slug}/polls/new",
        create,
        Permission.POLL_PLAN,
        name="desk-poll-create",
    ),
    Act("/desk/polls/{ref:ref}/opening", open_, Permission.POLL_RUN, name="desk-poll-opening"),
    Act("/desk/polls/{ref:ref}/closing", close, Permission.POLL_RUN, name="desk-poll-closing"),
    Act(
        "/desk/polls/{ref:ref}/annulment", annul, Permission.POLL_ANNUL, name="desk-poll-annulment"
    ),
]

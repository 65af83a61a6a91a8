"""The run sheet: the page from which a session is chaired, noted and moderated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from forum.access.policy import Actor, Permission, Role, allows, require
from forum.core import clock
from forum.core.errors import ForumError, Invalid, Refused
from forum.core.i18n import language, local
from forum.core.ids import new_ref
from forum.profiles.load import profile
from forum.sessions.floor import Floor
from forum.sessions.models import Session
from forum.sessions.queries import attendance_of, find_session, floor_of, scene_of, supports_of
from forum.sessions.queueing import WHY_WORDS, order
from forum.site.desk.frame import desk_page, enter, keeping_words
from forum.site.desk.session_plan import AREA
from forum.stage import chair
from forum.stage.audiences import Audience
from forum.stage.epoch import epoch_of
from forum.stage.moves import chair_of, move_of, next_move_of, note_of
from forum.stage.regions import draw
from forum.stage.states import Now, Place, tally_state
from forum.voting.queries import cast_in, find_poll, tally_rows
from forum.web.forms import Typed, first, typed
from forum.web.identity import actor_of
from forum.web.pages import see_other
from forum.web.routes import Act, Page


async def show(request: Request) -> Response:
    """Show where the session stands and what can be pressed."""
    return await run_page(request, await find_session(request.path_params["code"]))


async def run_page(
    request: Request,
    session: Session,
    wrong: ForumError | None = None,
    filled: Typed | None = None,
) -> Response:
    """Return the run sheet, with what was typed and why it was not taken."""
    actor = enter(request)
    require(actor, Permission.SESSION_WATCH, on=session)
    scene, floor = await scene_of(session), await floor_of(session)
    now = await _now(session, floor)
    picture = draw(Audience.CHAIR, language.get(), scene, floor, now=now)
    sent_back = chair.again(scene, floor, now, filled, wrong) if wrong and filled else {}
    return desk_page(
        request,
        "desk/sessions/run.html",
        area=AREA,
        wrong=wrong,
        session=session,
        scene=scene,
        floor=floor,
        epoch=epoch_of(session),
        moment=clock.now(),
        whys=WHY_WORDS,
        singles={**picture.singles, **sent_back},
        lists=_in_order(picture.lists, now),
        note=first(filled or {}, "text"),
        noted="text" in (filled or {}),
        once=new_ref(),
        attendance=await _attendance(session),
        may=_may(actor, session),
    )


@keeping_words
async def press_next(request: Request) -> Response:
    """Press the one button."""
    return await _pressed(request, next_move_of)


@keeping_words
async def press(request: Request) -> Response:
    """Press another button."""
    return await _pressed(request, move_of)


@keeping_words
async def keep_note(request: Request) -> Response:
    """Keep a remark for the minutes."""
    return await _pressed(request, note_of)


async def take(request: Request) -> Response:
    """Take the chair."""
    return await _pressed(request, chair_of)


routes = [
    Page(
        "/desk/sessions/{code:code6}",
        show,
        name="desk-session",
        reads=Permission.SESSION_WATCH,
    ),
    Act(
        "/desk/sessions/{code:code6}/next",
        press_next,
        Permission.SESSION_RUN,
        name="desk-session-next",
    ),
    Act(
        "/desk/sessions/{code:code6}/moves",
        press,
        Permission.SESSION_RUN,
        name="desk-session-moves",
    ),
    Act(
        "/desk/sessions/{code:code6}/chair",
        take,
        Permission.SESSION_RUN,
        name="desk-session-chair",
    ),
    Act(
        "/desk/sessions/{code:code6}/notes",
        keep_note,
        Permission.SESSION_NOTE,
        name="desk-session-notes",
    ),
]


async def _pressed(
    request: Request, do: Callable[[Actor, str, Typed], Awaitable[None]]
) -> Response:
    code = request.path_params["code"]
    data = await typed(request)
    try:
        await do(actor_of(request), code, data)
    except (Invalid, Refused) as again:
        return await run_page(request, await find_session(code), again, data)
    return see_other(request, "desk-session", code=code)


async def _now(session: Session, floor: Floor) -> Now:
    """Return the numbers of this moment, which a script would go on to keep fresh."""
    supports = {ref: number for ref, (number, _) in (await supports_of(session.id)).items()}
    placed = order(floor, supports)
    tallies: dict[str, Mapping[str, Any]] = {}
    if floor.poll is not None:
        poll = await find_poll(floor.poll.ref)
        rows = (await tally_rows([poll.id]))[poll.id]
        tallies[poll.ref] = tally_state(floor.poll, rows, (await cast_in([poll]))[poll.id])
    places = {
        one.ref: Place(number, supports.get(one.ref, 0), one.why)
        for number, one in enumerate(placed, 1)
    }
    return Now(tallies=tallies, places=places)


def _in_order(lists: Mapping[str, Mapping[str, str]], now: Now) -> dict[str, list[str]]:
    """Return the rows of each list; those of the queue as they will be called."""
    last = len(now.places) + 1

    def place(ref: str) -> int:
        return now.places[ref].number if ref in now.places else last

    rows = {name: list(found.values()) for name, found in lists.items()}
    queue = lists["queue"]
    return {**rows, "queue": [queue[ref] for ref in sorted(queue, key=place)]}


async def _attendance(session: Session) -> dict[str, Any]:
    """Return how many are there, how many of them in the hall, and of which part of the public."""
    there = await attendance_of(session)
    count = Counter(one.element for one in there)
    elements = profile(session.consultation.agency.profile).elements
    named = [(local(one.name), count[one.code]) for one in elements if count[one.code]]
    return {
        "present": len(there),
        "in_hall": sum(one.in_hall for one in there),
        "elements": named,
        "others": count[""],
    }


def _may(actor: Actor, session: Session) -> dict[str, bool]:
    moderators = frozenset({Role.CHAIR, Role.MODERATOR})
    return {
        "run": allows(actor, Permission.SESSION_RUN, session),
        "note": allows(actor, Permission.SESSION_NOTE, session),
        "moderate": actor.works_as(moderators, session.agency_id, session.consultation_ref),
    }

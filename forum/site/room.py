"""The room of a session as one reader sees it now: what happened, what moves, what is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from forum.access.policy import Actor
from forum.core import clock
from forum.core.format import weekday
from forum.core.i18n import _, language, local
from forum.core.ids import new_secret
from forum.sessions.floor import Asked, Floor
from forum.sessions.models import Session
from forum.sessions.queries import (
    OwnStanding,
    Scene,
    find_visible,
    floor_of,
    present_in,
    scene_of,
    standing_of,
    supports_of,
)
from forum.sessions.queueing import WHY_WORDS, Why
from forum.site.own_vote import mine_in
from forum.stage.audiences import Audience
from forum.stage.epoch import epoch_of
from forum.stage.regions import Picture, draw
from forum.stage.states import Mine, Now, Place, queue_state, tally_state
from forum.voting.queries import cast_in, find_poll, may_vote, tally_rows
from forum.web.identity import actor_of


@dataclass(frozen=True)
class You:
    """How a reader stands in the room: `here`, `away` (not checked in) or `visitor`."""

    here: str
    muted: str


@dataclass(frozen=True)
class Room:
    """All that a page of the room shows."""

    session: Session
    scene: Scene
    floor: Floor
    picture: Picture
    order: list[str]
    own: OwnStanding
    now: Now

    @property
    def you(self) -> You:
        """How this reader stands in it."""
        signed_in = bool(self.own.person_ref)
        here = "here" if self.own.checked_in else "away" if signed_in else "visitor"
        return You(here, self.own.muted)

    @property
    def my_place(self) -> str:
        """My first place in the queue and why, or nothing."""
        mine = [place for ref, place in self.now.places.items() if ref in self.now.entries]
        if not mine:
            return ""
        number, why = mine[0].number, _(WHY_WORDS[mine[0].why])
        place = _("You are number {n} in the queue").replace("{n}", str(number))
        return f"{place}: {why}"


async def room_of(request: Request, audience: Audience) -> Room:
    """Return the room at this address as this reader may see it."""
    actor = actor_of(request)
    session = await find_visible(actor, request.path_params["code"])
    scene, floor = await scene_of(session), await floor_of(session)
    own = await standing_of(actor, session)
    supports = {ref: count for ref, (count, _changes) in (await supports_of(session.id)).items()}
    queue = queue_state(floor, supports)
    polled = await _polled(actor, floor.poll) if floor.poll else _Polled()
    now = Now(
        tallies=polled.tallies,
        ballots=polled.mine,
        not_for_you=polled.refused,
        places=_places(queue, audience),
        entries=frozenset(one.ref for one in own.entries),
        supported=own.supported,
        once=new_secret()[:32],
        back=str(request.app.url_path_for("session", code=session.code)),
    )
    picture = draw(audience, language.get(), scene, floor, now=now)
    placed = [ref for ref, _supports, _why in queue if ref in picture.lists["queue"]]
    rest = [ref for ref in picture.lists["queue"] if ref not in placed]
    return Room(session, scene, floor, picture, placed + rest, own, now)


async def shown(room: Room) -> dict[str, Any]:
    """Return what every page of the room hands to its template."""
    return {
        "scene": room.scene,
        "floor": room.floor,
        "picture": room.picture,
        "order": room.order,
        "you": room.you,
        "epoch": epoch_of(room.session),
        "moment": clock.now(),
        "whys": WHY_WORDS,
        "present": await present_in(room.session.id),
    }


def about(scene: Scene) -> list[tuple[str, str]]:
    """Return when and where a session is, and who may come in how."""
    zone = scene.time_zone
    told = [
        (_("Begins"), weekday(scene.starts_at, zone)),
        (_("Ends"), weekday(scene.ends_at, zone)),
        (_("Place"), scene.place),
        (_("For everybody to take part"), local(scene.access)),
        (_("Held by"), local(scene.agency)),
    ]
    return [(name, value) for name, value in told if value]


@dataclass(frozen=True)
class _Polled:
    """The open poll: its count, what this reader cast, and why this reader may not."""

    tallies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    mine: Mapping[str, Mine] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


async def _polled(actor: Actor, asked: Asked) -> _Polled:
    poll = await find_poll(asked.ref)
    rows, cast = (await tally_rows([poll.id]))[poll.id], (await cast_in([poll]))[poll.id]
    tallies = {asked.ref: tally_state(asked, rows, cast)}
    if actor.person_id is None:
        return _Polled(tallies)
    mine = await mine_in(actor, poll)
    refused = await may_vote(actor, poll)
    return _Polled(
        tallies,
        {asked.ref: mine} if mine else {},
        {asked.ref: refused} if refused else {},
    )


def _places(queue: list[list[Any]], audience: Audience) -> dict[str, Place]:
    if audience is Audience.SCREEN:
        return {}
    return {
        ref: Place(number, supports, Why(why))
        for number, (ref, supports, why) in enumerate(queue, 1)
    }

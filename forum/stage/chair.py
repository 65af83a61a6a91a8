"""What whoever runs the session sees beside the agenda: the one button, the poll, the queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forum.core.errors import ForumError
from forum.core.i18n import local
from forum.profiles.load import profile
from forum.sessions.floor import Entry, Floor
from forum.sessions.queries import Scene
from forum.sessions.queueing import called
from forum.sessions.rules import Ask, Standing
from forum.sessions.run_sheet import allowed_moves, next_move
from forum.stage.drawing import COURSE, MUTING, PLACE, POLLING, QUEUE, K, Region, Rows, macro
from forum.stage.run_lines import lines_of
from forum.stage.states import Now

MOVED = COURSE | PLACE | POLLING | {K.OUTCOME}


@dataclass(frozen=True)
class Told(Region):
    """A region that is drawn from more than the floor says by itself."""

    facts: Callable[[Scene, Floor], Mapping[str, Any]]

    def drawn(self, scene: Scene, floor: Floor, now: Now | None = None) -> str:
        """Return its HTML."""
        return macro(self.template)(scene, floor, now, **self.facts(scene, floor))


def sheet_facts(scene: Scene, floor: Floor) -> Mapping[str, Any]:
    """Return the lines of the run sheet."""
    return {"lines": lines_of(scene, floor)}


def next_facts(scene: Scene, floor: Floor) -> Mapping[str, Any]:
    """Return what the one button does, and what it asks for beside the sentence of an outcome."""
    record = profile(scene.profile).official_record
    return {
        "move": next_move(
            floor, scene.agenda, rehearsal=scene.rehearsal, withdrawn=scene.withdrawn
        ),
        "asks": [
            (column.code.value, local(column.name))
            for column in record.columns
            if column.code in record.asks
        ],
    }


def poll_facts(_scene: Scene, floor: Floor) -> Mapping[str, Any]:
    """Return the polls that were held on the present item, the latest first."""
    held = [one for one in floor.results if one.poll.item == floor.item]
    return {"held": held[::-1]}


def menu_facts(_scene: Scene, floor: Floor) -> Mapping[str, Any]:
    """Return what may be pressed beside the one button."""
    return {"may": frozenset(press.value for press in allowed_moves(floor))}


def waiting(floor: Floor) -> Iterator[Entry]:
    """Return what is held for a moderator or was hidden by one, the oldest first."""
    aside = (Standing.HELD, Standing.HIDDEN)
    return (one for one in floor.entries.values() if one.standing in aside)


def remarks(floor: Floor) -> list[Entry]:
    """Return the latest remarks, which a moderator may hide."""
    said = [one for one in floor.waiting if one.ask is Ask.REMARK]
    return said[-20:]


REGIONS = (
    Region("standing", "stage/chair/standing.html", COURSE | {K.CHAIR}),
    Told("sheet", "stage/chair/sheet.html", MOVED | QUEUE, sheet_facts),
    Told("next", "stage/chair/next.html", MOVED | {K.CHAIR}, next_facts),
    Told("asking", "stage/chair/asking.html", MOVED, poll_facts),
    Region("speaking", "stage/chair/speaking.html", QUEUE),
    Region("timer", "stage/chair/timer.html", PLACE | {K.TIMER, K.ENDED}),
    Told("menu", "stage/chair/menu.html", MOVED | {K.CHAIR, K.BALANCE}, menu_facts),
    Region("muted", "stage/chair/muted.html", MUTING),
    Region("notes", "stage/chair/notes.html", PLACE | {K.NOTE}),
)
LISTS = (
    Rows("queue", "stage/chair/queued.html", QUEUE | MUTING, called),
    Rows("remarks", "stage/chair/remark.html", QUEUE, remarks),
    Rows("held", "stage/chair/held.html", QUEUE, waiting),
)
_TOLD = {one.name: one for one in REGIONS if isinstance(one, Told)}
_FORMS = {"hands": "asking", "undo": "menu", "annul": "menu", "item": "menu"}


def again(
    scene: Scene, floor: Floor, now: Now, filled: Mapping[str, Any], wrong: ForumError
) -> dict[str, str]:
    """Return the region whose form was sent, with what was typed and why it was not taken."""
    kind = filled.get("kind", "")
    name = _FORMS.get(kind) if kind else "next"
    if name is None:
        return {}
    region = _TOLD[name]
    facts = {**region.facts(scene, floor), "filled": filled, "wrong": wrong}
    return {name: macro(region.template)(scene, floor, now, **facts)}

"""What a log tells beside the floor it ends with: who chaired, who spoke when, the breaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from forum.sessions.floor import Event, Floor, Happening, apply

K = Happening


@dataclass
class Pause:
    """A break, and the item that it interrupted."""

    s: int
    item: str
    began: datetime
    ended: datetime | None = None


@dataclass
class Told:
    """The floor at the end, and what had to be noted on the way."""

    floor: Floor = field(default_factory=Floor)
    chairs: dict[str, None] = field(default_factory=dict)
    noted_by: dict[str, None] = field(default_factory=dict)
    taken_up: dict[str, Event] = field(default_factory=dict)
    turns: defaultdict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    pauses: list[Pause] = field(default_factory=list)

    def pauses_in(self, item: str) -> list[Pause]:
        """Return the breaks that interrupted one item."""
        return [pause for pause in self.pauses if pause.item == item]


def told(events: Iterable[Event]) -> Told:
    """Read a log from its beginning."""
    read = Told()
    for event in events:
        read.floor = apply(read.floor, event)
        _note(read, event)
    return read


def _note(read: Told, event: Event) -> None:
    item = read.floor.item
    match event.k:
        case K.CHAIR:
            read.chairs.setdefault(event.data["who"])
        case K.NOTE:
            read.noted_by.setdefault(event.by)
        case K.ITEM:
            read.taken_up.setdefault(item, event)
        case K.UNDONE:
            kept = {ref: one for ref, one in read.taken_up.items() if one.s != event.data["of"]}
            read.taken_up = kept
        case K.FLOOR:
            read.turns[item].append(event)
        case K.BREAK:
            read.pauses.append(Pause(event.s, item, event.at))
        case K.RESUMED | K.ENDED if read.pauses and read.pauses[-1].ended is None:
            read.pauses[-1].ended = event.at

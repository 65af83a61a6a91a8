"""The picture of a session: named regions of HTML, for one audience in one language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from forum.core.i18n import speaking
from forum.sessions.floor import Floor, Happening
from forum.sessions.queries import Scene
from forum.stage import chair, citizen, screen
from forum.stage.audiences import Audience
from forum.stage.drawing import Region, Rows, macro
from forum.stage.states import Now

_REGIONS: dict[Audience, tuple[Region, ...]] = {
    Audience.CITIZEN: citizen.REGIONS,
    Audience.SCREEN: screen.REGIONS,
    Audience.CHAIR: chair.REGIONS,
}
_LISTS: dict[Audience, tuple[Rows, ...]] = {
    Audience.CITIZEN: citizen.LISTS,
    Audience.SCREEN: screen.LISTS,
    Audience.CHAIR: chair.LISTS,
}

SINGLES = {who: tuple(one.name for one in regions) for who, regions in _REGIONS.items()}
LISTS = {who: tuple(one.name for one in lists) for who, lists in _LISTS.items()}


@dataclass(frozen=True)
class Picture:
    """The HTML of regions by name, and of the rows of lists by name and key."""

    singles: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def draw(
    audience: Audience,
    language: str,
    scene: Scene,
    floor: Floor,
    only: frozenset[str] | None = None,
    *,
    now: Now | None = None,
) -> Picture:
    """Return the picture, or those regions of it that are asked for; pages also give `now`."""
    with speaking(language):
        return Picture(
            {
                one.name: one.drawn(scene, floor, now)
                for one in _REGIONS[audience]
                if only is None or one.name in only
            },
            {
                one.name: one.drawn(scene, floor, now)
                for one in _LISTS[audience]
                if only is None or one.name in only
            },
        )


def touched(kind: Happening, audience: Audience) -> frozenset[str]:
    """Return the names of the regions that may look otherwise after such an event."""
    every: tuple[Region | Rows, ...] = (*_REGIONS[audience], *_LISTS[audience])
    return frozenset(one.name for one in every if kind in one.after)


def warm_up() -> None:
    """Read every template that a region is drawn with, so that the first to come need not wait."""
    for audience in Audience:
        every: tuple[Region | Rows, ...] = (*_REGIONS[audience], *_LISTS[audience])
        for one in every:
            macro(one.template)

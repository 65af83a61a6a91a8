"""Those in a room who see the same, in one language: for them each frame is made once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence

import structlog

from forum.live import protocol
from forum.live.members import Member
from forum.sessions.floor import Event, Floor, Happening
from forum.sessions.queries import Scene
from forum.stage.audiences import Audience
from forum.stage.patches import Patch, diff
from forum.stage.regions import Picture, draw, touched
from forum.voting.ballot_box import ballot_box

log = structlog.get_logger(__name__)

REMEMBERED = 512
AT_ONCE = 400
AT_MOST_AFTER = 0.006
"""Seconds for which a slice of numbers lets votes go first: at 10,000 listeners, 0.15 in all."""
TAKEN_AWAY = frozenset({Happening.HIDDEN, Happening.WITHDRAWN})


class Group:
    """Their members, the picture they all see, and the last events as ready frames."""

    def __init__(
        self,
        audience: Audience,
        language: str,
        scene: Scene,
        floor: Floor,
        states: Mapping[str, bytes],
    ) -> None:
        self.audience, self.language = audience, language
        self.states = states
        self.members: dict[Member, None] = {}
        self.s = floor.s
        self.picture = draw(audience, language, scene, floor)
        self._ring: deque[bytes] = deque(maxlen=REMEMBERED)
        self._snapshot: tuple[int, bytes] | None = None

    def remembers(self, s: int) -> bool:
        """Tell whether whoever has seen `s` can be told all that followed."""
        return self.s - len(self._ring) <= s <= self.s

    def has_left_behind(self, s: int) -> bool:
        """Tell whether more has happened since `s` than is ever remembered."""
        return self.s - s > REMEMBERED

    def frame_after(self, s: int) -> bytes | None:
        """Return the frame of the event after `s`, if it is remembered."""
        return self._ring[s - self.s] if self.remembers(s) and s < self.s else None

    def snapshot(self) -> bytes:
        """Return the whole picture as one frame; a herd shares it."""
        if self._snapshot is None or self._snapshot[0] != self.s:
            self._snapshot = (self.s, protocol.snapshot(self.s, self.picture))
        return self._snapshot[1]

    def advance(self, event: Event, scene: Scene, floor: Floor) -> None:
        """Draw what an event changes, and remember the frame that says so.

        Words that are taken away are in no frame any more: whoever was behind is shown the whole.
        """
        if event.k in TAKEN_AWAY:
            self._ring.clear()
        self._ring.append(protocol.event(event.s, event.k, self._changed(event, scene, floor)))
        self.s = event.s

    def show(self, scene: Scene, floor: Floor) -> None:
        """Draw the whole, and remember no frame: everybody is behind, and is shown what is."""
        self._ring.clear()
        self.picture = draw(self.audience, self.language, scene, floor)
        self.s = floor.s

    async def send(self) -> None:
        """Send the last event to everybody who has seen the one before."""
        before, s, frame = self.s - 1, self.s, self._ring[-1]
        for some in slices(self.members):
            for member in some:
                outlet = member.outlet
                if member.cursor == before and not outlet.paused:
                    member.cursor = s
                    outlet.write(frame)
            await asyncio.sleep(0)

    async def send_states(self, keys: Sequence[str]) -> None:
        """Send the newest values; whoever reads slowly gets the newest ones later."""
        fresh = [self.states[key] for key in keys if key in self.states]  # a poll may have closed
        for some in slices(self.members):
            for member in some:
                outlet = member.outlet
                if outlet.paused:
                    member.missed.update(keys)
                elif len(fresh) == 1:
                    outlet.write(fresh[0])
                else:
                    outlet.write_all(fresh)
            await asyncio.sleep(0)
            await ballot_box().goes_first(AT_MOST_AFTER)

    def _changed(self, event: Event, scene: Scene, floor: Floor) -> Patch:
        names = touched(event.k, self.audience)
        if not names:
            return Patch()
        try:
            new = draw(self.audience, self.language, scene, floor, names)
        except Exception:
            log.exception("region_failed", kind=event.k, audience=self.audience)
            return Patch()
        patch = diff(self.picture, new)
        self.picture = Picture(
            {**self.picture.singles, **new.singles}, {**self.picture.lists, **new.lists}
        )
        return patch


def said_and_taken_away(events: Iterable[Event]) -> bool:
    """Tell whether words come up among these events that are gone at their end."""
    up: set[str] = set()
    for event in events:
        if event.k in {Happening.ASKED, Happening.SHOWN}:
            up.add(event.data["entry"])
        elif event.k in TAKEN_AWAY and event.data["entry"] in up:
            return True
    return False


def slices(members: Iterable[Member]) -> Iterable[list[Member]]:
    """Return everybody in turn, so few at once that others get a word in."""
    every = list(members)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))

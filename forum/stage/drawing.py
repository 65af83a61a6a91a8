"""How one region is drawn: by which macro, and after which events it may look otherwise.

Everybody in one audience who reads one language gets the same HTML. What differs from person to
person and what moves all the time is left open in it: the page or the client fills it in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from forum.core.i18n import language, local
from forum.core.templating import environment
from forum.sessions.floor import Entry, Floor, Happening
from forum.sessions.queries import Name, Scene
from forum.sessions.queueing import WHY_WORDS
from forum.sessions.rules import ASK_WORDS, STATE_WORDS, STEP_WORDS
from forum.stage.states import Now, Place
from forum.stage.words import MAJORITY_WORDS, REASON_WORDS

K = Happening
COURSE = frozenset({K.ANNOUNCED, K.DOORS, K.BEGAN, K.BREAK, K.RESUMED, K.ENDED, K.MINUTES})
PLACE = frozenset({K.ITEM, K.STEP, K.UNDONE})
POLLING = frozenset({K.POLL_OPENED, K.HANDS, K.POLL_CLOSED, K.POLL_ANNULLED})
QUEUE = frozenset(
    {K.ASKED, K.SHOWN, K.HIDDEN, K.WITHDRAWN, K.ANSWERED, K.FLOOR, K.FLOOR_OVER, K.ENDED}
)
MUTING = frozenset({K.MUTED, K.UNMUTED})
"""Events that belong together: most regions change after all of a group or after none of it."""

AT_ONCE = 16_384

WORDS = {
    "state_words": STATE_WORDS,
    "step_words": STEP_WORDS,
    "ask_words": ASK_WORDS,
    "why_words": WHY_WORDS,
    "majority_words": MAJORITY_WORDS,
    "reason_words": REASON_WORDS,
}
"""What templates of the stage call the codes of the rules."""


@dataclass(frozen=True)
class Region:
    """A part of the view with one content; its macro has the name of the file."""

    name: str
    template: str
    after: frozenset[Happening]

    def drawn(self, scene: Scene, floor: Floor, now: Now | None = None) -> str:
        """Return its HTML, which a template need not escape again."""
        return macro(self.template)(scene, floor, now)


@dataclass(frozen=True)
class Rows:
    """A part of the view with one row an entry of the queue."""

    name: str
    template: str
    after: frozenset[Happening]
    entries: Callable[[Floor], Iterable[Entry]]

    def drawn(self, scene: Scene, floor: Floor, now: Now | None = None) -> dict[str, str]:
        """Return the HTML of each row by the ref of its entry, the oldest first."""
        return {
            entry.ref: self._row(scene, entry, now)
            for entry in sorted(self.entries(floor), key=lambda one: (one.at, one.ref))
        }

    def _row(self, scene: Scene, entry: Entry, now: Now | None) -> str:
        name = scene.name(entry.who)
        item = scene.item(entry.item)
        about = (item.label or local(item.title)) if item else ""
        return _row(self.template, language.get(), entry, name, about, _moving(entry.ref, now))


Moving = tuple[Place | None, bool, bool]
"""Of one row on a page: its place, whether it is the reader's own, and supported by the reader."""


def _moving(ref: str, now: Now | None) -> Moving | None:
    if now is None:
        return None
    return now.places.get(ref), ref in now.entries, ref in now.supported


@lru_cache(maxsize=AT_ONCE)
def _row(
    template: str, _language: str, entry: Entry, name: Name, about: str, moving: Moving | None
) -> str:
    """Draw a row once for all events and all readers for whom it looks the same."""
    if moving is None:
        return macro(template)(entry, name, about)
    place, mine, supported = moving
    ref = frozenset({entry.ref})
    now = Now(
        places={entry.ref: place} if place else {},
        entries=ref if mine else frozenset(),
        supported=ref if supported else frozenset(),
    )
    return macro(template)(entry, name, about, now)


def macro(template: str) -> Callable[..., str]:
    """Return the macro that has the name of the file, ready to be called."""
    module = environment().get_template(template, globals=WORDS).module
    found = getattr(module, template.rpartition("/")[2].removesuffix(".html"))

    def drawn(*args: Any, **named: Any) -> str:
        html: str = found(*args, **named).strip()
        return html

    return drawn

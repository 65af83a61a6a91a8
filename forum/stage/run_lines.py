"""The lines of the chair's run sheet: when, which point, how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.core.format import hour
from forum.core.i18n import _, language, local, ngettext
from forum.drafts.diff import Segment
from forum.sessions.floor import Floor, Result
from forum.sessions.queries import Item, Scene
from forum.sessions.rules import STEP_WORDS, State

OVER = frozenset({State.ENDED, State.MINUTES_DRAFT, State.CORRECTION, State.ADOPTED})


@dataclass(frozen=True)
class Line:
    """One point of the agenda. `state` is past, now or nothing; `said` stands at the end."""

    item: Item
    when: datetime
    hour: str
    state: str
    said: str
    outcome: str = ""
    steps: Sequence[tuple[str, str]] = ()
    law: Sequence[tuple[str, Sequence[Segment]]] = ()


def lines_of(scene: Scene, floor: Floor) -> list[Line]:
    """Return every point in order; times are those of the plan, moved by a late beginning."""
    lines, when = [], floor.began_at or scene.starts_at
    here = scene.item(floor.item)
    for item in scene.agenda:
        outcome = floor.outcomes.get(item.ref)
        now = here is item and floor.state not in OVER
        before = here is not None and item.position < here.position
        past = floor.state in OVER or (not now and (before or outcome is not None))
        lines.append(
            Line(
                item,
                when,
                hour(when, scene.time_zone).rpartition(" ")[0],
                "now" if now else "past" if past else "",
                _said(floor, item, now=now, past=past),
                outcome.sentence if outcome else "",
                _steps(floor, item) if now else (),
                _law(item) if now else (),
            )
        )
        when += timedelta(minutes=item.minutes)
    return lines


def _said(floor: Floor, item: Item, *, now: bool, past: bool) -> str:
    asked = sum(1 for one in floor.waiting if one.item == item.ref)
    if past:
        held = floor.results_on(item.ref)
        return _result(held[-1]) if held else _("done")
    if asked and not now:
        return ngettext("%(num)s waiting", "%(num)s waiting", asked) % {"num": asked}
    return ngettext("%(num)s minute", "%(num)s minutes", item.minutes) % {"num": item.minutes}


def _result(result: Result) -> str:
    if result.carried is None:
        return _("no result") if result.poll.formal else _("done")
    votes = result.totals[result.carried] if result.carried < len(result.totals) else 0
    words = result.poll.options[result.carried]["words"]
    return f"{votes} {local(words)}"


def _steps(floor: Floor, item: Item) -> list[tuple[str, str]]:
    at = item.steps.index(floor.step) if floor.step in item.steps else len(item.steps)
    states = ["done"] * at + ["now"] + [""] * len(item.steps)
    return [(_(STEP_WORDS[step]), states[place]) for place, step in enumerate(item.steps)]


def _law(item: Item) -> list[tuple[str, Sequence[Segment]]]:
    """Return the words of the clause in the reader's language, else in the first there is."""
    here = language.get()
    name = here if here in item.segments else next(iter(item.segments), "")
    return [(name, item.segments[name])] if name else []

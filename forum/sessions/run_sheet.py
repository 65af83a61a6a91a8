"""What the chair's one button does next, what else may be pressed, and why something may not.

The button goes through the run sheet: doors → begin → for each item its steps in order → end,
which compiles the minutes. At a poll it is pressed three times: come to it, open it, close it.
Where the consultation was withdrawn nothing begins and no poll is opened: it leads to the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from forum.core.errors import Refused, Stale
from forum.core.i18n import N_, _, local
from forum.sessions.floor import Floor
from forum.sessions.rules import RUNNING, STEP_WORDS, State, Step

Words = Mapping[str, str]


class Press(StrEnum):
    """Everything that can be pressed on the run sheet."""

    DOORS = "doors"
    BEGIN = "begin"
    ITEM = "item"
    STEP = "step"
    OPEN_POLL = "open_poll"
    CLOSE_POLL = "close_poll"
    OUTCOME = "outcome"
    END = "end"
    BREAK = "break"
    RESUME = "resume"
    UNDO = "undo"
    TIMER = "timer"
    BALANCE = "balance"
    FLOOR = "floor"
    FLOOR_OVER = "floor_over"
    ANSWERED = "answered"
    HANDS = "hands"
    ANNUL = "annul"


PRESS_WORDS: dict[Press, str] = {
    Press.DOORS: N_("Open the doors"),
    Press.BEGIN: N_("Begin the session"),
    Press.END: N_("End the session"),
    Press.BREAK: N_("Take a break"),
    Press.RESUME: N_("Go on after the break"),
    Press.OUTCOME: N_("Record the outcome"),
    Press.UNDO: N_("Take the last move back"),
    Press.TIMER: N_("Set the clock"),
    Press.BALANCE: N_("Hear both sides in turn"),
    Press.FLOOR: N_("Give the floor"),
    Press.FLOOR_OVER: N_("Thank the speaker"),
    Press.ANSWERED: N_("Mark as answered"),
    Press.HANDS: N_("Enter the show of hands"),
    Press.ANNUL: N_("Annul the poll"),
    Press.CLOSE_POLL: N_("Close the poll"),
}

_LIVE = frozenset({State.LIVE})
_HERE = frozenset({State.LIVE, State.BREAK})
_AFTER = frozenset({State.ENDED, State.MINUTES_DRAFT, State.CORRECTION, State.ADOPTED})

PRESSED_IN: dict[Press, frozenset[State]] = {
    Press.DOORS: frozenset({State.PLANNED, State.ANNOUNCED}),
    Press.BEGIN: frozenset({State.CHECK_IN}),
    Press.ITEM: _LIVE,
    Press.STEP: _LIVE,
    Press.OPEN_POLL: _LIVE,
    Press.CLOSE_POLL: _HERE,
    Press.OUTCOME: _LIVE,
    Press.END: _HERE,
    Press.BREAK: _LIVE,
    Press.RESUME: frozenset({State.BREAK}),
    Press.UNDO: _LIVE,
    Press.TIMER: RUNNING,
    Press.BALANCE: RUNNING,
    Press.FLOOR: _LIVE,
    Press.FLOOR_OVER: _HERE,
    Press.ANSWERED: _HERE,
    Press.HANDS: _HERE,
    Press.ANNUL: _HERE | _AFTER,
}

POLLS = frozenset({Step.STRAW, Step.VOTE})

MOVING = frozenset(
    {Press.ITEM, Press.STEP, Press.OPEN_POLL, Press.CLOSE_POLL, Press.OUTCOME, Press.END}
    | {Press.DOORS, Press.BEGIN, Press.BREAK, Press.RESUME, Press.UNDO}
)
"""What is refused from a page that does not show the latest move."""


class OnAgenda(Protocol):
    """What the run sheet must know of an item."""

    @property
    def ref(self) -> str: ...
    @property
    def title(self) -> Words: ...
    @property
    def label(self) -> str: ...
    @property
    def steps(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Move:
    """What the button does; `words` says it in the reader's language."""

    kind: Press
    item: str = ""
    step: Step | None = None
    title: Words = field(default_factory=dict)
    label: str = ""

    @property
    def words(self) -> str:
        """What stands on the button."""
        match self.kind:
            case Press.ITEM:
                return _("Next item: %(item)s") % {"item": self._item}
            case Press.STEP if self.step is not None:
                return _("Go on: %(step)s") % {"step": _(STEP_WORDS[self.step])}
            case Press.OPEN_POLL if self.step is Step.VOTE:
                return _("Open the formal vote")
            case Press.OPEN_POLL:
                return _("Open the straw poll")
            case Press.CLOSE_POLL if self.step is Step.VOTE:
                return _("Close the formal vote")
            case Press.CLOSE_POLL:
                return _("Close the straw poll")
        return _(PRESS_WORDS[self.kind])

    @property
    def asks_words(self) -> bool:
        """Whether the chair must write the outcome before pressing."""
        return self.kind is Press.OUTCOME

    @property
    def _item(self) -> str:
        title = local(self.title)
        return f"{self.label}, {title}" if self.label else title


def next_move(
    floor: Floor,
    agenda: Sequence[OnAgenda],
    *,
    rehearsal: bool = False,
    withdrawn: bool = False,
) -> Move | None:
    """Return what the button does now, or nothing when there is nothing left to press.

    A session that is still being planned must be announced first; a rehearsal never is.
    """
    match floor.state:
        case State.PLANNED:
            return Move(Press.DOORS) if rehearsal and not withdrawn else None
        case State.ANNOUNCED:
            return None if withdrawn else Move(Press.DOORS)
        case State.CHECK_IN:
            return Move(Press.END) if withdrawn else Move(Press.BEGIN)
        case State.BREAK:
            return Move(Press.RESUME)
        case State.LIVE:
            return _next_live(floor, agenda, POLLS if withdrawn else frozenset())
    return None


def allowed_moves(floor: Floor) -> frozenset[Press]:
    """Return what may be pressed just now, beside the one button."""
    return frozenset(press for press in Press if why_not(floor, press) is None)


def why_not(floor: Floor, press: Press) -> Refused | None:
    """Return why this cannot be pressed just now, or nothing if it can."""
    if floor.state not in PRESSED_IN[press]:
        return Refused("session.not-now", _("This is not possible just now. Look at the state."))
    if press in (Press.ITEM, Press.STEP, Press.OPEN_POLL, Press.END) and floor.poll is not None:
        return Refused("session.poll-open", _("A poll is open. Close it first."))
    if press in (Press.CLOSE_POLL, Press.HANDS) and floor.poll is None:
        return Refused("session.no-poll", _("No poll is open just now."))
    if press in (Press.STEP, Press.OPEN_POLL, Press.OUTCOME) and not floor.item:
        return Refused("session.no-item", _("Go to an item of the agenda first."))
    if press is Press.FLOOR_OVER and floor.speaking is None:
        return Refused("session.nobody-speaks", _("Nobody has the floor just now."))
    if press is Press.UNDO and not floor.trail:
        return Refused(
            "session.nothing-to-undo",
            _("There is no move to take back. A poll that was opened can only be annulled."),
        )
    return None


def check_does(floor: Floor, does: str, now: Move | None) -> None:
    """Refuse a button that says something else than it would do now; an empty one says nothing."""
    if does and now is not None and does != now.kind:
        raise Stale("session.moved", _moved(_(MEANWHILE), now), floor)


def check_seen(floor: Floor, seen: int, now: Move | None, *, own: bool) -> None:
    """Refuse a page that showed an older move; `own`: the newer one was pressed by this person."""
    if seen == floor.moved:
        return
    raise Stale("session.moved", _moved(_(ALREADY) if own else _(MEANWHILE), now), floor)


ALREADY = N_("This was pressed already. The button now does: %(does)s.")
MEANWHILE = N_("Somebody else moved on meanwhile. The button now does: %(does)s.")


def _moved(sentence: str, now: Move | None) -> str:
    return sentence % {"does": now.words if now else _("nothing more")}


def item_of(agenda: Sequence[OnAgenda], ref: str) -> OnAgenda | None:
    """Return one item of the agenda, or nothing."""
    return next((one for one in agenda if one.ref == ref), None)


def step_to(item: OnAgenda, step: Step) -> Move:
    """Return the move to one step of an item."""
    return Move(Press.STEP, item.ref, step, item.title, item.label)


def _next_live(floor: Floor, agenda: Sequence[OnAgenda], left_out: frozenset[Step]) -> Move:
    if floor.poll is not None:
        step = Step.VOTE if floor.poll.formal else Step.STRAW
        return Move(Press.CLOSE_POLL, floor.poll.item, step)
    item = item_of(agenda, floor.item)
    if item is None:
        return _first_of(agenda, left_out)
    if floor.step in POLLS - left_out and not _polled(floor):
        return Move(Press.OPEN_POLL, item.ref, floor.step, item.title, item.label)
    if floor.step is Step.OUTCOME and item.ref not in floor.outcomes:
        return Move(Press.OUTCOME, item.ref, floor.step, item.title, item.label)
    steps = [Step(one) for one in item.steps]
    place = steps.index(floor.step) if floor.step in steps else len(steps)
    if to_come := [step for step in steps[place + 1 :] if step not in left_out]:
        return step_to(item, to_come[0])
    later = [one.ref for one in agenda].index(item.ref) + 1
    return _first_of(agenda[later:], left_out)


def _first_of(agenda: Sequence[OnAgenda], left_out: frozenset[Step]) -> Move:
    """Return the move to the first item in which anything is left to do, or to the end."""
    for item in agenda:
        steps = [Step(one) for one in item.steps]
        to_come = [step for step in steps if step not in left_out]
        if to_come or not steps:
            return Move(Press.ITEM, item.ref, next(iter(to_come), None), item.title, item.label)
    return Move(Press.END)


def _polled(floor: Floor) -> bool:
    """Tell whether this step's poll was held; an annulled one counts for nothing."""
    formal = floor.step is Step.VOTE
    return any(one.poll.formal is formal for one in floor.results_on(floor.item))

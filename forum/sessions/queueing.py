"""The order of the one queue, and the reason that is shown beside each place.

Three rules, one after the other: whoever has not spoken yet comes first; questions change places
among themselves by support, so that a raised hand keeps its turn; and if the chair wants both sides
heard, those for and those against take turns. A rule never moves anybody across the line between
those who have spoken and those who have not. Remarks stand apart: nobody is called for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.core.i18n import N_
from forum.sessions.floor import Entry, Floor
from forum.sessions.rules import Ask, Standing

FOR, AGAINST = "for", "against"
OTHER = {FOR: AGAINST, AGAINST: FOR}


class Why(StrEnum):
    """The last rule that brought an entry forward; if none did, the time it came."""

    FIRST_TIME = "first_time"
    BALANCE = "balance"
    SUPPORT = "support"
    TIME = "time"


WHY_WORDS: dict[Why, str] = {
    Why.FIRST_TIME: N_("speaks for the first time"),
    Why.BALANCE: N_("so that both sides are heard"),
    Why.SUPPORT: N_("by support"),
    Why.TIME: N_("by the time it came"),
}


@dataclass(frozen=True)
class Placed:
    """One entry in its place."""

    ref: str
    why: Why


def called(floor: Floor) -> list[Entry]:
    """Return the questions and raised hands that wait to be called, in the order they came."""
    return [one for one in floor.waiting if one.ask is not Ask.REMARK and not _silenced(one, floor)]


def order(floor: Floor, supports: Mapping[str, int]) -> list[Placed]:
    """Return everything that waits to be called, the first first, each with its reason."""
    came = called(floor)
    new = [one for one in came if one.who not in floor.spoken]
    old = [one for one in came if one.who in floor.spoken]
    stages = [(Why.FIRST_TIME, [new, old])]
    stages.append((Why.SUPPORT, [_by_support(group, supports) for group in (new, old)]))
    if floor.balance:
        stages.append((Why.BALANCE, _balanced(stages[-1][1], _last_side(floor))))
    why = {one.ref: Why.TIME for one in came}
    before = _places([came])
    for rule, groups in stages:
        after = _places(groups)
        why.update({ref: rule for ref, place in after.items() if place < before[ref]})
        before = after
    return [Placed(ref, why[ref]) for ref in before]


def _silenced(entry: Entry, floor: Floor) -> bool:
    """Whoever is muted is not called; what they had asked in writing still wants an answer."""
    return entry.ask is Ask.HAND and entry.who in floor.muted


def _by_support(group: Sequence[Entry], supports: Mapping[str, int]) -> list[Entry]:
    ranked = sorted(
        (one for one in group if _written(one)), key=lambda one: -supports.get(one.ref, 0)
    )
    return _into_places(group, _written, ranked)


def _balanced(groups: Sequence[Sequence[Entry]], last: str) -> list[list[Entry]]:
    found = []
    for group in groups:
        taken: list[Entry] = []
        waiting = [one for one in group if _sided(one)]
        while waiting:
            wanted = OTHER.get(last)
            one = next((one for one in waiting if one.stance == wanted), waiting[0])
            waiting.remove(one)
            taken.append(one)
            last = one.stance
        found.append(_into_places(group, _sided, taken))
    return found


def _into_places(
    group: Sequence[Entry], movable: Callable[[Entry], bool], ranked: Sequence[Entry]
) -> list[Entry]:
    """Put the ranked ones, in their order, where movable ones stood; the others keep theirs."""
    rest = iter(ranked)
    return [next(rest) if movable(one) else one for one in group]


def _last_side(floor: Floor) -> str:
    """Return on which side whoever spoke last spoke, if on any."""
    if not floor.spoken:
        return ""
    theirs = [
        one.stance
        for one in floor.entries.values()
        if one.who == floor.spoken[-1] and one.standing not in (Standing.WAITING, Standing.HELD)
    ]
    return theirs[-1] if theirs else ""


def _written(entry: Entry) -> bool:
    return entry.ask is not Ask.HAND


def _sided(entry: Entry) -> bool:
    return entry.stance in OTHER


def _places(groups: Sequence[Sequence[Entry]]) -> dict[str, int]:
    return {one.ref: place for place, one in enumerate(one for group in groups for one in group)}

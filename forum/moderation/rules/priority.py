"""Which case comes first, and why it stands where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from forum.moderation.rules.deciding import DECIDE_WITHIN


@dataclass(frozen=True)
class Told:
    """One report that nobody has decided about; `counted` unless its sender reports very much."""

    rule: str
    at: datetime
    counted: bool


@dataclass(frozen=True)
class Concern:
    """What people say about one contribution: by which rules, how many, and since when."""

    rules: tuple[tuple[str, int], ...]
    people: int
    uncounted: int
    urgent: tuple[str, ...]
    first: datetime

    @property
    def decide_by(self) -> datetime:
        """Until when a person must have looked at it."""
        return self.first + DECIDE_WITHIN

    @property
    def place(self) -> tuple[bool, int, datetime]:
        """What cases are sorted by: threats first, then by people who reported, then by age."""
        return (not self.urgent, -self.people, self.first)


def concern(reports: Iterable[Told], urgent: Collection[str]) -> Concern:
    """Return what these reports of one contribution come to; there must be one at least.

    However many they are, they decide nothing: they only say which case a person takes up next.
    """
    told = list(reports)
    counted = [one for one in told if one.counted]
    rules = Counter(one.rule for one in counted)
    return Concern(
        rules=tuple(sorted(rules.items(), key=lambda pair: (-pair[1], pair[0]))),
        people=len(counted),
        uncounted=len(told) - len(counted),
        urgent=tuple(sorted(rules.keys() & set(urgent))),
        first=min(one.at for one in told),
    )

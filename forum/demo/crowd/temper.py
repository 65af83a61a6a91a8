"""What one simulated citizen is like: when they come, how they vote, what else they feel like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from forum.demo.crowd.papers import Marking, Paper

ARRIVING = 45.0
NEVER_VOTES, SKIPS, REPENTS = 0.05, 0.07, 0.06
FIRST_LOOK, THINKING, LONGEST_LOOK = 2.0, 7.0, 40.0
OBJECTION = 2
"""The last answer of a poll by consent, which needs a reason."""


class Whim(StrEnum):
    """What somebody feels like doing of their own accord."""

    NOTHING = "nothing"
    ASK = "ask"
    HAND = "hand"
    WITHDRAW = "withdraw"
    LEAVE = "leave"


@dataclass(frozen=True)
class Marked:
    """A ballot that will be handed in after so many seconds, as its form sends it."""

    after: float
    choice: tuple[str, ...]


class Temper:
    """One of a crowd of so many. `pace` stretches all times: 0.01 is a hundred times as fast."""

    def __init__(self, seed: int, crowd: int, pace: float = 1.0) -> None:
        self.chance = Random(seed)  # noqa: S311 - chance for a story, not for secrets
        self.crowd, self.pace = crowd, pace
        self.comes_after = self.seconds(0, ARRIVING)
        self.never_votes = self.chance.random() < NEVER_VOTES

    def seconds(self, least: float, most: float) -> float:
        """Return some time between these, in which nothing happens."""
        return self.chance.uniform(least, most) * self.pace

    def ballots(self, paper: Paper) -> list[Marked]:
        """Return what is handed in: mostly one ballot, sometimes another after it, or none."""
        if self.never_votes or self.chance.random() < SKIPS:
            return []
        look = FIRST_LOOK + min(self.chance.expovariate(1 / THINKING), LONGEST_LOOK)
        made = [Marked(look * self.pace, self._marks(paper))]
        if self.chance.random() < REPENTS:
            made.append(Marked(made[0].after + self.seconds(4, 20), self._marks(paper)))
        return made

    def supports_after(self, question: str) -> float | None:
        """Return when they support this question; None if it is not theirs. Some please more."""
        pleases = Random(question).uniform(0.02, 0.15)  # noqa: S311
        return self.seconds(3, 60) if self.chance.random() < pleases else None

    def whim(self) -> Whim:
        """Return what they feel like now. The more people, the less often each: a room is one."""
        few = 1 / max(self.crowd, 20)
        rates = {Whim.ASK: 1.5 * few, Whim.HAND: 0.5 * few, Whim.WITHDRAW: 0.05, Whim.LEAVE: 0.01}
        weights = [*rates.values(), 1 - sum(rates.values())]
        return self.chance.choices([*rates, Whim.NOTHING], weights)[0]

    def _marks(self, paper: Paper) -> tuple[str, ...]:
        liked = [each * self.chance.uniform(0.5, 1.5) for each in leaning(paper)]
        match paper.marking:
            case Marking.MANY:
                return tuple(str(n) for n, each in enumerate(liked) if each > 0.2) or ("0",)
            case Marking.POINTS:
                best = max(liked)
                return tuple(str(round(5 * each / best)) for each in liked)
            case Marking.PLACES:
                order = sorted(range(paper.answers), key=lambda n: -liked[n])
                return tuple(str(order.index(n) + 1) for n in range(paper.answers))
        return (str(self.chance.choices(range(paper.answers), leaning(paper))[0]),)


def leaning(paper: Paper) -> Sequence[float]:
    """Return how much a crowd likes each answer: most what stands first, which is to agree."""
    mood = Random(paper.poll)  # noqa: S311
    agree = mood.uniform(0.5, 0.75)
    others = [mood.uniform(0.5, 1.5) for _other in range(paper.answers - 1)]
    return [agree, *((1 - agree) * each / sum(others) for each in others)]

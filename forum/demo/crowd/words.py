"""What simulated citizens are called and what they say, from `content/crowd.json`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from random import Random

from pydantic import BaseModel, ConfigDict

ANYWHERE = ""
"""Where a sentence belongs that can be said at any item of the agenda."""


class Words(BaseModel):
    """Names and sentences. `questions` are by the clause that is discussed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    questions: dict[str, tuple[str, ...]]
    objections: tuple[str, ...]

    def name(self, number: int) -> str:
        """Return the name of the citizen of this number; no two of a crowd share one."""
        given, family = self.given, self.family
        turn = number // len(given)
        return f"{given[number % len(given)]} {family[(number + turn) % len(family)]}"


@cache
def words() -> Words:
    """Return the words, checked."""
    content = resources.files("forum.demo").joinpath("content", "crowd.json")
    return Words.model_validate_json(content.read_text(encoding="utf-8"))


class Unsaid:
    """The questions that nobody of a crowd has asked yet; each is asked once."""

    def __init__(self, questions: dict[str, tuple[str, ...]]) -> None:
        self._left = {clause: list(sentences) for clause, sentences in questions.items()}

    def take(self, clause: str, chance: Random) -> str:
        """Return one that belongs here, or nothing if all has been asked."""
        for place in (clause, ANYWHERE):
            if left := self._left.get(place):
                return left.pop(chance.randrange(len(left)))
        return ""

"""The paper of a poll, read out of its form as somebody reads it who looks at the page."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from html.parser import HTMLParser


class Marking(StrEnum):
    """How a paper is marked."""

    ONE = "one"
    MANY = "many"
    POINTS = "points"
    PLACES = "places"


@dataclass(frozen=True)
class Paper:
    """An open poll: which, how it is marked, how many answers, whether objecting needs a reason."""

    poll: str
    marking: Marking
    answers: int
    reasons: bool = False


@lru_cache(maxsize=16)
def paper_in(html: str) -> Paper | None:
    """Return the paper in what is asked just now, if it is a vote. All look at the same page."""
    form = _Form()
    form.feed(html)
    if not form.poll or not form.answers:
        return None
    return Paper(form.poll, form.marking, form.answers, form.reasons)


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.poll, self.marking, self.answers, self.reasons = "", Marking.ONE, 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag, given.get("name"):
            case "input", "poll":
                self.poll = given.get("value") or ""
            case "textarea", "reason":
                self.reasons = True
            case "input" | "button" | "select", "choice":
                self.answers += 1
                if given.get("type") == "checkbox":
                    self.marking = Marking.MANY
                elif tag == "select":
                    self.marking = Marking.PLACES
            case "option", _ if given.get("value") == "-":
                self.marking = Marking.POINTS

"""The sessions and polls of the demo's script, typed; `content/README.md` describes the files."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict

from forum.demo.script import When, Words


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Poll(_Part):
    """A temperature, or a decision of those present; its answers are agree, unsure, disagree."""

    question: Words


class Item(_Part):
    """One point of the agenda, about a clause (by its label) or about none."""

    title: Words
    clause: str = ""
    minutes: int = 10
    steps: tuple[str, ...] = ("read",)
    straw: Poll | None = None
    vote: Poll | None = None


class Guest(_Part):
    """Somebody who checks in."""

    who: str
    element: str = ""
    organisation: str = ""
    name_public: bool = False
    in_hall: bool = False


class Act(_Part):
    """One thing that happens in the room; each kind needs its own of the other words."""

    at: When
    do: Literal[
        "next", "ask", "answered", "floor", "note", "votes", "hands", "open", "correct", "adopt"
    ]
    by: str = ""
    id: str = ""
    ask: str = "question"
    stance: str = ""
    text: str = ""
    supports: int = 0
    times: int = 1
    sentence: str = ""
    problem: str = ""
    term: str = ""
    counts: tuple[int, ...] = ()
    until: When | None = None
    reason: str = ""


class Meeting(_Part):
    """A session: its plan, who comes, and what happens."""

    consultation: str
    code: str
    title: Words
    planned: When
    announced: When
    starts: When
    ends: When
    place: str
    link: str = ""
    access: Words
    planner: str
    publisher: str
    chair: str = "maya"
    noted_by: str = "tenri"
    guests_at: When | None = None
    agenda: tuple[Item, ...]
    guests: tuple[Guest, ...] = ()
    acts: tuple[Act, ...] = ()


class Outside(_Part):
    """A straw poll on a clause for some days, outside sessions."""

    consultation: str
    clause: str
    question: Words
    opened: When
    closed: When | None = None
    by: str
    counts: tuple[int, int, int]


class Meetings(_Part):
    """All sessions and polls of the demo."""

    sessions: tuple[Meeting, ...]
    polls: tuple[Outside, ...]


FILES = ("nib-2026", "ktp-el-2026", "ktp-el-2026-kedua")


@cache
def meetings() -> Meetings:
    """Return the sessions and polls of the script, checked."""
    return Meetings(
        sessions=tuple(Meeting.model_validate_json(_read(f"{name}.json")) for name in FILES),
        polls=_Polls.model_validate_json(_read("polls.json")).polls,
    )


class _Polls(_Part):
    polls: tuple[Outside, ...]


def _read(name: str) -> str:
    content = resources.files("forum.demo").joinpath("content", "sessions", name)
    return content.read_text(encoding="utf-8")

"""The points of a planned agenda as the desk lists them, and the clauses not yet among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forum.core.i18n import _, local
from forum.drafts.models import Clause
from forum.drafts.queries import clauses_of
from forum.sessions.models import Session
from forum.sessions.plans import ItemPlan, SessionPlan
from forum.sessions.rules import STEP_WORDS
from forum.site.desk.poll_words import poll_line

SHORT = 80


@dataclass(frozen=True)
class Point:
    """One point of an agenda: its number, what it is called, what is done with it."""

    ref: str
    number: int
    title: str
    words: str
    minutes: int
    steps: str
    polls: list[str]


@dataclass(frozen=True)
class Agenda:
    """The points in order, and what could still be added."""

    points: list[Point]
    free: list[tuple[str, str]]
    clauses: list[tuple[str, str]]


async def agenda_at_desk(session: Session, plan: SessionPlan) -> Agenda:
    """Return the agenda of a plan; `free` and `clauses` are (lineage, number and words)."""
    await session.consultation.fetch_related("version")
    rows = await clauses_of(session.consultation.version)
    known = {one.lineage: one for one in rows}
    taken = {item.lineage for item in plan.agenda}
    every = [(one.lineage, f"{one.label} {_short(local(one.text))}") for one in rows]
    return Agenda(
        [_point(n, item, known) for n, item in enumerate(plan.agenda, 1)],
        [(lineage, words) for lineage, words in every if lineage not in taken],
        every,
    )


def _point(number: int, item: ItemPlan, known: Mapping[str, Clause]) -> Point:
    clause = known.get(item.lineage)
    title = local(item.title)
    return Point(
        ref=item.ref,
        number=number,
        title=f"{clause.label} {title}" if clause else title,
        words=_short(local(clause.text)) if clause else "",
        minutes=item.minutes,
        steps=", ".join(_(STEP_WORDS[step]) for step in item.steps),
        polls=[poll_line(poll) for poll in (item.straw, item.vote) if poll],
    )


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"

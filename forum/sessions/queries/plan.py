"""A session as it was planned, to change the plan or to rehearse it."""

from __future__ import annotations

from forum.sessions.models import AgendaItem, Session
from forum.sessions.plans import ItemPlan, SessionPlan
from forum.sessions.queries.find import agenda_of
from forum.sessions.rules import Step
from forum.voting.plans import from_data


async def plan_of(session: Session) -> SessionPlan:
    """Return the plan of a session as it stands; `plans.seal` of it is what a form shows."""
    return SessionPlan(
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=session.place,
        link=session.link,
        access=session.access,
        speaking_seconds=session.speaking_seconds,
        agenda=tuple(_item(one) for one in await agenda_of(session)),
    )


def _item(row: AgendaItem) -> ItemPlan:
    return ItemPlan(
        title=row.title,
        lineage=row.lineage,
        minutes=row.minutes,
        steps=tuple(Step(step) for step in row.steps),
        straw=from_data(row.straw) if row.straw else None,
        vote=from_data(row.vote) if row.vote else None,
        ref=row.ref,
    )

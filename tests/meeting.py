"""Sessions for tests, built through actions: planned, announced, in progress, with people in it.

Whoever chairs holds the roles that `chair_of` gives; Omar, who is an owner and a publisher, plans
and announces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from forum.access.policy import Actor, Role
from forum.catalogue.models import Agency
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.ids import new_ref
from forum.drafts.queries import find_clause
from forum.sessions.actions import (
    Asking,
    Details,
    announce_session,
    ask,
    check_in,
    plan_session,
    press,
    press_next,
    take_chair,
)
from forum.sessions.floor import Floor
from forum.sessions.models import QueueEntry, Session
from forum.sessions.plans import ItemPlan, SessionPlan
from forum.sessions.queries import agenda_of, find_session, floor_of
from forum.sessions.rules import Ask, Step
from forum.sessions.run_sheet import Move, Press, next_move
from forum.voting.plans import PollPlan, stance_options
from forum.voting.rules import Electorate, Kind, Majority, Results
from tests.people import person

ALL_STEPS = tuple(Step)
OUTCOME = "Batas 5 hari kerja diterima."


async def chair_of(agency: Agency, name: str = "Wati Kartika") -> Actor:
    """Somebody who may run sessions of the agency, take notes and moderate."""
    return await person(name, agency, Role.CHAIR, Role.NOTE_TAKER, Role.MODERATOR)


def straw_poll(**changes: Any) -> PollPlan:
    """Agree, unsure, disagree: a temperature."""
    question = {
        "id": "Apakah batas 5 hari kerja dapat diterima?",
        "en": "Is a limit of 5 working days acceptable?",
    }
    return replace(PollPlan(question=question, options=stance_options()), **changes)


def formal_vote(**changes: Any) -> PollPlan:
    """The same as a decision of those present."""
    formal = straw_poll(
        kind=Kind.FORMAL,
        electorate=Electorate.PRESENT,
        majority=Majority.SIMPLE,
        results=Results.AT_CLOSE,
    )
    return replace(formal, **changes)


async def agenda_for(consultation: Consultation) -> tuple[ItemPlan, ...]:
    """An opening, clause 3.1 with every step, and a closing word."""
    found = await find_consultation(consultation.slug)
    clause = await find_clause(found.version, "3.1")
    return (
        ItemPlan(title={"id": "Pembukaan", "en": "Opening"}, steps=(Step.READ,), minutes=5),
        ItemPlan(
            title={"id": "Jangka waktu", "en": "Time limit"},
            lineage=clause.lineage,
            steps=ALL_STEPS,
            straw=straw_poll(),
            vote=formal_vote(),
            minutes=30,
        ),
        ItemPlan(title={"id": "Penutup", "en": "Closing"}, steps=(Step.READ, Step.QUESTIONS)),
    )


async def session_plan(consultation: Consultation, **changes: Any) -> SessionPlan:
    """A plan that breaks no rule: it starts in an hour and takes two."""
    starts_at = clock.now() + timedelta(hours=1)
    plan = SessionPlan(
        title={"id": "Pembahasan standar KTP", "en": "Discussing the identity card"},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Balai Desa Contoh",
        link="https://contoh.go.id/siaran",
        access={"id": "Ada juru bahasa isyarat.", "en": "There is a sign interpreter."},
        agenda=await agenda_for(consultation),
    )
    return replace(plan, **changes)


async def planned_session(
    planner: Actor, consultation: Consultation, *, code: str = "", **changes: Any
) -> Session:
    """A session that only its planners know of; `changes` are of its plan."""
    plan = await session_plan(consultation, **changes)
    session = await plan_session(planner, consultation.slug, plan, code=code)
    return await find_session(session.ref)


async def announced_session(
    planner: Actor, consultation: Consultation, *, code: str = "", **changes: Any
) -> Session:
    """The same, announced."""
    session = await planned_session(planner, consultation, code=code, **changes)
    return await announce_session(planner, session.ref)


async def session_with_open_doors(
    planner: Actor,
    chair: Actor,
    consultation: Consultation,
    people: Sequence[Actor] = (),
    **changes: Any,
) -> Session:
    """The same, the chair taken, the doors open, and these people checked in."""
    session = await announced_session(planner, consultation, **changes)
    await take_chair(chair, session.ref)
    await press_on(chair, session)
    for one in people:
        await check_in(one, session.ref)
    return await find_session(session.ref)


async def live_session(
    planner: Actor,
    chair: Actor,
    consultation: Consultation,
    people: Sequence[Actor] = (),
    **changes: Any,
) -> Session:
    """The same, begun: the chair's button goes to the first item next."""
    session = await session_with_open_doors(planner, chair, consultation, people, **changes)
    await press_on(chair, session)
    return await find_session(session.ref)


async def ended_session(
    planner: Actor, chair: Actor, consultation: Consultation, people: Sequence[Actor] = ()
) -> Session:
    """The same, gone through to its end; its minutes are drafted."""
    session = await live_session(planner, chair, consultation, people)
    while await press_on(chair, session):
        pass
    return await find_session(session.ref)


async def press_on(
    chair: Actor, session: Session, times: int = 1, sentence: str = OUTCOME
) -> Move | None:
    """Press the one button so often; return the last move, or nothing when all is done."""
    move = None
    for _time in range(times):
        now = await floor(session)
        agenda = await agenda_of(session)
        gone = (await find_session(session.ref)).withdrawn
        if next_move(now, agenda, rehearsal=session.rehearsal, withdrawn=gone) is None:
            return None
        move = await press_next(chair, session.ref, seen=now.moved, sentence=sentence)
    return move


async def press_to(chair: Actor, session: Session, kind: Press, step: Step | None = None) -> Move:
    """Press the one button until it has done this, at this step if one is given."""
    while move := await press_on(chair, session):
        if move.kind is kind and step in (None, move.step):
            return move
    raise LookupError(f"the session came to its end without {kind}")


async def chair_does(chair: Actor, session: Session, kind: Press, **details: Any) -> None:
    """Press something else on the run sheet, from a page that shows the latest move."""
    seen = (await floor(session)).moved
    await press(chair, session.ref, kind, seen=seen, details=Details(**details))


async def someone_asks(
    actor: Actor,
    session: Session,
    text: str = "Mengapa tidak tiga hari?",
    *,
    stance: str = "",
    once: str = "",
) -> QueueEntry:
    """A question from somebody who checked in."""
    return await ask(
        actor, session.ref, Asking(Ask.QUESTION, text, stance, once or f"once-{new_ref()}")
    )


async def someone_remarks(
    actor: Actor, session: Session, text: str = "Di loket kami dua hari cukup.", **more: Any
) -> QueueEntry:
    """A remark from the floor."""
    asking = Asking(Ask.REMARK, text, more.pop("stance", ""), f"once-{new_ref()}")
    return await ask(actor, session.ref, asking)


async def hand_raised(actor: Actor, session: Session, stance: str = "") -> QueueEntry:
    """A raised hand."""
    return await ask(actor, session.ref, Asking(Ask.HAND, stance=stance, once=f"once-{new_ref()}"))


async def floor(session: Session) -> Floor:
    """What stands on the floor now."""
    return await floor_of(session)

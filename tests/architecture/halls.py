"""The sessions of the town, each in a state of its own, with somebody in the chair."""

from __future__ import annotations

from dataclasses import dataclass, field

from forum.access.policy import Actor
from forum.consultations.models import Consultation
from forum.sessions.actions import rehearse
from forum.sessions.actions.minutes import adopt_minutes, open_correction
from forum.sessions.actions.minutes_corrections import Correcting, propose_correction
from forum.sessions.plans import seal
from forum.sessions.queries import agenda_of, floor_of, plan_of
from forum.sessions.rules import Step
from forum.sessions.run_sheet import Press
from forum.voting.actions import close_poll, open_poll, plan_poll
from tests.clocks import later
from tests.meeting import (
    announced_session,
    ended_session,
    live_session,
    planned_session,
    press_to,
    someone_asks,
    straw_poll,
)


@dataclass
class Halls:
    """Codes of sessions by name, refs of what is in them, and what the run sheet showed last."""

    sessions: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    polls: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    correction: str = ""
    moved: int = 0
    plan: str = ""


async def hold_sessions(
    owner: Actor, chair: Actor, sari: Actor, budi: Actor, consultation: Consultation
) -> Halls:
    """Plan seven sessions and a rehearsal; Sari and Budi come to those that are held."""
    halls = Halls()
    planned = await planned_session(owner, consultation)
    announced = await announced_session(owner, consultation)
    live = await live_session(owner, chair, consultation, [sari, budi])
    await press_to(chair, live, Press.STEP, Step.QUESTIONS)
    polling = await live_session(owner, chair, consultation, [sari, budi])
    await press_to(chair, polling, Press.OPEN_POLL)
    ended = await ended_session(owner, chair, consultation, [sari, budi])
    correcting = await ended_session(owner, chair, consultation, [sari, budi])
    await open_correction(chair, correcting.ref)
    wrong = Correcting(paragraph="opening", text="Tempatnya lain.", once="kunci-budi-di-sini")
    halls.correction = (await propose_correction(budi, correcting.ref, wrong)).ref
    adopted = await ended_session(owner, chair, consultation, [sari, budi])
    await open_correction(chair, adopted.ref)
    with later(days=8):
        await adopt_minutes(chair, adopted.ref)
    rehearsal = await rehearse(chair, announced.ref)
    held = {"planned": planned, "announced": announced, "live": live, "polling": polling}
    held |= {"ended": ended, "correcting": correcting, "adopted": adopted}
    held["rehearsal"] = rehearsal
    halls.sessions = {name: session.code for name, session in held.items()}
    halls.entries = {
        "sari": (await someone_asks(sari, live)).ref,
        "budi": (await someone_asks(budi, live, "Berapa biayanya?")).ref,
    }
    floor = await floor_of(live)
    halls.people = {who: floor.entries[ref].who for who, ref in halls.entries.items()}
    halls.moved = floor.moved
    halls.plan = seal(await plan_of(planned))
    halls.items = {"planned": (await agenda_of(planned))[1].ref}
    open_now = (await floor_of(polling)).poll
    assert open_now is not None
    outside = [await plan_poll(owner, consultation.slug, straw_poll()) for _one in range(3)]
    for poll in outside[1:]:
        await open_poll(owner, poll.ref)
    await close_poll(owner, outside[2].ref)
    halls.polls = {"straw": open_now.ref}
    halls.polls |= dict(
        zip(("draft", "open", "counted"), (one.ref for one in outside), strict=True)
    )
    return halls

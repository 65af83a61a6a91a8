"""An evening on the draft of the identity card: Sari and Budi came, Nina took notes, it has ended.

Five days were agreed on clause 3.1. Sari's name is public and she was in the hall, Budi's is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import Actor, Role
from forum.catalogue.models import Agency
from forum.consultations.models import Consultation
from forum.sessions.actions import check_in, note, press_next
from forum.sessions.models import AgendaItem, QueueEntry, Session
from forum.sessions.queries import find_session
from forum.sessions.rules import Standing, Step
from forum.sessions.run_sheet import Press
from tests.meeting import (
    chair_does,
    chair_of,
    floor,
    hand_raised,
    press_on,
    press_to,
    session_with_open_doors,
    someone_asks,
)
from tests.people import person

OUTCOME = "Paling lama lima hari kerja."
PROBLEM = "Waktu tunggu terlalu lama."
TERM = "Jangka pendek (2 hari)"


@dataclass
class Evening:
    """A session, who ran it and who came; `item` is the one about clause 3.1."""

    session: Session
    item: AgendaItem
    chair: Actor
    nina: Actor
    sari: Actor
    budi: Actor
    question: QueueEntry


async def ended_evening(
    omar: Actor, agency: Agency, consultation: Consultation, sari: Actor, budi: Actor
) -> Evening:
    """Budi asked something that was not answered, Sari spoke; the minutes are drafted."""
    wati = await chair_of(agency)
    nina = await person("Nina Putri", agency, Role.NOTE_TAKER)
    session = await session_with_open_doors(omar, wati, consultation)
    await check_in(sari, session.ref, element="pengguna_layanan", name_public=True, in_hall=True)
    await check_in(budi, session.ref, element="media_massa", organisation="Radio Contoh")
    await press_to(wati, session, Press.STEP, Step.QUESTIONS)
    question = await someone_asks(budi, session, "Mengapa 14 hari?")
    await note(nina, session.ref, "Kepala dinas menjelaskan antrean cetak.")
    hand = await hand_raised(sari, session, "for")
    await chair_does(wati, session, Press.FLOOR, entry=hand.ref)
    await press_to(wati, session, Press.STEP, Step.OUTCOME)
    seen = (await floor(session)).moved
    await press_next(wati, session.ref, seen=seen, sentence=OUTCOME, problem=PROBLEM, term=TERM)
    while await press_on(wati, session):
        pass
    item = await AgendaItem.get(session_id=session.id, position=2)
    session = await find_session(session.ref)
    return Evening(session, item, wati, nina, sari, budi, question)


async def hide(question: QueueEntry) -> None:
    """A moderator hid it."""
    await QueueEntry.filter(id=question.id).update(standing=Standing.HIDDEN)


async def annul(evening: Evening, poll: str, reason: str) -> None:
    """The chair annuls a straw poll."""
    await chair_does(evening.chair, evening.session, Press.ANNUL, poll=poll, reason=reason)

"""An evening on the draft of the identity card: Sari and Budi came, Nina took notes, it has ended.

The chair's moves are written straight into the log, so that what is tried here are the minutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from forum.access.policy import Actor, Role
from forum.accounts.models import Person
from forum.catalogue.models import Agency
from forum.consultations.models import Consultation
from forum.core import clock
from forum.core.db import transaction
from forum.core.ids import new_ref
from forum.drafts.queries import find_clause
from forum.sessions.actions.asking import Asking, ask
from forum.sessions.actions.doors import check_in
from forum.sessions.actions.log import K, happen
from forum.sessions.actions.minutes import draft_minutes
from forum.sessions.actions.noting import note
from forum.sessions.actions.planning import announce_session, plan_session
from forum.sessions.models import AgendaItem, QueueEntry, Session
from forum.sessions.plans import ItemPlan, SessionPlan
from forum.sessions.queries import find_session
from forum.sessions.rules import Ask, Standing
from tests.people import person

CHAIRING = (Role.CHAIR, Role.OWNER, Role.PUBLISHER)
OUTCOME = "Paling lama lima hari kerja."


@dataclass
class Evening:
    """A session, who ran it and who came."""

    session: Session
    item: AgendaItem
    chair: Actor
    nina: Actor
    sari: Actor
    budi: Actor
    question: QueueEntry

    async def happens(self, k: K, **data: Any) -> None:
        """Write one move of the chair."""
        await happens(self.chair, self.session, k, **data)


async def happens(actor: Actor, session: Session, k: K, **data: Any) -> None:
    """Write one event of this session as the actor's."""
    async with transaction():
        found = await find_session(session.ref, lock=True)
        await happen(found, k, actor, data)


async def ended_evening(
    agency: Agency, consultation: Consultation, sari: Actor, budi: Actor, *, title: str = ""
) -> Evening:
    """Five days were agreed on clause 3.1; Sari's name is public, Budi's is not."""
    tono = await person("Tono Wijaya", agency, *CHAIRING)
    nina = await person("Nina Putri", agency, Role.NOTE_TAKER)
    clause = await find_clause(consultation.version, "3.1")
    now = clock.now()
    plan = SessionPlan(
        title={"id": title or "Sesi tentang waktu tunggu", "en": "On the waiting time"},
        starts_at=now + timedelta(minutes=5),
        ends_at=now + timedelta(hours=2),
        place="Aula Kantor Dinas",
        agenda=(
            ItemPlan(lineage=clause.lineage),
            ItemPlan(title={"id": "Lain-lain", "en": "Other matters"}),
        ),
    )
    session = await plan_session(tono, consultation.slug, plan)
    await announce_session(tono, session.ref)
    item = await AgendaItem.get(session_id=session.id, position=1)
    await happens(tono, session, K.DOORS)
    await check_in(sari, session.ref, element="pengguna_layanan", name_public=True, in_hall=True)
    await check_in(budi, session.ref, element="media_massa", organisation="Radio Contoh")
    chair = await Person.get(id=tono.person_id)
    await happens(tono, session, K.CHAIR, who=chair.ref)
    await happens(tono, session, K.BEGAN)
    await happens(tono, session, K.ITEM, item=item.ref, step="read")
    asked = Asking(ask=Ask.QUESTION, text="Mengapa 14 hari?", once=new_ref())
    question = await ask(budi, session.ref, asked)
    await note(nina, session.ref, "Kepala dinas menjelaskan antrean cetak.")
    hand = await ask(sari, session.ref, Asking(ask=Ask.HAND, stance="for", once=new_ref()))
    await happens(tono, session, K.FLOOR, entry=hand.ref, seconds=120)
    await happens(tono, session, K.FLOOR_OVER, entry=hand.ref)
    await happens(
        tono,
        session,
        K.OUTCOME,
        item=item.ref,
        sentence=OUTCOME,
        problem="Waktu tunggu terlalu lama.",
        term="Jangka pendek (2 hari)",
    )
    await happens(tono, session, K.ENDED)
    async with transaction():
        session = await find_session(session.ref, lock=True)
        await draft_minutes(session)
    return Evening(session, item, tono, nina, sari, budi, question)


async def hide(question: QueueEntry) -> None:
    """A moderator hid it."""
    await QueueEntry.filter(id=question.id).update(standing=Standing.HIDDEN)

"""Planning a session, changing the plan until the doors open, and announcing it."""

from __future__ import annotations

from tortoise.exceptions import IntegrityError

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions.moving import stamp
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import announce, savepoint, transaction
from forum.core.errors import Invalid, NotFound, Refused, Stale
from forum.core.i18n import _
from forum.core.ids import new_ref
from forum.drafts.models import Clause
from forum.drafts.queries import clauses_of
from forum.profiles.load import Words, profile
from forum.sessions.actions.log import K, enter, happen
from forum.sessions.codes import new_code, read_code
from forum.sessions.events import SessionAnnounced
from forum.sessions.models import AgendaItem, Session
from forum.sessions.plans import SessionPlan, seal, tidied
from forum.sessions.queries import agenda_of, find_session, plan_of
from forum.sessions.rules import State
from forum.voting.plans import as_data


async def plan_session(actor: Actor, slug: str, plan: SessionPlan, *, code: str = "") -> Session:
    """Plan a session on the draft of a consultation; its code is drawn unless one is given."""
    async with transaction():
        consultation = await find_consultation(slug)
        require(actor, Permission.SESSION_PLAN, on=consultation)
        plan = tidied(plan, profile(consultation.agency.profile))
        session = Session(
            consultation=consultation,
            code=await _given(code) if code else await free_code(),
            planned_by_id=actor.person_id,
            made_at=clock.now(),
        )
        _fill(session, plan)
        try:
            async with savepoint():
                await session.save()
        except IntegrityError:
            raise _taken() from None
        await _keep_agenda(session, consultation, plan)
    return session


async def change_session(actor: Actor, ref: str, plan: SessionPlan, *, seen: str) -> Session:
    """Plan it differently, until the doors open. `seen` is the seal of the plan in the form.

    What was announced stays complete, and where the record told of what changes, it says so. If
    another plan stands there now, nothing is changed and `Stale` brings it.
    """
    async with transaction():
        session = await find_session(ref, lock=True)
        require(actor, Permission.SESSION_PLAN, on=session)
        _check_changeable(session)
        plan = tidied(plan, profile(session.consultation.agency.profile))
        before = await plan_of(session)
        if seal(before) == seal(plan):
            return session
        if seal(before) != seen:
            raise Stale(
                "session.stale",
                _("Somebody changed this plan meanwhile. Look at it again, then change it."),
                before,
            )
        moved = (before.starts_at, before.ends_at) != (plan.starts_at, plan.ends_at)
        told = _what_is_told(session, await agenda_of(session))
        _fill(session, plan)
        session.epoch = new_ref()
        await session.save(update_fields=[*FILLED, "epoch"])
        await _keep_agenda(session, await find_consultation(session.consultation.slug), plan)
        if session.state is State.ANNOUNCED:
            agenda = await agenda_of(session)
            _check_ready(session, agenda, moved=moved)
            if (tells := _what_is_told(session, agenda)) != told:
                await enter("session.changed", session, actor, d=tells)
    return session


async def announce_session(actor: Actor, ref: str) -> Session:
    """Tell the public of a session: when, where, and what will be discussed."""
    async with transaction():
        session = await find_session(ref, lock=True)
        require(actor, Permission.SESSION_ANNOUNCE, on=session)
        agenda = await agenda_of(session)
        _check_ready(session, agenda)
        await happen(session, K.ANNOUNCED, actor)
        await enter("session.announced", session, actor, d=_what_is_told(session, agenda))
        announce(SessionAnnounced(session.id))
    return session


async def free_code() -> str:
    """Return a code that no session has."""
    while await Session.exists(code=(code := new_code())):
        pass
    return code


FILLED = ["title", "starts_at", "ends_at", "place", "link", "access", "speaking_seconds"]


def _fill(session: Session, plan: SessionPlan) -> None:
    for name in FILLED:
        setattr(session, name, getattr(plan, name))


async def _given(code: str) -> str:
    wanted = read_code(code)
    if wanted is None:
        raise Invalid({"code": _("A code has six letters or digits, without I, L, O, U, 0 and 1.")})
    if await Session.exists(code=wanted):
        raise _taken()
    return wanted


def _taken() -> Invalid:
    return Invalid({"code": _("Another session has this code. Choose a different one.")})


async def _keep_agenda(session: Session, consultation: Consultation, plan: SessionPlan) -> None:
    """Write the agenda; an item that was there before keeps its ref, those left out go."""
    clauses = {one.lineage: one for one in await clauses_of(consultation.version)}
    before = {one.ref: one for one in await agenda_of(session)}
    kept = {item.ref for item in plan.agenda}
    await AgendaItem.filter(ref__in=[ref for ref in before if ref not in kept]).delete()
    for position, item in enumerate(plan.agenda, 1):
        row = before.get(item.ref) or AgendaItem(session_id=session.id)
        if item.lineage and item.lineage not in clauses:
            raise NotFound("clause.gone", _("This clause is not in this version any more."))
        clause = clauses.get(item.lineage)
        row.position, row.lineage = position, item.lineage
        row.label = clause.label if clause else ""
        row.title = item.title or _title_of(clause, consultation)
        row.minutes, row.steps = item.minutes, [step.value for step in item.steps]
        row.straw = as_data(item.straw) if item.straw else {}
        row.vote = as_data(item.vote) if item.vote else {}
        await row.save()


def _title_of(clause: Clause | None, consultation: Consultation) -> Words:
    country = profile(consultation.standard.profile)
    component = country.component(clause.component) if clause else None
    return dict(component.name) if component else {}


def _check_changeable(session: Session) -> None:
    if session.state not in (State.PLANNED, State.ANNOUNCED) or session.rehearsal:
        raise Refused(
            "session.begun", _("The plan stays as it is once the doors are open, also to rehearse.")
        )


def _check_ready(session: Session, agenda: list[AgendaItem], *, moved: bool = True) -> None:
    missing = []
    if session.rehearsal:
        raise Refused("session.rehearsal", _("A rehearsal is not announced."))
    if not agenda:
        missing.append(_("The agenda is empty. Add what will be discussed."))
    if not session.place and not session.link:
        missing.append(_("Say where it is, or how to hear it from elsewhere."))
    if moved and session.ends_at <= clock.now():
        missing.append(_("It would be over already. Choose another time."))
    if missing:
        raise Refused(
            "session.not-ready", _("Something is still missing. The list says what."), missing
        )


def _what_is_told(session: Session, agenda: list[AgendaItem]) -> dict[str, object]:
    return {
        "starts": stamp(session.starts_at),
        "ends": stamp(session.ends_at),
        "items": len(agenda),
    }

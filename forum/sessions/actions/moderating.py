"""Moderating the floor: hiding and showing words, and muting for the session, with a reason."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.consultations.queries import find_consultation
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.core.text import clean
from forum.drafts.queries import hands_on
from forum.profiles.load import Measure, profile
from forum.sessions.actions.ending import carry, is_answered
from forum.sessions.actions.log import K, enter, happen
from forum.sessions.events import StandingChanged
from forum.sessions.models import AgendaItem, Attendance, QueueEntry, Session
from forum.sessions.queries import find_entry, find_session
from forum.sessions.rules import LONGEST_REASON, RUNNING, Ask, Standing, State, wrong_words

SETTLED = frozenset({State.PLANNED, State.ANNOUNCED, State.ADOPTED})
"""Before there is anything to moderate, and when the minutes cannot change any more."""


async def hide_entry(actor: Actor, entry_ref: str, *, rule: str, reason: str) -> QueueEntry:
    """Hide the words of an entry under a rule of the profile; its author reads the reason."""
    reason = clean(reason)
    async with transaction():
        session, entry = await _locked(entry_ref)
        require(actor, Permission.FLOOR_MODERATE, on=entry)
        _check_unsettled(session)
        await _check_distance(actor, session, entry)
        country = profile(session.consultation.agency.profile)
        chosen = country.rule(rule)
        wrong = wrong_words("reason", reason, LONGEST_REASON)
        if wrong and not reason:
            wrong = {"reason": _("Write the reason. The author reads it.")}
        if chosen is None:
            wrong["rule"] = _("Choose the rule that this breaks.")
        elif Measure.HIDE not in chosen.measures:
            wrong["rule"] = _("This rule does not allow that measure. Choose another one.")
        if wrong:
            raise Invalid(wrong)
        if entry.ask is Ask.HAND:
            raise Refused("queue.no-words", _("A raised hand has no words to hide."))
        if entry.standing is Standing.WITHDRAWN:
            raise Refused("queue.withdrawn", _("Its author has taken this back."))
        if entry.standing is Standing.HIDDEN:
            raise Refused("queue.hidden", _("Somebody has hidden this already."))
        if entry.contribution_ref:
            raise _became_contribution()
        entry.standing, entry.hidden_because = Standing.HIDDEN, reason
        await entry.save(update_fields=["standing", "hidden_because"])
        await happen(session, K.HIDDEN, actor, {"entry": entry.ref, "because": rule})
        ground = chosen.ground if chosen else ""
        d = {"ask": entry.ask.value, "rule": rule, "ground": ground}
        await enter("floor.hidden", session, actor, by="moderator", d=d, statement=reason)
    return entry


async def show_entry(actor: Actor, entry_ref: str) -> QueueEntry:
    """Let everybody read what was held or hidden; it takes its place in the queue.

    After the end of the session it becomes a contribution, as if it had never been hidden.
    """
    async with transaction():
        session, entry = await _locked(entry_ref)
        require(actor, Permission.FLOOR_MODERATE, on=entry)
        _check_unsettled(session)
        await _check_distance(actor, session, entry)
        if entry.standing not in (Standing.HELD, Standing.HIDDEN):
            raise Refused("queue.shown", _("Everybody can read this already."))
        if entry.contribution_ref:
            raise _became_contribution()
        over = session.state not in RUNNING and not session.rehearsal
        carried = over and entry.ask is not Ask.HAND and not entry.answered
        if carried:
            consultation = await find_consultation(session.consultation.slug, lock=True)
            if not is_answered(consultation):
                raise consultation.why_not(Permission.RESPONSE_WRITE)
        before = entry.standing
        entry.standing = Standing.DONE if entry.answered else Standing.WAITING
        entry.hidden_because = ""
        await entry.save(update_fields=["standing", "hidden_because"])
        await happen(session, K.SHOWN, actor, {"entry": entry.ref})
        if carried:
            await carry(session, entry, await AgendaItem.get_or_none(ref=entry.item_ref))
        if before is Standing.HIDDEN:
            d = {"ask": entry.ask.value}
            await enter("floor.shown", session, actor, by="moderator", d=d)
    return entry


async def mute(actor: Actor, ref: str, person_ref: str, *, reason: str) -> Attendance:
    """Take the word from somebody for the rest of the session; that person reads the reason."""
    reason = clean(reason)
    if wrong := wrong_words("reason", reason, LONGEST_REASON):
        raise Invalid(wrong)
    async with transaction():
        session, row = await _attending(ref, person_ref)
        require(actor, Permission.FLOOR_MODERATE, on=row)
        _check_unsettled(session)
        if row.muted_because:
            raise Refused("session.muted-already", _("Somebody has muted this person already."))
        row.muted_because = reason
        await row.save(update_fields=["muted_because"])
        await happen(session, K.MUTED, actor, {"who": person_ref, "because": reason})
        await enter("floor.muted", session, actor, by="moderator", statement=reason)
        announce(StandingChanged(session.ref, row.person_id))
    return row


async def unmute(actor: Actor, ref: str, person_ref: str) -> Attendance:
    """Let somebody speak again."""
    async with transaction():
        session, row = await _attending(ref, person_ref)
        require(actor, Permission.FLOOR_MODERATE, on=row)
        _check_unsettled(session)
        if not row.muted_because:
            return row
        row.muted_because = ""
        await row.save(update_fields=["muted_because"])
        await happen(session, K.UNMUTED, actor, {"who": person_ref})
        await enter("floor.unmuted", session, actor, by="moderator")
        announce(StandingChanged(session.ref, row.person_id))
    return row


async def _locked(entry_ref: str) -> tuple[Session, QueueEntry]:
    """Lock the session first, as every act in it does, and read the entry as it stands then."""
    seen = await find_entry(entry_ref)
    session = await find_session(seen.session.ref, lock=True)
    return session, await find_entry(entry_ref)


async def _attending(ref: str, person_ref: str) -> tuple[Session, Attendance]:
    session = await find_session(ref, lock=True)
    row = None
    if is_ref(person_ref):
        here = Attendance.filter(session_id=session.id, person__ref=person_ref)
        row = await here.select_related("session__consultation").first()
    if row is None:
        raise NotFound("session.nobody", _("Nobody of this name has checked in here."))
    return session, row


def _became_contribution() -> Refused:
    return Refused(
        "queue.contribution",
        _("This has become a contribution. Decide it there; the minutes follow."),
    )


def _check_unsettled(session: Session) -> None:
    if session.state in SETTLED:
        raise Refused("session.settled", _("There is nothing to moderate in this session now."))


async def _check_distance(actor: Actor, session: Session, entry: QueueEntry) -> None:
    """Nobody judges what is said about a clause they drafted or answer for."""
    item = await AgendaItem.get_or_none(ref=entry.item_ref)
    lineage = item.lineage if item else ""
    if actor.person_id in await hands_on(session.consultation.standard_id, lineage):
        raise NotAllowed(
            "moderation.own-clause",
            _("You drafted this clause or answer for it. Another moderator must decide."),
        )

"""Corrections of the minutes: proposed by those who were there, each decided with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_suspended
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import is_once
from forum.core.text import clean
from forum.sessions.actions.minutes import Rewriting, rewrite
from forum.sessions.minutes import from_data
from forum.sessions.minutes.correcting import (
    Verdict,
    check_correction,
    check_decision,
    check_editable,
    check_proposing,
)
from forum.sessions.models import Correction, Minutes
from forum.sessions.queries.find import find_visible
from forum.sessions.queries.minutes import find_correction, minutes_of, was_present


@dataclass(frozen=True, kw_only=True)
class Correcting:
    """What somebody says about one paragraph; `once` makes a retry harmless."""

    paragraph: str
    text: str
    once: str


async def propose_correction(actor: Actor, ref: str, correcting: Correcting) -> Correction:
    """Say what is wrong in one paragraph; one correction of a person waits there at a time."""
    require(actor, Permission.MINUTES_CORRECT)
    text = clean(correcting.text)
    check_correction(text)
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        if not await was_present(actor.person_id, session):
            raise Refused(
                "minutes.not-present", _("Corrections come from those who were at the session.")
            )
        minutes = await minutes_of(session)
        if (sent := await _sent_before(actor, minutes, correcting.once)) is not None:
            return sent
        await check_not_suspended(actor, session.agency_id)
        check_proposing(session.state, minutes.correct_until, clock.now())
        await _check_place(actor, minutes, correcting.paragraph)
        return await Correction.create(
            minutes=minutes,
            paragraph=correcting.paragraph,
            person_id=actor.person_id,
            text=text,
            once=correcting.once,
            at=clock.now(),
        )


@dataclass(frozen=True, kw_only=True)
class Deciding:
    """A verdict with its reason; what is taken may come with the new words of the paragraph."""

    verdict: Verdict
    reason: str
    rewriting: Rewriting | None = None


async def decide_correction(actor: Actor, ref: str, deciding: Deciding) -> Correction:
    """Take a correction into the minutes, or decline it; either way its author reads the reason."""
    reason = clean(deciding.reason)
    check_decision(reason)
    async with transaction():
        found = await find_correction(ref)
        session = await find_visible(actor, found.minutes.session.ref, lock=True)
        require(actor, Permission.SESSION_NOTE, on=session)
        check_editable(session.state)
        correction = await Correction.select_for_update().get(id=found.id)
        if correction.person_id == actor.person_id:
            raise NotAllowed(
                "correction.own", _("You proposed this yourself. Somebody else must decide it.")
            )
        if correction.decision:
            raise Refused("correction.decided", _("This correction is already decided."))
        if deciding.verdict is Verdict.TAKEN and deciding.rewriting is not None:
            await rewrite(await minutes_of(session, lock=True), deciding.rewriting)
        correction.decision, correction.reason = deciding.verdict.value, reason
        await correction.save(update_fields=["decision", "reason"])
    return correction


async def _sent_before(actor: Actor, minutes: Minutes, once: str) -> Correction | None:
    if not is_once(once):
        raise Refused(
            "correction.no-key", _("This form was incomplete. Your text is below: send it again.")
        )
    found = await Correction.get_or_none(once=once)
    if found is None:
        return None
    if (found.person_id, found.minutes_id) != (actor.person_id, minutes.id):
        raise Refused(
            "correction.no-key", _("This form was incomplete. Your text is below: send it again.")
        )
    return found


async def _check_place(actor: Actor, minutes: Minutes, paragraph: str) -> None:
    if paragraph not in {one.key for one in from_data(minutes.paragraphs)}:
        raise NotFound("minutes.paragraph", _("There is no such paragraph in these minutes."))
    if await Correction.exists(
        minutes_id=minutes.id, paragraph=paragraph, person_id=actor.person_id, decision=""
    ):
        raise Refused(
            "correction.waiting",
            _("Your correction of this paragraph is being looked at. You get an answer here."),
        )

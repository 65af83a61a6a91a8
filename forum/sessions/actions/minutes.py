"""Minutes: compiled when a session ends, put right by those who were there, adopted, final."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from forum.access.policy import CLOCK, Actor, Permission, require
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import NotFound, Stale
from forum.core.i18n import _
from forum.core.text import clean
from forum.sessions.actions.log import K, enter, happen
from forum.sessions.minutes import (
    Paragraph,
    as_data,
    as_of_now,
    compile_minutes,
    from_data,
    frozen,
    rewritten,
)
from forum.sessions.minutes.correcting import (
    CORRECTION_TIME,
    check_adoptable,
    check_editable,
    check_until,
    check_words,
)
from forum.sessions.models import Correction, Minutes, Session
from forum.sessions.queries.find import find_visible
from forum.sessions.queries.log import log_of
from forum.sessions.queries.minutes import corrections_of, meeting_of, minutes_of, since
from forum.sessions.rules import State


async def draft_minutes(session: Session) -> Minutes:
    """Compile the minutes of a session that has just ended; part of ending it."""
    events = await log_of(session.id)
    paragraphs = compile_minutes(await meeting_of(session, events), events)
    minutes = await Minutes.create(
        session_id=session.id, paragraphs=[as_data(one) for one in paragraphs]
    )
    await happen(session, K.MINUTES, CLOCK, {"state": State.MINUTES_DRAFT.value})
    return minutes


@dataclass(frozen=True, kw_only=True)
class Rewriting:
    """New words for one paragraph; `seen` is the revision that its writer started from."""

    paragraph: str
    words: Mapping[str, str]
    seen: int


async def edit_paragraph(actor: Actor, ref: str, rewriting: Rewriting) -> Minutes:
    """Save the words of a paragraph, or refuse with the paragraph that somebody saved meanwhile."""
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        require(actor, Permission.SESSION_NOTE, on=session)
        check_editable(session.state)
        minutes = await minutes_of(session, lock=True)
        await rewrite(minutes, rewriting)
    return minutes


async def rewrite(minutes: Minutes, rewriting: Rewriting) -> None:
    """Put new words into a paragraph of locked minutes; part of an action."""
    paragraphs = from_data(minutes.paragraphs)
    place, former = _found(paragraphs, rewriting.paragraph)
    words = {name: clean(text) for name, text in rewriting.words.items()}
    check_words(former, words)
    if former.revision != rewriting.seen:
        raise Stale(
            "minutes.stale",
            _("Somebody changed this paragraph while you were writing. Both texts are below."),
            former,
        )
    paragraphs[place] = rewritten(former, words)
    minutes.paragraphs = [as_data(one) for one in paragraphs]
    minutes.revision += 1
    await minutes.save(update_fields=["paragraphs", "revision"])


async def open_correction(actor: Actor, ref: str, until: datetime | None = None) -> Minutes:
    """Show the draft to everybody and ask those present for corrections; or give more time."""
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        require(actor, Permission.MINUTES_ADOPT, on=session)
        check_editable(session.state)
        minutes = await minutes_of(session, lock=True)
        now = clock.now()
        minutes.correct_until, before = until or now + CORRECTION_TIME, minutes.correct_until
        check_until(minutes.correct_until, before, now)
        await minutes.save(update_fields=["correct_until"])
        if session.state is not State.CORRECTION:
            await happen(session, K.MINUTES, actor, {"state": State.CORRECTION.value})
    return minutes


async def adopt_minutes(actor: Actor, ref: str) -> Minutes:
    """Make the minutes final: their bytes are frozen, their fingerprint stands in the record."""
    async with transaction():
        session = await find_visible(actor, ref, lock=True)
        require(actor, Permission.MINUTES_ADOPT, on=session)
        minutes = await minutes_of(session, lock=True)
        corrections = await corrections_of(minutes)
        undecided = sum(not one.decision for one in corrections)
        check_adoptable(session.state, minutes.correct_until, undecided, clock.now())
        paragraphs = from_data(minutes.paragraphs)
        shown = as_of_now(paragraphs, await since(session.id, paragraphs))
        minutes.paragraphs = [as_data(one) for one in shown]
        minutes.adopted_at, minutes.adopted_by_id = clock.now(), actor.person_id
        minutes.document = frozen(_head(session, minutes, corrections), shown)
        minutes.sha256 = hashlib.sha256(minutes.document.encode()).hexdigest()
        await minutes.save()
        await enter("minutes.adopted", session, actor, d={"sha256": minutes.sha256})
        await happen(session, K.MINUTES, actor, {"state": State.ADOPTED.value})
    return minutes


def _head(session: Session, minutes: Minutes, corrections: list[Correction]) -> dict[str, object]:
    """Return what the frozen document says before its paragraphs. It does not cite corrections."""
    consultation = session.consultation
    return {
        "session": session.ref,
        "code": session.code,
        "title": session.title,
        "consultation": consultation.slug,
        "agency": consultation.agency.slug,
        "language": consultation.agency.language,
        "time_zone": consultation.time_zone,
        "adopted_at": minutes.adopted_at.isoformat() if minutes.adopted_at else "",
        "corrections": [
            {"paragraph": one.paragraph, "decision": one.decision, "reason": one.reason}
            for one in corrections
        ],
    }


def _found(paragraphs: list[Paragraph], key: str) -> tuple[int, Paragraph]:
    for place, one in enumerate(paragraphs):
        if one.key == key:
            return place, one
    raise NotFound("minutes.paragraph", _("There is no such paragraph in these minutes."))

"""The end of a session: what was asked and not answered must be answered in writing."""

from __future__ import annotations

from collections.abc import Sequence

from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.participation.actions import Said, carry_over
from forum.participation.rules import Kind
from forum.sessions.actions.log import K, enter
from forum.sessions.actions.minutes import draft_minutes
from forum.sessions.actions.polling import present_without_chair
from forum.sessions.actions.sheet import Details, Sheet
from forum.sessions.models import AgendaItem, QueueEntry, Session
from forum.sessions.rules import Ask, Standing

GONE = (Standing.WITHDRAWN, Standing.HIDDEN)


async def end(sheet: Sheet, _details: Details) -> None:
    """End the meeting, carry over what is unanswered, and compile the minutes.

    Publication waits for this or goes first. In a withdrawn consultation nobody answers any more,
    and the minutes list all that was asked.
    """
    session = sheet.session
    consultation = await find_consultation(session.consultation.slug, lock=True)
    await sheet.seat_speaker()
    await sheet.happen(K.ENDED)
    carried = 0
    if is_answered(consultation) and not session.rehearsal:
        carried = await _carry_over(session, sheet.agenda)
    present = await present_without_chair(session)
    await enter("session.ended", session, sheet.actor, d={"present": present, "carried": carried})
    await draft_minutes(session)


def is_answered(consultation: Consultation) -> bool:
    """Tell whether what nobody answered in the room is still answered in writing."""
    return consultation.phase not in (Phase.PUBLISHED, Phase.WITHDRAWN)


async def carry(session: Session, entry: QueueEntry, about: AgendaItem | None) -> None:
    """Make a contribution of one entry, whose author must have been fetched."""
    said = Said(
        key=entry.ref,
        author=entry.person,
        kind=Kind.QUESTION if entry.ask is Ask.QUESTION else Kind.COMMENT,
        session_ref=session.ref,
        lineage=about.lineage if about else "",
        label=about.label if about else "",
        text=entry.text,
        html=entry.html,
        language=entry.language,
        shown=entry.standing is not Standing.HELD,
    )
    contribution = await carry_over(session.consultation, said)
    entry.contribution_ref = contribution.ref
    await entry.save(update_fields=["contribution_ref"])


async def _carry_over(session: Session, agenda: Sequence[AgendaItem]) -> int:
    """Make a contribution of every question and remark that nobody answered; return how many."""
    unanswered = (
        QueueEntry.filter(session_id=session.id, answered=False, contribution_ref="")
        .exclude(ask=Ask.HAND)
        .exclude(standing__in=list(GONE))
        .order_by("id")
        .select_related("person")
    )
    items = {item.ref: item for item in agenda}
    entries = await unanswered
    for entry in entries:
        await carry(session, entry, items.get(entry.item_ref))
    return len(entries)

"""Reading minutes, what those present say about them, and what sessions concluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from forum.catalogue.models import Words
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.sessions.minutes import Paragraph, from_data, outcomes_in
from forum.sessions.models import Attendance, Correction, Minutes, Session
from forum.sessions.rules import State


@dataclass(frozen=True)
class SessionOutcome:
    """What one session concluded on one item, in the words of its minutes."""

    session: Session
    item: str
    title: Words
    label: str
    lineage: str
    sentence: str


async def minutes_of(session: Session, *, lock: bool = False) -> Minutes:
    """Return the minutes of a session that has ended."""
    found = Minutes.filter(session_id=session.id)
    minutes = await (found.select_for_update() if lock else found).first()
    if minutes is None:
        raise NotFound("minutes.unknown", _("The minutes are compiled when the session has ended."))
    return minutes


def paragraphs_of(minutes: Minutes) -> list[Paragraph]:
    """Return its paragraphs in order."""
    return from_data(minutes.paragraphs)


async def corrections_of(minutes: Minutes) -> list[Correction]:
    """Return what those present proposed, oldest first, with who they are."""
    found = Correction.filter(minutes_id=minutes.id).select_related("person")
    return await found.order_by("at", "id")


async def find_correction(ref: str) -> Correction:
    """Return one correction with its minutes and their session, or say there is none."""
    around = ("minutes__session__consultation__agency", "person")
    found = Correction.filter(ref=ref).select_related(*around)
    correction = await found.first() if is_ref(ref) else None
    if correction is None:
        raise NotFound("correction.unknown", _("There is no such correction."))
    return correction


async def was_present(person_id: int | None, session: Session) -> bool:
    """Tell whether this person checked in."""
    if person_id is None:
        return False
    return await Attendance.exists(session_id=session.id, person_id=person_id)


async def outcomes_on(consultation_id: int) -> list[SessionOutcome]:
    """Return what the ended sessions of one consultation concluded, in the order it was said."""
    return await _outcomes(Minutes.filter(session__consultation_id=consultation_id))


async def outcomes_of(session_ids: Iterable[int]) -> list[SessionOutcome]:
    """Return what these sessions concluded; one query."""
    ids = list(session_ids)
    return await _outcomes(Minutes.filter(session_id__in=ids)) if ids else []


async def adopted_minutes(consultation_id: int) -> list[Minutes]:
    """Return the adopted minutes of a consultation with their sessions, oldest session first."""
    return (
        await Minutes.filter(
            session__consultation_id=consultation_id,
            session__state=State.ADOPTED,
            session__rehearsal_of_id__isnull=True,
        )
        .select_related("session")
        .order_by("session__starts_at", "id")
        .only("id", "adopted_at", "sha256", "session_id")
    )


async def _outcomes(found: QuerySet[Minutes]) -> list[SessionOutcome]:
    real = found.filter(session__rehearsal_of_id__isnull=True)
    rows = await real.select_related("session__consultation").order_by("session__starts_at", "id")
    return [
        SessionOutcome(
            session=minutes.session,
            item=item,
            title=one.values["title"],
            label=one.values["label"],
            lineage=one.values["lineage"],
            sentence=one.words["sentence"],
        )
        for minutes in rows
        for item, one in outcomes_in(paragraphs_of(minutes)).items()
    ]

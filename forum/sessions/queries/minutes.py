"""Reading minutes, what those present say about them, and what sessions concluded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from forum.catalogue.models import Words
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.participation.models import Contribution
from forum.sessions.floor import Event, Happening
from forum.sessions.minutes import (
    NOT_SHOWN,
    Attendee,
    Meeting,
    Paragraph,
    Point,
    Since,
    cited,
    from_data,
    outcomes_in,
)
from forum.sessions.models import Attendance, Correction, Minutes, QueueEntry, Session, SessionEvent
from forum.sessions.queries.people import attendance_of
from forum.sessions.queries.scene import Item, scene_of
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

    @property
    def ref(self) -> str:
        """Its session and its item, as the field of a form holds them."""
        return f"{self.session.ref}.{self.item}"

    @property
    def anchor(self) -> str:
        """Where it stands on the page of the minutes."""
        return f"p-outcome-{self.item}"


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


async def meeting_of(session: Session, events: Sequence[Event]) -> Meeting:
    """Return what minutes need beside the log: the plan, who was there, what became of questions.

    The agenda's clauses are told in the words of the version under discussion.
    """
    scene = await scene_of(session)
    queue = await QueueEntry.filter(session_id=session.id).values_list(
        "ref", "supports", "contribution_ref"
    )
    ran_it = {event.data["who"] for event in events if event.k is Happening.CHAIR}
    ran_it |= {event.by for event in events if event.k is Happening.NOTE}
    return Meeting(
        starts_at=session.starts_at,
        place=session.place,
        link=session.link,
        agenda=tuple(_point(item) for item in scene.agenda),
        attendance={
            one.person_ref: Attendee(
                one.name, one.element, one.organisation, one.name_public, one.in_hall
            )
            for one in await attendance_of(session)
            if one.person_ref not in ran_it
        },
        officials={ref: scene.name(ref).name for ref in ran_it},
        supports={ref: supports for ref, supports, _contribution in queue},
        written={ref: contribution for ref, _supports, contribution in queue},
    )


async def since(session_id: int, paragraphs: Iterable[Paragraph]) -> Since:
    """Return which words cited were hidden and which polls annulled since; three queries."""
    quoted = cited(paragraphs)
    written = {one["contribution"]: one["entry"] for one in quoted if one["contribution"]}
    gone = Q(standing__in=list(NOT_SHOWN)) | Q(text="")  # hidden by a moderator, or erased
    hidden = QueueEntry.filter(gone, ref__in=[one["entry"] for one in quoted])
    html: dict[str, str | None] = {one.ref: None for one in await hidden.only("id", "ref")}
    if written:
        found = Contribution.filter(ref__in=list(written)).only("id", "ref", "showing", "html")
        for one in await found:
            html.setdefault(written[one.ref], one.html if one.public else None)
    annulled = SessionEvent.filter(session_id=session_id, k=Happening.POLL_ANNULLED.value)
    reasons = [event.data for event in await annulled]
    return Since(html, {data["poll"]: data["reason"] for data in reasons})


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


async def sessions_with_minutes(consultation_id: int) -> list[Session]:
    """Return the sessions of a consultation whose minutes are adopted, the first one first."""
    found = Session.filter(
        consultation_id=consultation_id, state=State.ADOPTED, rehearsal_of_id__isnull=True
    )
    return await found.order_by("starts_at", "id")


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


def _point(item: Item) -> Point:
    text = {
        language: "".join(run.text for run in runs if run.kind != "drop")
        for language, runs in item.segments.items()
    }
    return Point(item.ref, item.title, item.label, item.lineage, text)

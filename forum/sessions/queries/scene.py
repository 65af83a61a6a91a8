"""What does not change while a session is held: its agenda, its clauses, its times and its names.

Views are drawn from a `Scene` and a `Floor` and nothing else. A scene is built once, and again only
when `epoch` changes; names are added as people appear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from forum.accounts.models import Person
from forum.catalogue.models import Words
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core.i18n import speaking
from forum.drafts.diff import Segment
from forum.drafts.lineage import Fate
from forum.drafts.queries import ChangedClause, compare, compared, held_against, pieces_of
from forum.drafts.wording import FieldRow, field_rows
from forum.profiles.load import Profile, profile
from forum.sessions.models import AgendaItem, Session
from forum.sessions.queries.find import agenda_of
from forum.sessions.rules import Step


@dataclass(frozen=True)
class Name:
    """How a person is named."""

    name: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class ClauseScene:
    """A clause as it is discussed: its component, its words as a redline, the values that shifted.

    `redlines` and `shifted` are by language; where nothing was before, the words are all kept ones.
    """

    component: Words
    fate: Fate
    texts: Mapping[str, str]
    redlines: Mapping[str, tuple[Segment, ...]]
    shifted: Mapping[str, tuple[FieldRow, ...]]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One point of the agenda; `straw` and `vote` are as `voting.plans.from_data` reads them."""

    ref: str
    position: int
    title: Words
    label: str
    lineage: str
    minutes: int
    steps: tuple[Step, ...]
    straw: Mapping[str, Any]
    vote: Mapping[str, Any]
    clause: ClauseScene | None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A session apart from what happens in it."""

    session_id: int
    ref: str
    code: str
    epoch: str
    title: Words
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    link: str
    access: Words
    speaking_seconds: int
    rehearsal: bool
    profile: str
    agency: Words
    consultation_slug: str
    consultation_title: Words
    respond_by: datetime | None
    agenda: tuple[Item, ...]
    names: Mapping[str, Name]

    def item(self, ref: str) -> Item | None:
        """Return one item of the agenda, or nothing."""
        return next((one for one in self.agenda if one.ref == ref), None)

    def name(self, ref: str) -> Name:
        """Return how somebody is named; a name not known yet is empty."""
        return self.names.get(ref, Name(""))


async def scene_of(session: Session) -> Scene:
    """Return the scene of a session, with the names of everybody who appears in its log."""
    consultation = await find_consultation(session.consultation.slug)
    agenda = await agenda_of(session)
    clauses = await _clauses(consultation, {one.lineage for one in agenda if one.lineage})
    people = Person.filter(session_events__session_id=session.id).distinct()
    return Scene(
        session_id=session.id,
        ref=session.ref,
        code=session.code,
        epoch=session.epoch,
        title=session.title,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=consultation.time_zone,
        place=session.place,
        link=session.link,
        access=session.access,
        speaking_seconds=session.speaking_seconds,
        rehearsal=session.rehearsal,
        profile=consultation.agency.profile,
        agency=consultation.agency.name,
        consultation_slug=consultation.slug,
        consultation_title=consultation.title,
        respond_by=consultation.respond_by,
        agenda=tuple(_item(one, clauses.get(one.lineage)) for one in agenda),
        names={one.ref: Name(one.name, one.about) for one in await people},
    )


async def names_for(refs: Iterable[str]) -> dict[str, Name]:
    """Return how these people are named."""
    rows = await Person.filter(ref__in=list(refs)).values_list("ref", "name", "about")
    return {ref: Name(name, about) for ref, name, about in rows}


def _item(row: AgendaItem, clause: ClauseScene | None) -> Item:
    return Item(
        ref=row.ref,
        position=row.position,
        title=row.title,
        label=row.label,
        lineage=row.lineage,
        minutes=row.minutes,
        steps=tuple(Step(step) for step in row.steps),
        straw=row.straw,
        vote=row.vote,
        clause=clause,
    )


async def _clauses(consultation: Consultation, wanted: set[str]) -> dict[str, ClauseScene]:
    """Return the clauses as the page of the draft shows them, by lineage."""
    if not wanted:
        return {}
    country = profile(consultation.standard.profile)
    version = consultation.version
    former = await held_against(version)
    if former is None:
        pieces = await pieces_of(version)
        every = compared(pieces, pieces, country.code)
    else:
        every = await compare(former, version)
    return {one.lineage: _clause(one, country) for one in every if one.lineage in wanted}


def _clause(changed: ChangedClause, country: Profile) -> ClauseScene:
    component = country.component(changed.component)
    return ClauseScene(
        component=component.name if component else {},
        fate=changed.fate,
        texts=changed.change.there.texts,
        redlines={language: tuple(runs) for language, runs in changed.redlines.items()},
        shifted={language: _shifted(changed, country, language) for language in country.languages},
    )


def _shifted(changed: ChangedClause, country: Profile, language: str) -> tuple[FieldRow, ...]:
    component = country.component(changed.component)
    if component is None:
        return ()
    old, new = changed.old, changed.new
    with speaking(language):
        rows = field_rows(component, old.fields if old else {}, new.fields if new else {})
    return tuple(row for row in rows if not row.same)

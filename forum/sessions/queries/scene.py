"""What does not change while a session is held: its agenda, its clauses, its times and its names.

Views are drawn from a `Scene` and a `Floor` and nothing else. A scene is built once, and again only
when `epoch` changes; names are added as people appear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from forum.accounts.models import Person
from forum.catalogue.models import Words
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Phase
from forum.core.i18n import speaking
from forum.drafts.diff import Segment
from forum.drafts.lineage import Fate
from forum.drafts.queries import ChangedClause, compare, compared, held_against, pieces_of
from forum.drafts.wording import FieldRow, field_rows
from forum.profiles.load import Component, Profile, profile
from forum.sessions.models import AgendaItem, Session
from forum.sessions.queries.find import agenda_of
from forum.sessions.rules import Step


@dataclass(frozen=True)
class Name:
    """How a person is named."""

    name: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One point of the agenda; `straw` and `vote` are as `voting.plans.from_data` reads them.

    About a clause, it has the words as a redline and the values that shifted, by language; where
    nothing was before, all words are kept ones.
    """

    ref: str
    position: int
    title: Words
    label: str
    lineage: str
    minutes: int
    steps: tuple[Step, ...]
    straw: Mapping[str, Any]
    vote: Mapping[str, Any]
    component: Words = field(default_factory=dict)
    fate: Fate | None = None
    segments: Mapping[str, tuple[Segment, ...]] = field(default_factory=dict)
    shifts: Mapping[str, tuple[FieldRow, ...]] = field(default_factory=dict)


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
    slug: str
    consultation_title: Words
    respond_by: datetime | None
    agenda: tuple[Item, ...]
    names: Mapping[str, Name]
    withdrawn: bool = False

    def item(self, ref: str) -> Item | None:
        """Return one item of the agenda, or nothing."""
        return next((one for one in self.agenda if one.ref == ref), None)

    def name(self, ref: str) -> Name:
        """Return how somebody is named; a name not known yet is empty."""
        return self.names.get(ref, Name(""))


async def scene_of(session: Session) -> Scene:
    """Return the scene of a session, with the names of everybody who appears in its log."""
    consultation = await find_consultation(session.consultation.slug)
    acted = Person.filter(session_events__session_id=session.id).distinct()
    people = await acted.values_list("ref", "name", "about")
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
        slug=consultation.slug,
        consultation_title=consultation.title,
        respond_by=consultation.respond_by,
        agenda=tuple(await _items(session, consultation)),
        names={ref: Name(name, about) for ref, name, about in people},
        withdrawn=consultation.phase is Phase.WITHDRAWN,
    )


async def names_for(refs: Iterable[str]) -> dict[str, Name]:
    """Return how these people are named."""
    rows = await Person.filter(ref__in=list(refs)).values_list("ref", "name", "about")
    return {ref: Name(name, about) for ref, name, about in rows}


async def _items(session: Session, consultation: Consultation) -> list[Item]:
    rows = await agenda_of(session)
    country = profile(consultation.standard.profile)
    clauses = await _clauses(consultation, {row.lineage for row in rows if row.lineage})
    return [_item(row, clauses.get(row.lineage), country) for row in rows]


async def _clauses(consultation: Consultation, wanted: set[str]) -> dict[str, ChangedClause]:
    """Return the clauses as the page of the draft shows them, by lineage."""
    if not wanted:
        return {}
    version = consultation.version
    former = await held_against(version)
    if former is None:
        pieces = await pieces_of(version)
        every = compared(pieces, pieces, consultation.standard.profile)
    else:
        every = await compare(former, version)
    return {one.lineage: one for one in every if one.lineage in wanted}


def _item(row: AgendaItem, clause: ChangedClause | None, country: Profile) -> Item:
    item = Item(
        ref=row.ref,
        position=row.position,
        title=row.title,
        label=row.label,
        lineage=row.lineage,
        minutes=row.minutes,
        steps=tuple(Step(step) for step in row.steps),
        straw=row.straw,
        vote=row.vote,
    )
    component = country.component(clause.component) if clause else None
    if clause is None or component is None:
        return item
    return replace(
        item,
        component=component.name,
        fate=clause.fate,
        segments={language: tuple(runs) for language, runs in clause.redlines.items()},
        shifts={language: _shifts(clause, component, language) for language in country.languages},
    )


def _shifts(clause: ChangedClause, component: Component, language: str) -> tuple[FieldRow, ...]:
    old, new = clause.old, clause.new
    with speaking(language):
        rows = field_rows(component, old.fields if old else {}, new.fields if new else {})
    return tuple(row for row in rows if not row.same)

"""You said, we did: every public answer of a consultation, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response as Answering

from forum.consultations.models import Consultation
from forum.consultations.queries import find_public
from forum.consultations.rules import Phase
from forum.drafts.pieces import by_number
from forum.drafts.queries import ChangedClause
from forum.participation.models import Contribution
from forum.responses.models import OwnReason, Response
from forum.responses.queries import (
    Place,
    answered_places,
    changes_of,
    decided_in,
    first_served,
    touched,
)
from forum.responses.rules import DISPOSITION_WORDS, GROUND_WORDS
from forum.sessions.queries.minutes import SessionOutcome
from forum.site.asked import page_asked
from forum.site.wording import FATE_WORDS
from forum.web.pages import page
from forum.web.routes import Page

AT_ONCE = 20
SHOWN = 5
"""Answers on one page, and contributions shown with each."""


@dataclass(frozen=True)
class Reply:
    """One answer to what was said about a clause: the first of it, and how much there is."""

    response: Response
    said: list[Contribution]
    total: int


@dataclass
class Told:
    """One clause: what people said, what the agency answered, and the words before and after."""

    label: str
    places: list[Place] = field(default_factory=list)
    changes: list[ChangedClause] = field(default_factory=list)
    own: list[OwnReason] = field(default_factory=list)
    decided: list[SessionOutcome] = field(default_factory=list)
    answers: list[Reply] = field(default_factory=list)


async def show(request: Request) -> Answering:
    """Show the answers with the changes they caused."""
    consultation = await find_public(request.path_params["slug"])
    places = await answered_places(consultation.id)
    told = await _clauses(consultation, places)
    pages = max(1, -(-sum(max(1, len(one.places)) for one in told) // AT_ONCE))
    number = min(page_asked(request.query_params.get("page")), pages)
    return page(
        request,
        "responses/show.html",
        consultation=consultation,
        clauses=await _with_answers(_part(told, number)),
        page=number,
        pages=pages,
        count=sum(one.total for one in places),
        verdicts=DISPOSITION_WORDS,
        grounds=GROUND_WORDS,
        fate_words=FATE_WORDS,
    )


async def _clauses(consultation: Consultation, places: Sequence[Place]) -> list[Told]:
    """Return every clause that was answered or changed, in reading order, without the answers."""
    told: dict[str, Told] = {}
    for place in places:
        told.setdefault(place.lineage, Told(place.label)).places.append(place)
    if consultation.phase is Phase.PUBLISHED:
        reasons = await OwnReason.filter(version_id=consultation.next_version_id)
        own = {reason.lineage: reason for reason in reasons}
        decided = await decided_in(consultation)
        for changed in await changes_of(consultation):
            clause = told.setdefault(_home(changed, told), Told(changed.label))
            clause.changes.append(changed)
            clause.own += [own[lineage] for lineage in touched(changed) if lineage in own]
            clause.decided += [decided[one] for one in touched(changed) if one in decided]
    return sorted(told.values(), key=lambda one: by_number(one.label))


def _part(told: Sequence[Told], number: int) -> list[Told]:
    """Return one page of it: a clause goes on where it stopped, its changes stand at its head."""
    start, part = (number - 1) * AT_ONCE, []
    end = start + AT_ONCE
    for clause in told:
        size = max(1, len(clause.places))
        if start < size and end > 0:
            head = start <= 0
            part.append(
                Told(
                    clause.label,
                    clause.places[max(start, 0) : end],
                    clause.changes if head else [],
                    clause.own if head else [],
                    clause.decided if head else [],
                )
            )
        start, end = start - size, end - size
    return part


async def _with_answers(part: list[Told]) -> list[Told]:
    ids = {place.response_id for clause in part for place in clause.places}
    found = Response.filter(id__in=ids).select_related("merged_into", "written_by")
    responses = {one.id: one for one in await found}
    said = await first_served(ids, SHOWN)
    for clause in part:
        clause.answers = [
            Reply(responses[one.response_id], said[one.response_id][one.lineage], one.total)
            for one in clause.places
        ]
    return part


def _home(changed: ChangedClause, told: dict[str, Told]) -> str:
    """Put a clause that was split off or merged where the words it came from were discussed."""
    near = [lineage for lineage in touched(changed) if lineage in told]
    return changed.lineage if changed.lineage in told or not near else near[0]


routes = [Page("/consultations/{slug:slug}/responses", show, name="responses")]

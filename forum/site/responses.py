"""You said, we did: every public answer of a consultation, clause by clause."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response as Answering

from forum.consultations.queries import find_public
from forum.consultations.rules import Phase
from forum.drafts.pieces import by_number
from forum.drafts.queries import ChangedClause
from forum.participation.models import Contribution
from forum.responses.models import Answered, OwnReason, Response
from forum.responses.queries import changes_of, touched
from forum.responses.rules import DISPOSITION_WORDS, GROUND_WORDS, ResponseState
from forum.site.wording import FATE_WORDS
from forum.web.pages import page
from forum.web.routes import Page


@dataclass
class Told:
    """One clause: what people said, what the agency answered, and the words before and after."""

    label: str
    answers: dict[int, tuple[Response, list[Contribution]]] = field(default_factory=dict)
    changes: list[ChangedClause] = field(default_factory=list)
    own: list[OwnReason] = field(default_factory=list)


async def show(request: Request) -> Answering:
    """Show the answers with the changes they caused."""
    consultation = await find_public(request.path_params["slug"])
    rows = (
        await Answered.filter(
            response__consultation_id=consultation.id, response__state=ResponseState.APPROVED
        )
        .select_related("response__merged_into", "response__written_by", "contribution__author")
        .order_by("contribution_id")
    )
    told: dict[str, Told] = {}
    for row in rows:
        one = row.contribution
        place = told.setdefault(one.lineage, Told(one.label))
        place.answers.setdefault(row.response_id, (row.response, []))[1].append(one)
    own = {
        reason.lineage: reason
        for reason in await OwnReason.filter(version_id=consultation.next_version_id)
    }
    published = consultation.phase is Phase.PUBLISHED
    for changed in await changes_of(consultation) if published else []:
        place = told.setdefault(_home(changed, told), Told(changed.label))
        place.changes.append(changed)
        place.own += [own[lineage] for lineage in touched(changed) if lineage in own]
    return page(
        request,
        "responses/show.html",
        consultation=consultation,
        clauses=sorted(told.values(), key=lambda one: by_number(one.label)),
        count=len(rows),
        verdicts=DISPOSITION_WORDS,
        grounds=GROUND_WORDS,
        fate_words=FATE_WORDS,
    )


def _home(changed: ChangedClause, told: dict[str, Told]) -> str:
    """Put a clause that was split off or merged where the words it came from were discussed."""
    near = [lineage for lineage in touched(changed) if lineage in told]
    return changed.lineage if changed.lineage in told or not near else near[0]


routes = [Page("/consultations/{slug:slug}/responses", show, name="responses")]

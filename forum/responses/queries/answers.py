"""One answer, and the answers to given contributions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.expressions import Q, Subquery

from forum.consultations.models import Consultation
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.drafts.models import Clause
from forum.participation.models import Contribution
from forum.responses.models import Answered, Response, ResponseChange
from forum.responses.rules import Answer, Disposition, ResponseState

AROUND = ("consultation__agency", "consultation__version", "written_by", "approved_by")


@dataclass(frozen=True)
class PublicAnswer:
    """An approved answer, with the clauses it changed: lineage and number in the next version."""

    response: Response
    changed: tuple[tuple[str, str], ...]
    merged_into: str


async def find_response(ref: str, *, lock: bool = False) -> Response:
    """Return one answer with its consultation and people.

    Actions lock its consultation before it, so that no answer changes while a result is published.
    """
    found = Response.filter(ref=ref)
    response = await found.select_related(*AROUND).first() if is_ref(ref) else None
    if response is not None and lock:
        around = Consultation.filter(id=response.consultation_id)
        await around.select_for_update(no_key=True).only("id")
        response = await found.select_for_update(of=("response",)).first()
        if response is not None:
            await response.fetch_related(*AROUND)
    if response is None:
        raise NotFound("response.unknown", _("There is no answer at this address."))
    return response


async def answer_in(response: Response) -> Answer:
    """Return what a stored answer says, as the rules read it."""
    served = await Answered.filter(response_id=response.id).select_related("contribution")
    changes = await ResponseChange.filter(response_id=response.id).order_by("id")
    merged = await Contribution.get_or_none(id=response.merged_into_id)
    return Answer(
        disposition=response.disposition,
        reason=response.reason,
        contributions=tuple(row.contribution.ref for row in served),
        changes=tuple(change.lineage for change in changes),
        ground=response.ground,
        promised_by=response.promised_by,
        promised_for=response.promised_for,
        referred_to=response.referred_to,
        merged_into=merged.ref if merged else "",
    )


async def response_to(contribution: Contribution) -> PublicAnswer | None:
    """Return the approved answer to one contribution, or nothing while there is none."""
    return (await responses_to([contribution.id])).get(contribution.id)


def answered_as(disposition: Disposition | None = None) -> Q:
    """Return the condition that picks contributions with an approved answer, of one kind or any."""
    answers = Answered.filter(response__state=ResponseState.APPROVED)
    if disposition is not None:
        answers = answers.filter(response__disposition=disposition)
    return Q(id__in=Subquery(answers.values("contribution_id")))


def not_answered() -> Q:
    """Return the condition that picks contributions without an approved answer."""
    answers = Answered.filter(response__state=ResponseState.APPROVED)
    return Q(id__not_in=Subquery(answers.values("contribution_id")))


async def responses_to(contribution_ids: Iterable[int]) -> dict[int, PublicAnswer]:
    """Return the approved answers to these contributions, by contribution id; three queries."""
    rows = await Answered.filter(
        contribution_id__in=list(contribution_ids), response__state=ResponseState.APPROVED
    ).select_related("response__consultation", "response__written_by", "response__merged_into")
    responses = {row.response_id: row.response for row in rows}
    changed = await _changed(responses)
    return {
        row.contribution_id: PublicAnswer(
            row.response,
            changed.get(row.response_id, ()),
            row.response.merged_into.ref if row.response.merged_into else "",
        )
        for row in rows
    }


async def _changed(responses: dict[int, Response]) -> dict[int, tuple[tuple[str, str], ...]]:
    if not responses:
        return {}
    versions = {
        consultation.next_version_id or consultation.version_id
        for consultation in (response.consultation for response in responses.values())
    }
    labels = {
        (clause.version_id, clause.lineage): clause.label
        for clause in await Clause.filter(version_id__in=list(versions)).only(
            "id", "version_id", "lineage", "label"
        )
    }
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for change in await ResponseChange.filter(response_id__in=list(responses)).order_by("id"):
        consultation = responses[change.response_id].consultation
        version = consultation.next_version_id or consultation.version_id
        found[change.response_id].append(
            (change.lineage, labels.get((version, change.lineage), ""))
        )
    return {response_id: tuple(pairs) for response_id, pairs in found.items()}

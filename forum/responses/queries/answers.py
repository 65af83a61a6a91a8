"""One answer, and the answers to given contributions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.expressions import Q, RawSQL, Subquery

from forum.consultations.models import Consultation
from forum.core.db import dialect
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
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
    """Return the approved answers to these contributions, by contribution id; one query."""
    around = "string_agg({0}, ' ' ORDER BY ch.id)"
    if dialect() == "sqlite":  # which gathers rows in the order in which it finds them
        around = "group_concat({0}, ' ')"
    changed = RawSQL(_CHANGED.format(around.format("ch.lineage || ':' || COALESCE(k.label, '')")))
    rows = await (
        Answered.filter(
            contribution_id__in=list(contribution_ids), response__state=ResponseState.APPROVED
        )
        .annotate(changed=changed)
        .select_related("response__consultation", "response__written_by", "response__merged_into")
    )
    return {
        row.contribution_id: PublicAnswer(
            row.response,
            _pairs(row.changed or ""),  # type: ignore[attr-defined] # annotated above
            row.response.merged_into.ref if row.response.merged_into else "",
        )
        for row in rows
    }


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition(":") for pair in text.split())
    return tuple((lineage, label) for lineage, _colon, label in pairs)


_CHANGED = """(
SELECT {0} FROM response_change ch
JOIN response r ON r.id = ch.response_id
JOIN consultation c ON c.id = r.consultation_id
LEFT JOIN clause k
    ON k.version_id = COALESCE(r.made_version_id, c.next_version_id, c.version_id)
    AND k.lineage = ch.lineage
WHERE ch.response_id = "response_contribution"."response_id"
)"""
"""The clauses that an answer changes, with their numbers in the next version."""

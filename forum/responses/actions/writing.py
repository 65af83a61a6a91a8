"""Writing an answer: a draft that one official saves as often as needed."""

from __future__ import annotations

from collections.abc import Iterable

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid, NotFound, Refused, Stale
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.core.text import render_in_thread
from forum.drafts.actions import note_hands
from forum.drafts.models import Clause, HandPart
from forum.participation.models import Contribution
from forum.participation.rules import GONE
from forum.responses.models import Answered, Response, ResponseChange
from forum.responses.queries import find_response
from forum.responses.rules import EDITABLE, LONGEST_REASON, Answer


async def write_response(
    official: Actor, slug: str, answer: Answer, *, ref: str = "", revision: int = 0
) -> Response:
    """Save an answer as a draft: a new one, or another wording of the one named by `ref`.

    An edit that started from an older revision is refused with what stands there now.
    """
    if len(answer.reason) > LONGEST_REASON:
        raise Invalid({"reason": _("This is too long. Say it in fewer words.")})
    html = await render_in_thread(answer.reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.RESPONSE_WRITE, on=consultation)
        response = Response(consultation=consultation)
        if ref:
            response = await _to_edit(consultation, ref, revision)
        contributions = await _served(consultation, answer.contributions, response)
        merged = await _target(consultation, answer)
        await _check_clauses(consultation, answer.changes)
        response.disposition, response.ground = answer.disposition, answer.ground
        response.reason, response.html = answer.reason, html
        response.promised_by, response.promised_for = answer.promised_by, answer.promised_for
        response.referred_to, response.merged_into = answer.referred_to, merged
        response.written_by_id, response.written_at = official.person_id or 0, clock.now()
        response.revision += 1
        await response.save()
        await _serve(response, contributions)
        await _change(response, answer.changes)
        await record(
            "response.drafted",
            by="agency",
            ctx=consultation.record_id,
            subject=response.record_id,
            d={"contributions": len(contributions)},
            c={"actor": identity(official.record_id)},
        )
        lineages = [contribution.lineage for contribution in contributions]
        await note_hands(consultation.standard_id, lineages, official, HandPart.ANSWERS)
    return response


async def _to_edit(consultation: Consultation, ref: str, revision: int) -> Response:
    response = await find_response(ref, lock=True)
    if response.consultation_id != consultation.id:
        raise NotFound("response.unknown", _("There is no answer at this address."))
    if response.revision != revision:
        raise Stale(
            "response.stale",
            _("Somebody changed this answer while you were writing. Both texts are below."),
            response,
        )
    if response.state not in EDITABLE:
        raise Refused("response.not-editable", _("This answer is no longer a draft."))
    return response


async def _served(
    consultation: Consultation, refs: Iterable[str], response: Response
) -> list[Contribution]:
    wanted = set(refs)
    known = [ref for ref in wanted if is_ref(ref)]
    found = await Contribution.filter(consultation_id=consultation.id, ref__in=known)
    if not wanted or len(found) != len(wanted):
        raise Invalid({"contributions": _("Choose contributions of this consultation.")})
    if any(contribution.showing in GONE for contribution in found):
        raise Invalid(
            {"contributions": _("One of them was withdrawn or erased and needs no answer.")}
        )
    others = Answered.filter(contribution_id__in=[one.id for one in found])
    if response.id is not None:
        others = others.exclude(response_id=response.id)
    if await others.exists():
        raise Refused("response.taken", _("One of them has another answer already."))
    return found


async def _target(consultation: Consultation, answer: Answer) -> Contribution | None:
    if not answer.merged_into:
        return None
    ref = answer.merged_into.strip().lower()
    named = Contribution.get_or_none(consultation_id=consultation.id, ref=ref)
    found = await named if is_ref(ref) else None
    if found is None or found.ref in answer.contributions:
        raise Invalid(
            {"merged_into": _("Write the number of another contribution of this consultation.")}
        )
    return found


async def _check_clauses(consultation: Consultation, lineages: Iterable[str]) -> None:
    versions = [consultation.version_id, consultation.next_version_id or consultation.version_id]
    known = await Clause.filter(version_id__in=versions).values_list("lineage", flat=True)
    if not set(lineages) <= set(known):
        raise Invalid({"changes": _("Choose clauses of this standard.")})


async def _serve(response: Response, contributions: list[Contribution]) -> None:
    await Answered.filter(response_id=response.id).delete()
    for contribution in contributions:
        await Answered.create(response=response, contribution=contribution)


async def _change(response: Response, lineages: Iterable[str]) -> None:
    await ResponseChange.filter(response_id=response.id).delete()
    for lineage in dict.fromkeys(lineages):
        await ResponseChange.create(response=response, lineage=lineage)

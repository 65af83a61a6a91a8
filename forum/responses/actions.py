"""Answering: one official writes, a second person approves, then it is public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.consultations.models import Consultation
from forum.consultations.queries import find_consultation
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, NotAllowed, Refused, Stale
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.core.text import render_in_thread
from forum.drafts.actions import note_hand
from forum.drafts.models import Clause, HandPart, Version
from forum.drafts.queries import find_draft
from forum.drafts.rules import check_editing
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.responses.events import ResponseApproved
from forum.responses.models import Answered, OwnReason, Response, ResponseChange
from forum.responses.queries import answer_in, find_response
from forum.responses.rules import (
    EDITABLE,
    LONGEST_REASON,
    Answer,
    ResponseState,
    check_complete,
    check_move,
)


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
        response = await _to_edit(ref, revision) if ref else Response(consultation=consultation)
        contributions = await _served(consultation, answer.contributions, response)
        merged = await _target(consultation, answer)
        await _check_clauses(consultation, answer.changes)
        response.disposition, response.ground = answer.disposition, answer.ground
        response.reason, response.html = answer.reason, html
        response.promised_by, response.promised_for = answer.promised_by, answer.promised_for
        response.referred_to, response.merged_into = answer.referred_to, merged
        response.written_by_id, response.written_at = _person(official), clock.now()
        response.revision += 1
        await response.save()
        await _serve(response, contributions)
        await _change(response, answer.changes)
        await record(
            "response.drafted",
            by="agency",
            ctx=consultation.record_id,
            subject=response.record_id,
            d={"code": answer.disposition.value, "contributions": len(contributions)},
            c={"actor": identity(official.record_id)},
        )
        for lineage in {contribution.lineage for contribution in contributions}:
            await note_hand(consultation.standard_id, lineage, official, HandPart.ANSWERS)
    return response


async def propose(official: Actor, ref: str) -> Response:
    """Hand an answer to the person who approves it; it must be complete."""
    async with transaction():
        response = await find_response(ref, lock=True)
        require(official, Permission.RESPONSE_WRITE, on=response)
        check_move(response.state, ResponseState.PROPOSED)
        check_complete(await answer_in(response))
        response.state, response.returned_because = ResponseState.PROPOSED, ""
        await response.save(update_fields=["state", "returned_because"])
        await _record_step(official, response, "response.proposed", "agency")
    return response


async def approve(reviewer: Actor, ref: str) -> Response:
    """Make an answer public. Whoever wrote it cannot approve it."""
    async with transaction():
        response = await find_response(ref, lock=True)
        require(reviewer, Permission.RESPONSE_APPROVE, on=response)
        if response.written_by_id == reviewer.person_id:
            raise NotAllowed(
                "response.own", _("You wrote this answer. Somebody else must approve it.")
            )
        check_move(response.state, ResponseState.APPROVED)
        check_complete(await answer_in(response))
        response.state, response.approved_at = ResponseState.APPROVED, clock.now()
        response.approved_by_id = reviewer.person_id
        await response.save(update_fields=["state", "approved_at", "approved_by_id"])
        async for row in Answered.filter(response_id=response.id).select_related("contribution"):
            await _publish_disposition(reviewer, response, row.contribution)
        announce(ResponseApproved(response.id))
    return response


async def send_back(reviewer: Actor, ref: str, why: str) -> Response:
    """Return a proposed answer to its writer, with a reason."""
    if not why:
        raise Invalid({"why": _("Say what is missing, so that it can be put right.")})
    async with transaction():
        response = await find_response(ref, lock=True)
        require(reviewer, Permission.RESPONSE_APPROVE, on=response)
        _check_is(response, ResponseState.PROPOSED)
        await _return(response, why)
        await _record_step(reviewer, response, "response.returned", "reviewer", why)
    return response


async def take_up_again(official: Actor, ref: str, why: str) -> Response:
    """Correct an approved answer before publication; it needs approval anew, on the record."""
    if not why:
        raise Invalid({"why": _("Say why this answer must change.")})
    async with transaction():
        response = await find_response(ref, lock=True)
        require(official, Permission.RESPONSE_WRITE, on=response)
        _check_is(response, ResponseState.APPROVED)
        await _return(response, why)
        await _record_step(official, response, "response.reopened", "agency", why)
    return response


async def explain_change(official: Actor, ref: str, lineage: str, reason: str) -> OwnReason:
    """Give the agency's own reason for a change in the version of this ref, replacing an old one.

    What a consultation makes of a version is explained while it is being answered.
    """
    if not reason:
        raise Invalid({"reason": _("Write why the agency makes this change.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("This is too long. Say it in fewer words.")})
    async with transaction():
        version = await find_draft(ref, lock=True)
        consultation = await Consultation.get_or_none(next_version_id=version.id)
        require(official, Permission.CHANGE_EXPLAIN, on=consultation or version)
        check_editing(version.state)
        if lineage not in await _lineages(version):
            raise Invalid({"lineage": _("Choose clauses of this standard.")})
        await OwnReason.filter(version_id=version.id, lineage=lineage).delete()
        own = await OwnReason.create(
            version=version,
            lineage=lineage,
            reason=reason,
            given_by_id=_person(official),
            at=clock.now(),
        )
        await record(
            "change.explained",
            by="agency",
            ctx=consultation.record_id if consultation else "",
            subject=version.record_id,
            d={"lineage": lineage},
            c={"reason": reason, "actor": identity(official.record_id)},
        )
    return own


async def _lineages(version: Version) -> set[str]:
    """Return what a change of this version can be about: its clauses and the former ones."""
    versions = [version.id, version.based_on_id or version.id]
    clauses = await Clause.filter(version_id__in=versions).only("id", "lineage")
    return {clause.lineage for clause in clauses}


async def _to_edit(ref: str, revision: int) -> Response:
    response = await find_response(ref, lock=True)
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
    if any(contribution.showing is Showing.WITHDRAWN for contribution in found):
        raise Invalid({"contributions": _("One of them was withdrawn and needs no answer.")})
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


async def _publish_disposition(
    reviewer: Actor, response: Response, contribution: Contribution
) -> None:
    former = await entry_of(contribution.record_id, "disposition.changed") or await entry_of(
        contribution.record_id, "disposition.published"
    )
    received = await entry_of(contribution.record_id, "comment.received")
    await record(
        "disposition.changed" if former else "disposition.published",
        by="agency",
        ctx=response.consultation.record_id,
        subject=contribution.record_id,
        d={
            "code": response.disposition.value,
            "version": str(response.consultation.version.number),
        },
        c={"reason": response.reason, "approved": identity(reviewer.record_id)},
        ref=former or received,
    )
    if contribution.reacted_at is None:
        contribution.reacted_at = clock.now()
        await contribution.save(update_fields=["reacted_at"])


async def _return(response: Response, why: str) -> None:
    response.state, response.returned_because = ResponseState.RETURNED, why
    response.revision += 1
    await response.save(update_fields=["state", "returned_because", "revision"])


async def _record_step(
    actor: Actor, response: Response, type_: str, by: Literal["agency", "reviewer"], why: str = ""
) -> None:
    reason = {"reason": why} if why else {}
    await record(
        type_,
        by=by,
        ctx=response.consultation.record_id,
        subject=response.record_id,
        c={**reason, "actor": identity(actor.record_id)},
    )


def _check_is(response: Response, state: ResponseState) -> None:
    if response.state is not state:
        check_move(response.state, ResponseState.RETURNED)
        raise Refused("response.state", _("Somebody dealt with this answer meanwhile."))


def _person(actor: Actor) -> int:
    assert actor.person_id is not None  # noqa: S101 - `require` let only people through
    return actor.person_id

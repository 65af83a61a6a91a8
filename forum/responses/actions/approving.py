"""From the draft of an answer to the public one: proposed, approved, sent back, taken up again."""

from __future__ import annotations

from typing import Literal

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import _
from forum.participation.models import Contribution
from forum.responses.actions.objecting import settle_by_change
from forum.responses.events import ResponseApproved
from forum.responses.models import Response
from forum.responses.queries import answer_in, find_response
from forum.responses.rules import (
    ResponseState,
    check_complete,
    check_move,
    check_this_round,
    dealt_with,
)


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
        served = await _locked(response)
        response.state, response.approved_at = ResponseState.APPROVED, clock.now()
        response.approved_by_id = reviewer.person_id
        await response.save(update_fields=["state", "approved_at", "approved_by_id"])
        for contribution in served:
            await _publish_disposition(reviewer, response, contribution)
        await settle_by_change(reviewer, response, served)
        announce(ResponseApproved(response.id, response.revision))
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
        check_this_round(response.made_version_id)
        await _return(response, why)
        await _record_step(official, response, "response.reopened", "agency", why)
    return response


async def _locked(response: Response) -> list[Contribution]:
    """Return what an answer serves, in the words that were read when it was written."""
    found = Contribution.filter(answered__response_id=response.id).order_by("id")
    served = await found.select_for_update(of=("contribution",), no_key=True)
    if any(one.edited_at and one.edited_at > response.written_at for one in served):
        raise Refused(
            "response.other-words",
            _("An author changed a comment after this answer was written. Send it back."),
        )
    return served


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
            "version": response.consultation.version.name,
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
        raise dealt_with()

"""Objecting to an answer, and settling it: its author, an official, and somebody who agrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from forum.access.policy import Actor, Permission, require
from forum.accounts.queries import check_not_left
from forum.audit.actions import By, record
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.consultations.actions import prolong_second_look
from forum.consultations.models import Consultation
from forum.consultations.rules import Phase
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Invalid, NotAllowed, Refused
from forum.core.i18n import _
from forum.core.text import clean
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution
from forum.participation.rules import GONE
from forum.responses.events import ObjectionSettled
from forum.responses.models import Answered, Objection, Response
from forum.responses.objecting import (
    UNSETTLED,
    ObjectionKind,
    ObjectionState,
    check_keeping,
    check_move,
    check_sentence,
)
from forum.responses.queries import find_objection
from forum.responses.rules import ResponseState


async def object_to_answer(
    author: Actor, ref: str, kind: ObjectionKind, sentence: str
) -> Objection:
    """Object to the answer to one's own contribution; sent again, return the first."""
    sentence = check_sentence(kind, sentence)
    async with transaction():
        await check_not_left(author)
        contribution = await _looked_at(ref)
        require(author, Permission.OBJECTION_RAISE, on=contribution)
        earlier = await Objection.get_or_none(contribution_id=contribution.id)
        if earlier is not None:
            return _the_same(earlier, kind, sentence)
        answered = await Answered.get_or_none(contribution_id=contribution.id).select_related(
            "response"
        )
        if answered is None or contribution.showing in GONE:
            raise Refused("objection.no-answer", _("There is no answer to object to."))
        if answered.response.made_version_id is not None:
            raise Refused(
                "objection.former-round",
                _("This was answered in an earlier round. Comment on the present draft instead."),
            )
        if answered.response.state is not ResponseState.APPROVED:
            raise Refused(
                "objection.being-changed",
                _("This answer is being changed just now. You are told when it is there again."),
            )
        objection = await Objection.create(
            consultation=contribution.consultation,
            contribution=contribution,
            response=answered.response,
            kind=kind,
            sentence=sentence,
            raised_at=clock.now(),
        )
        body = {"body": sentence} if sentence else {}
        await record(
            "objection.raised",
            by="citizen",
            ctx=contribution.consultation.record_id,
            subject=objection.record_id,
            d={"kind": kind.value},
            c={"author": identity(author.record_id), **body},
            ref=await entry_of(contribution.record_id, "disposition.changed")
            or await entry_of(contribution.record_id, "disposition.published"),
        )
    return objection


async def propose_to_keep(official: Actor, ref: str, reason: str) -> Objection:
    """Say why an answer stays as it is; somebody else has to agree."""
    reason = check_keeping(reason)
    async with transaction():
        objection = await find_objection(ref, lock=True)
        require(official, Permission.OBJECTION_SETTLE, on=objection)
        check_move(objection.state, ObjectionState.PROPOSED)
        _check_stands(objection.response)
        objection.state, objection.reason = ObjectionState.PROPOSED, reason
        objection.settled_by_id, objection.returned_because = official.person_id, ""
        await objection.save()
        await _record_step(
            "objection.answered",
            objection,
            "agency",
            c={"reason": reason, "actor": identity(official.record_id)},
        )
    return objection


async def agree_to_keep(reviewer: Actor, ref: str) -> Objection:
    """Settle an objection: the answer stays, for the reason that was proposed."""
    async with transaction():
        objection = await _to_decide(reviewer, ref)
        check_move(objection.state, ObjectionState.KEPT)
        _check_stands(objection.response)
        await _settle(objection, ObjectionState.KEPT, "reviewer", reviewer)
    return objection


async def refuse_to_keep(reviewer: Actor, ref: str, why: str) -> Objection:
    """Give an objection back to the desk, with a reason: the answer must change, or be explained
    better.
    """
    why = clean(why)
    if not why:
        raise Invalid({"why": _("Say what is missing, so that it can be put right.")})
    async with transaction():
        objection = await _to_decide(reviewer, ref)
        check_move(objection.state, ObjectionState.RAISED)
        objection.state, objection.returned_because = ObjectionState.RAISED, why
        await objection.save()
        await _record_step(
            "objection.returned",
            objection,
            "reviewer",
            c={"reason": why, "actor": identity(reviewer.record_id)},
        )
    return objection


async def settle_by_change(
    reviewer: Actor, response: Response, served: Iterable[Contribution]
) -> None:
    """Settle what was said against an answer that was changed and approved, in that transaction.

    Authors it serves who have not objected look at other words than before: they get the same days.
    """
    if response.consultation.phase is not Phase.SECOND_LOOK:
        return
    ids = [one.id for one in served]
    found = await Objection.filter(contribution_id__in=ids)
    for objection in found:
        if objection.state in UNSETTLED:
            objection.consultation = response.consultation
            await _settle(objection, ObjectionState.CHANGED, "agency", reviewer)
    if len(found) < len(ids):
        await prolong_second_look(response.consultation)


async def close_round(consultation: Consultation) -> None:
    """Keep in mind which version came of the answers so far, before people are asked again."""
    answers = Response.filter(consultation_id=consultation.id, made_version_id__isnull=True)
    await answers.update(made_version_id=consultation.next_version_id)


async def _looked_at(ref: str) -> Contribution:
    """Return a contribution whose consultation is locked, so that no answer changes meanwhile."""
    found = await find_contribution(ref)
    around = Consultation.filter(id=found.consultation_id)
    await around.select_for_update(no_key=True).only("id")
    return await find_contribution(ref)


def _the_same(earlier: Objection, kind: ObjectionKind, sentence: str) -> Objection:
    if (earlier.kind, earlier.sentence) != (kind, sentence):
        raise Refused(
            "objection.raised",
            _("You have objected to this answer already. You are told how it is settled."),
        )
    return earlier


def _check_stands(response: Response) -> None:
    """Refuse to keep what is being changed: its author could not object to the new answer."""
    if response.state is not ResponseState.APPROVED:
        raise Refused(
            "objection.answer-changing",
            _("This answer is being changed just now. That settles the objection once approved."),
        )


async def _to_decide(reviewer: Actor, ref: str) -> Objection:
    objection = await find_objection(ref, lock=True)
    require(reviewer, Permission.OBJECTION_DECIDE, on=objection)
    if objection.settled_by_id == reviewer.person_id:
        raise NotAllowed(
            "objection.own", _("You wrote this reason. Somebody else must agree with it.")
        )
    return objection


async def _settle(objection: Objection, to: ObjectionState, by: By, actor: Actor) -> None:
    check_move(objection.state, to)
    objection.state, objection.settled_at = to, clock.now()
    await objection.save()
    await _record_step(
        "objection.settled",
        objection,
        by,
        d={"outcome": to.value},
        c={
            "actor": identity(actor.record_id),
            **({"reason": objection.reason} if to is ObjectionState.KEPT else {}),
        },
    )
    announce(ObjectionSettled(objection.id))


async def _record_step(
    type_: str,
    objection: Objection,
    by: By,
    *,
    d: Mapping[str, str] | None = None,
    c: Mapping[str, str],
) -> None:
    await record(
        type_,
        by=by,
        ctx=objection.consultation.record_id,
        subject=objection.record_id,
        d=d,
        c=c,
        ref=await entry_of(objection.record_id, "objection.raised"),
    )

"""Letting authors look at their answers before the result stands, and asking people once more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions import begin_next_round, enter_second_look
from forum.consultations.models import Consultation
from forum.consultations.plans import check_reason
from forum.consultations.queries import find_consultation, plan_of
from forum.core.db import announce, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.queries import find_draft
from forum.publication.events import AskedAgain
from forum.publication.queries import readiness_of
from forum.publication.rules import check_answered, check_settled
from forum.responses.actions import close_round


@dataclass(frozen=True)
class NextRound:
    """When people are asked again, why, and which warnings an official answers for."""

    opens_at: datetime | None
    closes_at: datetime | None
    respond_by: datetime | None
    reason: str
    set_aside: Collection[str] = ()


async def begin_second_look(official: Actor, slug: str) -> Consultation:
    """Show every author the proposed answer, or refuse with all that is missing."""
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.SECOND_LOOK_BEGIN, on=consultation)
        if consultation.next_version is not None:
            await find_draft(consultation.next_version.ref, lock=True)
        state, _trace = await readiness_of(consultation)
        if not state.look_days:
            raise Refused(
                "publication.no-look",
                _("Here nobody is given a second look. Publish the result when it is ready."),
            )
        check_answered(state)
        await enter_second_look(official, consultation)
    return consultation


async def reconsult(official: Actor, slug: str, next_round: NextRound) -> Consultation:
    """Ask people about the version made from what they said; what was answered stays answered."""
    reason = check_reason(next_round.reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_RECONSULT, on=consultation)
        state, _trace = await readiness_of(consultation)
        check_settled(state)
        made = consultation.next_version
        assert made is not None  # noqa: S101 - the check saw it
        version = await find_draft(made.ref, lock=True)
        await close_round(consultation)
        planned = replace(
            plan_of(consultation),
            opens_at=next_round.opens_at,
            closes_at=next_round.closes_at,
            respond_by=next_round.respond_by,
        )
        await begin_next_round(
            official, consultation, version, planned, reason, next_round.set_aside
        )
        announce(AskedAgain(consultation.id, consultation.round))
    return consultation

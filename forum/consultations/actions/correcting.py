"""Correcting a slip of the pen in the words that people are discussing."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.consultations.actions.moving import enter
from forum.consultations.events import DraftCorrected
from forum.consultations.models import PhaseMove
from forum.consultations.plans import check_reason
from forum.consultations.queries import find_consultation
from forum.consultations.rules import Change, Phase
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.actions import Words, correct_version
from forum.drafts.models import Version


async def correct_draft(
    official: Actor, slug: str, words: Words, reason: str, *, seen: str
) -> Version:
    """Let people go on with version 1.1; `seen` names the version whose words were put right."""
    reason = check_reason(reason)
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.DRAFT_CORRECT, on=consultation)
        if consultation.phase_by_clock is Phase.CLOSED:
            raise Refused(
                "consultation.closed",
                _("This consultation has closed. Put it right in the next version."),
            )
        former = consultation.version
        if former.name != seen:
            raise Refused(
                "correction.stale",
                _("Somebody corrected this draft while you were writing. Look at its words again."),
            )
        version = await correct_version(official, former, words, reason, ctx=consultation.record_id)
        consultation.version = version
        await consultation.save(update_fields=["version_id"])
        await PhaseMove.create(
            consultation=consultation,
            phase=consultation.phase,
            what=Change.CORRECTION,
            at=clock.now(),
            by_id=official.person_id,
            reason=reason,
        )
        await enter(
            "consultation.corrected",
            consultation,
            official,
            d={"from": former.name, "version": version.name},
            reason=reason,
        )
        announce(DraftCorrected(consultation.id, version.id))
    return version

"""Admitting what came late: from then on it must be answered like everything else."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.queries import entry_of
from forum.audit.rules import identity
from forum.consultations.models import Consultation
from forum.consultations.plans import check_reason
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.participation.models import Contribution
from forum.participation.queries import find_contribution


async def admit_late(owner: Actor, ref: str, reason: str) -> Contribution:
    """Count a late contribution among those that must be answered, for a reason all can read."""
    reason = check_reason(reason)
    async with transaction():
        # Nothing is published while this is decided: whoever publishes locks the same row.
        asked = (await find_contribution(ref)).consultation_id
        await Consultation.filter(id=asked).select_for_update(no_key=True).only("id")
        contribution = await find_contribution(ref, lock=True)
        require(owner, Permission.LATE_ADMIT, on=contribution)
        if contribution.must_be_answered:
            raise Refused("comment.in-time", _("This must be answered already."))
        contribution.admitted_at, contribution.admitted_because = clock.now(), reason
        await contribution.save(update_fields=["admitted_at", "admitted_because"])
        await record(
            "comment.admitted",
            by="agency",
            ctx=contribution.consultation.record_id,
            subject=contribution.record_id,
            c={"reason": reason, "actor": identity(owner.record_id)},
            ref=await entry_of(contribution.record_id, "comment.received"),
        )
    return contribution

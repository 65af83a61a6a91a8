"""A change that nobody asked for: the agency says why it makes it."""

from __future__ import annotations

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.consultations.models import Consultation
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.drafts.models import Clause, Version
from forum.drafts.queries import find_draft
from forum.drafts.rules import check_editing
from forum.responses.models import OwnReason
from forum.responses.rules import LONGEST_REASON


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
            given_by_id=official.person_id or 0,
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

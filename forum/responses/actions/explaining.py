"""Why a clause changes where no contribution caused it: a session did, or the agency itself."""

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
from forum.responses.models import OwnReason, SessionCause
from forum.responses.rules import LONGEST_REASON
from forum.sessions.queries.minutes import outcomes_on


async def explain_change(official: Actor, ref: str, lineage: str, reason: str) -> OwnReason:
    """Give the agency's own reason for a change in the version of this ref, replacing an old one.

    What a consultation makes of a version is explained while it is being answered.
    """
    if not reason:
        raise Invalid({"reason": _("Write why the agency makes this change.")})
    if len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("This is too long. Say it in fewer words.")})
    async with transaction():
        version, consultation = await _explained(official, ref, lineage)
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


async def explain_by_session(
    official: Actor, ref: str, lineage: str, session_ref: str, item_ref: str
) -> SessionCause:
    """Name the outcome of a session as the cause of a change, replacing one named before.

    The session belongs to the consultation that makes this version, and has ended.
    """
    async with transaction():
        version, consultation = await _explained(official, ref, lineage)
        outcomes = await outcomes_on(consultation.id) if consultation else []
        asked = (session_ref, item_ref)
        found = [one for one in outcomes if (one.session.ref, one.item) == asked]
        if consultation is None or not found:
            raise Invalid({"outcome": _("Choose an outcome of a session of this consultation.")})
        await SessionCause.filter(version_id=version.id, lineage=lineage).delete()
        cause = await SessionCause.create(
            version=version,
            lineage=lineage,
            session_id=found[0].session.id,
            item_ref=item_ref,
            given_by_id=official.person_id or 0,
            at=clock.now(),
        )
        await record(
            "change.explained",
            by="agency",
            ctx=consultation.record_id,
            subject=version.record_id,
            d={"lineage": lineage, "session": session_ref, "item": item_ref},
            c={"actor": identity(official.record_id)},
        )
    return cause


async def _explained(
    official: Actor, ref: str, lineage: str
) -> tuple[Version, Consultation | None]:
    """Return the locked version whose change may be explained, and what makes it."""
    version = await find_draft(ref, lock=True)
    consultation = await Consultation.get_or_none(next_version_id=version.id)
    require(official, Permission.CHANGE_EXPLAIN, on=consultation or version)
    check_editing(version.state)
    if lineage not in await _lineages(version):
        raise Invalid({"lineage": _("Choose clauses of this standard.")})
    return version, consultation


async def _lineages(version: Version) -> set[str]:
    """Return what a change of this version can be about: its clauses and the former ones."""
    versions = [version.id, version.based_on_id or version.id]
    clauses = await Clause.filter(version_id__in=versions).only("id", "lineage")
    return {clause.lineage for clause in clauses}

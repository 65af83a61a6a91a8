"""Planning a consultation, and announcing it once nothing stands in the way."""

from __future__ import annotations

from collections.abc import Collection
from zoneinfo import ZoneInfo

from forum.access.policy import Actor, Permission, require
from forum.catalogue.models import Standard
from forum.catalogue.queries import find_standard
from forum.consultations.actions.moving import enter, move, set_alarms, stamp
from forum.consultations.linter import errors, warnings
from forum.consultations.models import Consultation
from forum.consultations.plans import Plan, tidied
from forum.consultations.queries import find_consultation, findings_of, plan_of
from forum.consultations.rules import DISCUSSED, Phase
from forum.core import clock
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.drafts.actions import freeze
from forum.drafts.models import Version
from forum.drafts.queries import find_draft
from forum.drafts.rules import VersionState
from forum.profiles.load import profile


async def plan(official: Actor, standard: str, planned: Plan, *, slug: str = "") -> Consultation:
    """Begin a consultation about the version of a standard that is being written.

    Its name in addresses is made from the standard and the year, unless one is given.
    """
    async with transaction():
        about = await find_standard(standard, lock=True)
        require(official, Permission.CONSULTATION_PLAN, on=about)
        version = await _being_written(about)
        planned = tidied(planned, profile(about.profile))
        consultation = Consultation(
            slug=slug or await _new_slug(about, planned),
            agency=about.service.agency,
            standard=about,
            version=version,
            made_at=clock.now(),
        )
        _fill(consultation, planned)
        await consultation.save()
        await enter(
            "consultation.planned",
            consultation,
            official,
            d={"standard": about.slug, "version": version.name},
        )
    return consultation


async def change_plan(official: Actor, slug: str, planned: Plan) -> Consultation:
    """Plan it differently, until it is announced."""
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_PLAN, on=consultation)
        planned = tidied(planned, profile(consultation.standard.profile))
        if planned == plan_of(consultation):
            return consultation
        _fill(consultation, planned)
        await consultation.save()
        await enter("consultation.replanned", consultation, official)
    return consultation


async def announce(official: Actor, slug: str, set_aside: Collection[str] = ()) -> Consultation:
    """Announce a consultation and freeze its version, or refuse with all that stands in the way.

    `set_aside` names the warnings that this official answers for, in public.
    """
    async with transaction():
        consultation = await find_consultation(slug, lock=True)
        require(official, Permission.CONSULTATION_ANNOUNCE, on=consultation)
        # From here on nobody changes a word that the check is about to look at.
        consultation.version = await find_draft(consultation.version.ref, lock=True)
        findings = await findings_of(consultation)
        overridden = [one for one in warnings(findings) if one.code in set_aside]
        if missing := [one.sentence for one in findings if one not in overridden]:
            raise Refused(
                "consultation.check",
                _("This cannot be announced yet.")
                if errors(findings)
                else _("Put the warnings right, or set them aside in your name."),
                missing,
            )
        await freeze(official, consultation.version, ctx=consultation.record_id)
        consultation.overridden = [one.code for one in overridden]
        consultation.overridden_by_id = official.person_id if overridden else None
        await move(consultation, Phase.ANNOUNCED, at=clock.now(), by=official)
        await set_alarms(consultation)
        await enter(
            "consultation.announced",
            consultation,
            official,
            d={
                "version": consultation.version.name,
                "opens": stamp(consultation.opens_at),
                "closes": stamp(consultation.closes_at),
                "respond_by": stamp(consultation.respond_by),
                "set_aside": consultation.overridden,
            },
        )
    return consultation


def _fill(consultation: Consultation, planned: Plan) -> None:
    consultation.title, consultation.lead = planned.title, planned.lead
    consultation.time_zone = planned.time_zone
    consultation.opens_at, consultation.closes_at = planned.opens_at, planned.closes_at
    consultation.respond_by = planned.respond_by
    consultation.contact, consultation.privacy_notice = planned.contact, planned.privacy_notice


async def _being_written(standard: Standard) -> Version:
    """Return the version that can be consulted about: in the making, and spoken for by nobody."""
    version = await Version.filter(standard_id=standard.id, state=VersionState.EDITING).first()
    if version is None:
        raise Refused(
            "consultation.no-draft",
            _("Nothing is being written for this standard. Begin a new version first."),
        )
    if await Consultation.exists(next_version_id=version.id, phase__in=DISCUSSED):
        raise Refused(
            "consultation.next-version",
            _("This version answers a consultation that is not finished yet."),
        )
    if await Consultation.exists(version_id=version.id, phase=Phase.DRAFTING):
        raise Refused(
            "consultation.planned", _("A consultation about this version is planned already.")
        )
    return version


async def _new_slug(standard: Standard, planned: Plan) -> str:
    year = (planned.opens_at or clock.now()).astimezone(ZoneInfo(planned.time_zone)).year
    base = f"{standard.slug[:70]}-{year}"
    rows = await Consultation.filter(slug__startswith=base).values("slug")
    taken = {row["slug"] for row in rows}
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, len(rows) + 2))
    return next(name for name in names if name not in taken)

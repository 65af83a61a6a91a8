"""Roles: what an agency asks a person to do for it, everywhere or in one consultation."""

from __future__ import annotations

from collections import Counter

import structlog

from forum.access.policy import Actor, Grant, Permission, Role, require
from forum.accounts.actions.people import find_or_make_person
from forum.accounts.events import RoleChanged
from forum.accounts.models import RoleGrant
from forum.accounts.rules.roles import check_giver, check_place, check_taking
from forum.audit.actions import record
from forum.catalogue.models import Agency
from forum.core import clock
from forum.core.db import announce, transaction
from forum.core.errors import NotFound, Refused
from forum.core.i18n import _
from forum.core.ids import is_slug

log = structlog.get_logger(__name__)


async def give_role(
    giver: Actor, agency_slug: str, email: str, role: Role, *, consultation_ref: str = ""
) -> RoleGrant:
    """Give a person a role in an agency; whoever has no account yet gets one to sign in to."""
    async with transaction():
        known = Agency.select_for_update().get_or_none(slug=agency_slug)
        agency = await known if is_slug(agency_slug) else None
        if agency is None:
            raise NotFound("agency.not-found", _("There is no agency of that name."))
        require(giver, Permission.ROLE_GIVE, on=Grant(role, agency.id, consultation_ref))
        check_place(role, consultation_ref)
        person = await find_or_make_person(email)
        check_giver(giver, person.id)
        already = await RoleGrant.exists(
            person=person, agency=agency, role=role, consultation_ref=consultation_ref
        )
        if already:
            raise Refused("role.present", _("This person has that role already."))
        grant = await RoleGrant.create(
            person=person,
            agency=agency,
            role=role,
            consultation_ref=consultation_ref,
            given_at=clock.now(),
        )
        await _record(giver, agency)
        announce(RoleChanged(person.id, role, given=True))
    log.info("role_given", by=giver.person_id, person=person.id, role=role, agency=agency.slug)
    return grant


async def take_role(taker: Actor, ref: str) -> None:
    """Take one role away; it ends at the person's next request."""
    async with transaction():
        row = await RoleGrant.get_or_none(ref=ref)
        if row is None:
            raise _gone()
        agency = await Agency.select_for_update().get(id=row.agency_id)
        taken = Grant(row.role, row.agency_id, row.consultation_ref)
        require(taker, Permission.ROLE_GIVE, on=taken)
        remaining = await RoleGrant.filter(agency=agency).exclude(id=row.id)
        check_taking(
            taken, [Grant(one.role, one.agency_id, one.consultation_ref) for one in remaining]
        )
        if not await RoleGrant.filter(id=row.id).delete():
            raise _gone()
        await _record(taker, agency)
        announce(RoleChanged(row.person_id, row.role, given=False))
    log.info("role_taken", by=taker.person_id, person=row.person_id, role=row.role)


def _gone() -> NotFound:
    return NotFound("role.not-found", _("This role has been taken away already."))


async def _record(actor: Actor, agency: Agency) -> None:
    counted = Counter(grant.role for grant in await RoleGrant.filter(agency=agency))
    await record(
        "staff.changed",
        by="operator" if actor.operator else "agency",
        d={"agency": agency.slug, "roles": {str(role): counted[role] for role in Role}},
    )

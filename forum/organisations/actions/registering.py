"""How an organisation comes to be, and how an office confirms that it is what it says."""

from __future__ import annotations

from forum.access.policy import Actor, Grant, Permission, Role, require
from forum.audit.actions import record
from forum.audit.rules import identity
from forum.catalogue.models import Agency
from forum.catalogue.queries import find_agency
from forum.core import clock
from forum.core.db import announce, one_at_a_time, transaction
from forum.core.errors import Invalid, Refused
from forum.core.i18n import _
from forum.organisations.events import OrganisationConfirmed
from forum.organisations.models import Invitation, Membership, Organisation
from forum.organisations.queries import find_organisation
from forum.organisations.rules import (
    check_confirmer,
    checked_interests,
    checked_name,
    slug_of,
)
from forum.profiles.load import profile


async def register(actor: Actor, *, name: str, kind: str, interests: str) -> Organisation:
    """Enter an organisation that one leads. Whoever sends the form twice finds the first.

    One that everybody has left goes on under whoever registers it anew: its name is free, what it
    said stays with it, and it has to be confirmed again.
    """
    async with transaction():
        require(actor, Permission.ORGANISATION_REGISTER)
        name, interests = checked_name(name), checked_interests(interests)
        slug = slug_of(name)
        await one_at_a_time(f"organisation:{slug}")
        earlier = await Organisation.get_or_none(slug=slug).prefetch_related("memberships")
        if earlier is not None and not earlier.member_ids:
            return await _take_up(actor, earlier, interests)
        if earlier is not None and earlier.registered_by_id == actor.person_id:
            return earlier
        if earlier is not None:
            raise Refused(
                "organisation.taken",
                _("“%(name)s” is registered already. Ask its lead for an invitation.")
                % {"name": earlier.name},
            )
        country = await elements_profile()
        if kind and kind not in {one.code for one in profile(country).elements}:
            raise Invalid({"kind": _("Choose one of the options offered.")})
        made = await Organisation.create(
            slug=slug,
            name=name,
            profile=country,
            kind=kind,
            interests=interests,
            registered_at=clock.now(),
            registered_by_id=actor.person_id,
        )
        await Membership.create(
            organisation=made, person_id=actor.person_id, lead=True, since=clock.now()
        )
        await enter("organisation.registered", made, actor, interests=interests)
    return made


async def _take_up(actor: Actor, left: Organisation, interests: str) -> Organisation:
    """Let somebody lead what everybody has left. No office has confirmed that they may."""
    left.interests, left.confirmed_at, left.confirmed_for_id = interests, None, None
    left.registered_by_id, left.registered_at = actor.person_id or 0, clock.now()
    await left.save()
    await Invitation.filter(organisation_id=left.id).delete()
    await Membership.create(
        organisation=left, person_id=actor.person_id, lead=True, since=left.registered_at
    )
    await enter("organisation.registered", left, actor, interests=interests)
    return left


async def declare(actor: Actor, slug: str, interests: str) -> Organisation:
    """Say anew for whom it speaks. What was handed in before keeps what was declared then."""
    interests = checked_interests(interests)
    async with transaction():
        organisation = await find_organisation(slug, lock=True)
        require(actor, Permission.ORGANISATION_KEEP, on=organisation)
        if organisation.interests == interests:
            return organisation
        organisation.interests = interests
        await organisation.save(update_fields=["interests"])
        await enter("organisation.declared", organisation, actor, interests=interests)
    return organisation


async def confirm(official: Actor, slug: str, agency_slug: str = "") -> Organisation:
    """Confirm, for an office or as the operator, that it exists and that its lead speaks for it.

    Whoever confirms it again changes nothing.
    """
    async with transaction():
        agency: Agency | None = await find_agency(agency_slug) if agency_slug else None
        beyond = Grant(Role.OWNER, agency.id if agency else 0)
        require(official, Permission.ORGANISATION_CONFIRM, on=beyond)
        organisation = await find_organisation(slug, lock=True)
        check_confirmer(official.person_id, organisation.member_ids)
        if organisation.confirmed_at is not None:
            return organisation
        organisation.confirmed_at = clock.now()
        organisation.confirmed_for_id = agency.id if agency else None
        await organisation.save(update_fields=["confirmed_at", "confirmed_for_id"])
        await record(
            "organisation.confirmed",
            by="operator" if official.operator else "agency",
            subject=organisation.record_id,
            d={"organisation": organisation.slug, "agency": agency.slug if agency else ""},
            c={"actor": identity(official.record_id)} if official.signed_in else None,
        )
        announce(OrganisationConfirmed(organisation.id))
    return organisation


async def elements_profile() -> str:
    """Return the profile whose elements of the public organisations choose from here."""
    first = await Agency.all().order_by("id").first()
    return first.profile if first else "generic"


async def enter(type_: str, organisation: Organisation, actor: Actor, *, interests: str) -> None:
    """Write the entry of what an organisation declares; the words are committed to, not shown."""
    await record(
        type_,
        by="citizen",
        subject=organisation.record_id,
        d={"organisation": organisation.slug},
        c={"statement": interests, "actor": identity(actor.record_id)},
    )

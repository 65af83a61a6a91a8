"""Filling the catalogue, which is the operator's work: agencies, their units, their services."""

from __future__ import annotations

from collections.abc import Sequence

from forum.access.policy import Actor, Permission, require
from forum.audit.actions import record
from forum.catalogue.models import Agency, Service, Standard, Unit, Words
from forum.catalogue.queries import find_agency
from forum.catalogue.rules import check_profile, check_slug, check_zone, named
from forum.core.db import transaction
from forum.core.errors import Refused
from forum.core.i18n import _
from forum.core.text import clean


async def add_agency(
    operator: Actor,
    slug: str,
    *,
    name: Words,
    government: Words,
    profile: str,
    time_zone: str,
    contact: str = "",
) -> Agency:
    """Enter a public body."""
    async with transaction():
        require(operator, Permission.CATALOGUE_KEEP)
        check_slug(slug)
        check_profile(profile)
        check_zone(time_zone)
        if await Agency.exists(slug=slug):
            raise Refused("agency.taken", _("There is an agency of that name already."))
        agency = await Agency.create(
            slug=slug,
            name=named(name, "name", profile_code=profile),
            government=named(government, "government", profile_code=profile),
            profile=profile,
            time_zone=time_zone,
            contact=clean(contact),
        )
        await record("agency.added", by="operator", d={"agency": slug, "profile": profile})
    return agency


async def add_unit(operator: Actor, agency_slug: str, name: Words) -> Unit:
    """Enter a part of an agency."""
    async with transaction():
        require(operator, Permission.CATALOGUE_KEEP)
        agency = await find_agency(agency_slug, lock=True)
        unit = await Unit.create(
            agency=agency, name=named(name, "name", profile_code=agency.profile)
        )
        await record("unit.added", by="operator", d={"agency": agency_slug})
    return unit


async def add_service(
    operator: Actor,
    agency_slug: str,
    slug: str,
    *,
    name: Words,
    summary: Words,
    title: Words | None = None,
    unit: Unit | None = None,
    sector: str = "",
    keywords: Sequence[str] = (),
) -> Service:
    """Enter something that an agency does, and its standard, which promises nothing yet."""
    async with transaction():
        require(operator, Permission.CATALOGUE_KEEP)
        check_slug(slug)
        agency = await find_agency(agency_slug, lock=True)
        if unit is not None and unit not in agency.units:
            raise Refused("service.foreign-unit", _("That unit belongs to another agency."))
        if await Service.exists(slug=slug):
            raise Refused("service.taken", _("There is a service of that name already."))
        names = named(name, "name", profile_code=agency.profile)
        service = await Service.create(
            slug=slug,
            agency=agency,
            unit=unit,
            name=names,
            summary=named(summary, "summary", profile_code=agency.profile),
            sector=sector,
            keywords=[word for word in map(clean, keywords) if word],
        )
        await Standard.create(
            slug=slug,
            service=service,
            title=named(title, "title", profile_code=agency.profile) if title else names,
            profile=agency.profile,
        )
        await record("service.added", by="operator", d={"agency": agency_slug, "service": slug})
    return service

"""The offices of the regency, their services, and who works there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time

from forum.access.policy import OPERATOR, Actor, Role
from forum.accounts.actions import find_or_make_person, give_role
from forum.accounts.models import Person
from forum.accounts.queries import actor_for
from forum.catalogue.actions import add_agency, add_service, add_unit
from forum.catalogue.models import Unit
from forum.demo.script import ZONE, Script, Service, script, standard
from forum.drafts.actions import adopt_existing, import_standard

PROFILE = "id"


async def set_stage(script: Script) -> dict[str, Actor]:
    """Fill the catalogue, make the accounts and return the cast by their ids."""
    units: dict[tuple[str, str], Unit] = {}
    for agency in script.agencies:
        await add_agency(
            OPERATOR,
            agency.slug,
            name=agency.name,
            government=agency.government,
            profile=PROFILE,
            time_zone=ZONE.key,
            contact=agency.contact,
        )
        for unit in agency.units:
            units[agency.slug, unit.code] = await add_unit(OPERATOR, agency.slug, unit.name)
    for service in script.services:
        await add_service(
            OPERATOR,
            service.agency,
            service.slug,
            name=service.name,
            summary=service.summary,
            unit=units[service.agency, service.unit],
            sector=service.sector,
            keywords=service.keywords,
        )
    return await _cast(script)


async def bring_standard(service: Service, drafter: Actor, publisher: Actor) -> None:
    """Import version 1 of a standard, and put it in force if it was before there was a forum."""
    document = json.dumps(standard(service.slug), ensure_ascii=False)
    version = await import_standard(drafter, service.slug, document)
    if service.in_force_since is not None:
        since = datetime.combine(service.in_force_since, time(8), ZONE)
        await adopt_existing(publisher, version.ref, since)


def works_for(cast: Mapping[str, Actor], script: Script, role: Role, agency: str) -> Actor:
    """Return the first of the cast with this role in this agency."""
    for person in script.people:
        if any(grant.role == role and grant.agency == agency for grant in person.roles):
            return cast[person.id]
    raise LookupError(f"nobody is {role} of {agency}")


async def cast_is_here() -> bool:
    """Tell whether everybody of the cast has an account in this forum, as after `set_stage`."""
    emails = {person.email for person in script().people}
    return await Person.filter(email__in=emails).count() == len(emails)


async def _cast(script: Script) -> dict[str, Actor]:
    cast: dict[str, Actor] = {}
    for person in script.people:
        made = await find_or_make_person(
            person.email, person.name, about=person.about, language=person.language
        )
        for grant in person.roles:
            await give_role(OPERATOR, grant.agency, person.email, Role(grant.role))
        cast[person.id] = await actor_for(made)
    return cast

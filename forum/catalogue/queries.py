"""Agencies, services and standards as pages show them."""

from __future__ import annotations

from collections.abc import Collection

from forum.catalogue.models import Agency, Service, Standard
from forum.core.errors import NotFound
from forum.core.i18n import _, local
from forum.core.ids import is_slug

LONGEST_SEARCH = 200


async def find_agency(slug: str, *, lock: bool = False) -> Agency:
    """Return one agency with its units, or say there is none."""
    found = Agency.filter(slug=slug)
    if lock:
        found = found.select_for_update(no_key=True)
    agency = await found.prefetch_related("units").first() if is_slug(slug) else None
    if agency is None:
        raise NotFound("agency.not-found", _("There is no such agency here."))
    return agency


async def find_service(slug: str) -> Service:
    """Return one service with its agency, unit and standard, or say there is none."""
    service = await Service.filter(slug=slug).select_related("agency", "unit", "standard").first()
    if service is None:
        raise NotFound("service.not-found", _("There is no such service here."))
    service.standard.service = service
    return service


async def find_standard(slug: str, *, lock: bool = False) -> Standard:
    """Return one standard with its service and agency, or say there is none."""
    found = Standard.filter(slug=slug)
    if lock:
        found = found.select_for_update(no_key=True)
    around = ("service__agency", "service__unit")
    standard = await found.prefetch_related(*around).first() if is_slug(slug) else None
    if standard is None:
        raise NotFound("standard.not-found", _("There is no such standard here."))
    return standard


async def agencies(ids: Collection[int] | None = None) -> list[Agency]:
    """Return all agencies, or those with these ids, by name, with their services."""
    found = Agency.all() if ids is None else Agency.filter(id__in=ids)
    rows = await found.prefetch_related("services__standard")
    return sorted(rows, key=lambda agency: local(agency.name).casefold())


async def services(words: str = "", *, agency: Agency | None = None) -> list[Service]:
    """Return the services that have all these words in a name, summary or keyword, by name."""
    found = Service.all() if agency is None else Service.filter(agency=agency)
    rows = await found.select_related("agency", "unit", "standard")
    wanted = words[:LONGEST_SEARCH].casefold().split()
    return sorted(
        (row for row in rows if all(word in _told(row) for word in wanted)),
        key=lambda row: local(row.name).casefold(),
    )


async def standards_of(agency_ids: Collection[int]) -> list[Standard]:
    """Return the standards of these agencies, agency by agency, by title."""
    rows = await Standard.filter(service__agency_id__in=agency_ids).prefetch_related(
        "service__agency"
    )
    return sorted(
        rows,
        key=lambda row: (
            local(row.service.agency.name).casefold(),
            local(row.title).casefold(),
        ),
    )


def _told(service: Service) -> str:
    return "\n".join(
        [*service.name.values(), *service.summary.values(), *service.keywords]
    ).casefold()

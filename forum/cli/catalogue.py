"""Fill the catalogue from a file: agencies, their units and the services they offer.

The file is JSON. What is there already stays as it is, so the same file can grow and be read again:

    {"agencies": [{
      "slug": "disdukcapil", "profile": "id", "time_zone": "Asia/Makassar",
      "name": {"id": "Dinas Kependudukan dan Pencatatan Sipil", "en": "Civil Registration Office"},
      "government": {"id": "Pemerintah Kabupaten Contoh", "en": "Government of Contoh Regency"},
      "contact": "disdukcapil@contoh.go.id",
      "units": [{"id": "Loket", "en": "Counter"}],
      "services": [{
        "slug": "ktp-el-baru", "keywords": ["identitas"],
        "name": {"id": "KTP elektronik baru", "en": "A new identity card"},
        "summary": {"id": "Untuk warga sejak umur 17 tahun.", "en": "For citizens from 17 on."}
      }]
    }]}
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from forum.access.policy import OPERATOR
from forum.catalogue.actions import add_agency, add_service, add_unit
from forum.catalogue.models import Agency, Service, Words
from forum.catalogue.rules import check_slug
from forum.cli.acting import done
from forum.core.db import transaction
from forum.core.settings import Settings


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewService(_Part):
    """A service and its standard, which promises nothing yet."""

    slug: str
    name: Words
    summary: Words
    sector: str = ""
    keywords: tuple[str, ...] = ()


class NewAgency(_Part):
    """A public body with its units and services."""

    slug: str
    name: Words
    government: Words
    profile: str
    time_zone: str
    contact: str = ""
    units: tuple[Words, ...] = ()
    services: tuple[NewService, ...] = ()


class Catalogue(_Part):
    """The whole file."""

    agencies: tuple[NewAgency, ...]


def configure(parser: argparse.ArgumentParser) -> None:
    """Say where the file is, and show what stands in it."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = __doc__
    parser.add_argument("file", type=Path, help="the file, as above")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Add what is missing, all or nothing, and say what it was."""
    try:
        catalogue = Catalogue.model_validate_json(arguments.file.read_bytes())
    except OSError as reason:
        print(reason)
        return 1
    except ValidationError as wrong:
        for error in wrong.errors():
            print(".".join(map(str, error["loc"])) or "the file", error["msg"], sep=": ")
        return 1
    added: list[str] = []

    async def fill() -> None:
        async with transaction():
            for agency in catalogue.agencies:
                added.extend(await _add(agency))

    if not done(settings, fill, otherwise="Nothing was added."):
        return 1
    print(*(f"Added: {name}" for name in added), "The catalogue is up to date.", sep="\n")
    return 0


async def _add(new: NewAgency) -> list[str]:
    added = []
    check_slug(new.slug)
    if not await Agency.exists(slug=new.slug):
        await add_agency(
            OPERATOR,
            new.slug,
            name=new.name,
            government=new.government,
            profile=new.profile,
            time_zone=new.time_zone,
            contact=new.contact,
        )
        added.append(new.slug)
        for name in new.units:
            await add_unit(OPERATOR, new.slug, name)
    for service in new.services:
        check_slug(service.slug)
        if not await Service.exists(slug=service.slug):
            await add_service(
                OPERATOR,
                new.slug,
                service.slug,
                name=service.name,
                summary=service.summary,
                sector=service.sector,
                keywords=service.keywords,
            )
            added.append(f"{new.slug}/{service.slug}")
    return added

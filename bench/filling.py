"""A forum with as many contributions as one likes, for the programs that measure reading."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tortoise.connection import get_connection

from forum.accounts.models import Person
from forum.catalogue.models import Agency
from forum.consultations.models import Consultation
from forum.core import clock
from forum.core.db import dialect
from forum.core.ids import new_record_id, new_ref
from forum.database.migrate import migrate
from forum.drafts.models import Clause
from forum.participation.models import Contribution
from forum.participation.rules import Kind, Showing
from tests.databases import Postgres
from tests.people import OFFICIAL, person
from tests.world import open_revision

PEOPLE = 200
AT_ONCE = 2_000
WORDS = [
    "pelayanan",
    "antrean",
    "loket",
    "petugas",
    "syarat",
    "kartu",
    "keluarga",
    "hari",
    "kerja",
    "lama",
    "cepat",
    "mengurus",
    "pengurusan",
    "biaya",
    "gratis",
    "bayar",
    "desa",
    "kota",
    "kecamatan",
    "datang",
    "pulang",
    "jauh",
    "dekat",
    "anak",
    "orang",
    "tua",
    "difabel",
    "lansia",
    "ibu",
    "kantor",
    "daring",
    "aplikasi",
    "nomor",
    "berkas",
    "lengkap",
    "kurang",
    "salah",
    "benar",
    "tanggal",
    "janji",
    "tepat",
    "terlambat",
    "pengaduan",
    "jawaban",
    "telepon",
    "surat",
    "fotokopi",
    "asli",
    "tanda",
    "tangan",
    "rekam",
]


async def fresh_databases(
    folder: Path, server: Postgres | None, suffix: str
) -> list[tuple[str, str]]:
    """Make empty, migrated databases and return them by name; `server` may be missing."""
    found = [("SQLite", f"sqlite://{folder / f'{suffix}.sqlite3'}")]
    if server is not None:
        found.append(("PostgreSQL", server.url(await asyncio.to_thread(server.create, suffix))))
    for _name, url in found:
        await migrate(url)
    return found


async def fill(contributions: int) -> Consultation:
    """Open a consultation on a standard in force, and let so many people say something in it.

    Half of it is about clause 3.1, a tenth about the whole draft, the rest about all clauses; a
    few rare words stand in a few of them. Texts are the same each time.
    """
    dice = random.Random(2026)  # noqa: S311 - the same each time
    agency = await Agency.create(
        slug="disdukcapil",
        name={"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
        government={"id": "Kabupaten Contoh", "en": "Regency of Contoh"},
        profile="id",
        time_zone="Asia/Makassar",
    )
    omar = await person("Omar Siregar", agency, *OFFICIAL)
    consultation = await open_revision(omar, agency)
    await Person.bulk_create(
        Person(name=f"Warga {one}", email=f"warga{one}@example.id", joined_at=clock.now())
        for one in range(PEOPLE)
    )
    people = await Person.filter(email__startswith="warga").values_list("id", flat=True)
    clauses = await Clause.filter(version_id=consultation.version_id).order_by("position")
    places = [(clause.lineage, clause.label) for clause in clauses]
    most = next(place for place in places if place[1] == "3.1")
    started = datetime.now(UTC) - timedelta(days=1)
    for first in range(0, contributions, AT_ONCE):
        rows = []
        for number in range(first, min(first + AT_ONCE, contributions)):
            share = dice.random()
            lineage, label = most if share < 0.5 else ("", "")
            if share >= 0.6:
                lineage, label = dice.choice(places)
            text = " ".join(dice.choices(WORDS, k=dice.randint(8, 30)))
            if number % 997 == 0:
                text += " rambutan"
            rows.append(
                Contribution(
                    ref=new_ref(),
                    record_id=new_record_id(),
                    receipt=f"bench-{number}",
                    consultation_id=consultation.id,
                    lineage=lineage,
                    label=label,
                    kind=Kind.QUESTION if share > 0.9 else Kind.COMMENT,
                    showing=Showing.HELD if number % 50 == 0 else Showing.SHOWN,
                    author_id=dice.choice(people),
                    text=text,
                    shown_text=text,
                    html=f"<p>{text}</p>",
                    language="id",
                    once=f"bench-{number:08}",
                    supports=int(dice.paretovariate(1.2)) - 1,
                    handed_in_at=started + timedelta(seconds=number / 100),
                )
            )
        await Contribution.bulk_create(rows)
    # What a server does by itself in the minutes after so many rows came in.
    await get_connection("default").execute_query(
        "ANALYZE" if dialect() == "sqlite" else "VACUUM ANALYZE"
    )
    return consultation

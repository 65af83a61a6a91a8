"""Similar contributions offered before sending: how long it takes among 100,000, on both databases.

100,000 contributions in Indonesian and English lie on 60 clauses, 20,000 of them on one. Then 300
texts are held against them, half of them other ways of saying something that is there; 95 of 100
must be answered within 50 ms, else the command fails. PostgreSQL is where FORUM_TEST_POSTGRES says.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import asyncpg
import structlog
from tortoise.connection import get_connection

from forum.access.policy import OPERATOR
from forum.accounts.actions import find_or_make_person
from forum.catalogue.actions import add_service
from forum.catalogue.models import Agency, Standard
from forum.consultations.models import Consultation
from forum.core import clock
from forum.database.config import open_database
from forum.database.migrate import migrate
from forum.drafts.models import Version
from forum.participation.likeness import marks_of, words_in
from forum.participation.models import Contribution, Likeness
from forum.participation.rules import Kind, Showing
from forum.participation.similar import similar_to

ALL, ON_ONE, CLAUSES, ASKED, BAR_MS = 100_000, 20_000, 60, 300, 50
SERVER = os.environ.get("FORUM_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
NAME = f"forum_bench_similar_{os.getpid()}"

ID_WORDS = (
    "antrean loket layanan petugas berkas lambat cepat jaringan blangko sidik jari perekaman "
    "foto difabel lansia kursi tunggu nomor daring aplikasi ponsel sinyal desa kecamatan "
    "ongkos angkot pungutan calo surat pengantar rukun tetangga akta lahir kartu keluarga "
    "domisili fotokopi meterai jadwal sabtu malam istirahat siang telepon pengaduan jawaban "
    "janji tanggal hilang rusak salah nama ejaan perbaikan gratis biaya denda penerjemah "
    "isyarat parkir toilet ibu anak"
)
EN_WORDS = (
    "queue counter service officer file slow fast network blank fingerprint photo disabled "
    "elderly chair waiting number online phone signal village district fare broker letter "
    "neighbourhood birth certificate family card address copy stamp schedule saturday evening "
    "break telephone complaint answer promise date lost damaged wrong name spelling "
    "correction free cost fine interpreter sign parking toilet mother child ramp window "
    "ticket form printer password"
)

ID, EN = ID_WORDS.split(), EN_WORDS.split()


async def main() -> int:
    """Print the figures; return 1 if a bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        slowest = await _measure("SQLite", f"sqlite://{Path(folder) / 'bench.sqlite3'}")
    await _postgres(f'CREATE DATABASE "{NAME}"')
    try:
        slowest = max(slowest, await _measure("PostgreSQL", f"{SERVER}/{NAME}"))
    finally:
        await _postgres(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    return int(slowest > BAR_MS)


async def _measure(database: str, url: str) -> float:
    await migrate(url)
    async with open_database(f"{url}?synchronous=OFF" if url.startswith("sqlite") else url):
        dice = random.Random(2026)  # noqa: S311 - the same texts each time
        consultation, person_id = await _place()
        began = time.perf_counter()
        said = await _fill(dice, consultation, person_id)
        await get_connection("default").execute_query("ANALYZE")
        print(f"{database}: {ALL:,} contributions in {time.perf_counter() - began:.0f} s")
        return await _ask(database, dice, consultation, said)


async def _ask(
    database: str, dice: random.Random, consultation: Consultation, said: list[tuple[str, str]]
) -> float:
    """Return the time within which 95 of 100 are answered; say how many other ways were found."""
    took: list[float] = []
    known = found = 0
    for number in range(ASKED):
        lineage = "clause0000" if number % 2 else f"clause{dice.randrange(CLAUSES):04}"
        text = _text(dice)
        if number % 4 < 2:
            lineage, original = dice.choice([one for one in said if one[0] == lineage])
            text = _otherwise(dice, original)
        began = time.perf_counter()
        offered = await similar_to(consultation.id, lineage, text, person_id=0)
        took.append((time.perf_counter() - began) * 1000)
        if number % 4 < 2:
            known += 1
            found += any(
                len(set(words_in(one.text)) & set(words_in(original))) * 2 > len(words_in(original))
                for one in offered
            )
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(
        f"{database}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, worst {max(took):.1f} ms, "
        f"bar {BAR_MS} ms at p95; {found} of {known} said otherwise were found"
    )
    return p95


async def _place() -> tuple[Consultation, int]:
    person = await find_or_make_person("bench@example.id", "Sari Wulandari")
    agency = await Agency.create(
        slug="dinas", name={"id": "Dinas"}, government={"id": "Kabupaten"}, profile="id",
        time_zone="Asia/Makassar", contact="dinas@example.id",
    )  # fmt: skip
    await add_service(OPERATOR, agency.slug, "ktp", name={"id": "KTP"}, summary={"id": "KTP"})
    standard = await Standard.get(service__slug="ktp")
    version = await Version.create(
        standard=standard, number=1, title={"id": "KTP"}, made_at=clock.now()
    )
    consultation = await Consultation.create(
        slug="ktp", agency=agency, standard=standard, version=version, title={"id": "KTP"},
        lead={"id": ""}, phase="open", time_zone="Asia/Makassar", contact="-", privacy_notice={},
        owner=person,
        made_at=clock.now(),
    )  # fmt: skip
    return consultation, person.id


async def _fill(
    dice: random.Random, consultation: Consultation, person_id: int
) -> list[tuple[str, str]]:
    said = []
    for start in range(0, ALL, 5_000):
        rows, marks = [], []
        for id_ in range(start + 1, start + 5_001):
            lineage = f"clause{0 if id_ <= ON_ONE else 1 + dice.randrange(CLAUSES - 1):04}"
            text = _text(dice)
            said.append((lineage, text))
            rows.append(
                Contribution(
                    id=id_,
                    consultation_id=consultation.id,
                    lineage=lineage,
                    label="1.1",
                    kind=Kind.COMMENT,
                    showing=Showing.SHOWN,
                    author_id=person_id,
                    text=text,
                    shown_text=text,
                    html=text,
                    language="id",
                    receipt=f"r{id_}",
                    once=f"once-{id_}",
                    supports=dice.randrange(20),
                    handed_in_at=clock.now(),
                )
            )
            marks += [
                Likeness(mark=mark, contribution_id=id_)
                for mark in marks_of(f"{consultation.id}/{lineage}", words_in(text))
            ]
        await Contribution.bulk_create(rows, batch_size=500)
        await Likeness.bulk_create(marks, batch_size=5_000)
    return said


def _text(dice: random.Random) -> str:
    """Return a text as people write: many words that all use, some names that few do."""
    words = EN if dice.random() < 0.25 else ID
    return " ".join(
        f"{dice.choice(words)}{dice.choice(words)}"
        if dice.random() < 0.25
        else words[min(int(dice.expovariate(0.06)), len(words) - 1)]
        for _ in range(dice.randrange(8, 60))
    )


def _otherwise(dice: random.Random, text: str) -> str:
    """Return the same with a fifth of its words gone, in another order, with words of one's own."""
    words = [word for word in text.split() if dice.random() > 0.2]
    dice.shuffle(words)
    return " ".join([*words, "menurut", "pendapat", "keluarga"])


async def _postgres(statement: str) -> None:
    connection = await asyncpg.connect(f"{SERVER}/postgres", timeout=10)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    sys.exit(asyncio.run(main()))

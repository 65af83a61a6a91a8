"""Beside the script: easy words, the reason of a clause, and a translation that fell behind."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from forum.access.policy import Actor
from forum.catalogue.queries import find_standard
from forum.demo.beside import CueAt
from forum.drafts.actions import edit_clause, edit_note
from forum.drafts.actions.editing import seal
from forum.drafts.fields import read_fields
from forum.drafts.queries import find_clause, find_version, versions_of

STANDARD = "pelatihan-kerja-sama"
EASY = {
    "id": "Desa, sekolah, atau perusahaan dapat meminta pelatihan kerja. Tulis surat dan proposal. "
    "Balai menjawab dan menyiapkan pelatihan. Peserta mendapat sertifikat.",
    "en": "Villages, schools and companies can ask for training. Write a letter and a proposal. "
    "The centre answers and prepares the training. Those who take part get a certificate.",
}
BEHIND = "20 hari kerja sejak surat permohonan diterima"
MEANING = {
    "id": "Artinya, paling lama sebulan setelah surat Anda diterima, jadwal pelatihannya ada.",
    "en": "At most a month after your letter arrives, you know when the training takes place.",
}
OPEN = "ktp-el-baru"
A_WEEK = {
    "id": "Artinya, KTP Anda sudah jadi dalam seminggu, asal berkas Anda lengkap.",
    "en": "Your card is ready within a week, if your papers are complete.",
}
REASON = {
    "id": "Jadwal pelatihan ditetapkan balai sendiri. Menurut catatan tahun 2025, dua puluh hari "
    "cukup untuk menyiapkannya.",
    "en": "The centre sets the timetable of its training itself. The records of 2025 show that "
    "twenty days are enough to prepare it.",
}


def cue_drafting(cast: Mapping[str, Actor], cue: CueAt) -> None:
    """Plan what Omar and Siti Hajar write on a draft that is not open yet."""
    cue("D-20 10:30", partial(_say_what_it_means, cast["omar"]))
    cue("D-2 14:20", partial(_write, cast["hajar"]))


async def _say_what_it_means(drafter: Actor) -> None:
    """Put one clause into easy words, of a draft that is open on day zero."""
    version = await find_version(OPEN, *(await versions_of(await find_standard(OPEN)))[0].edition)
    clause = await find_clause(version, "3.1")
    await edit_clause(
        drafter,
        version.ref,
        clause.lineage,
        clause.revision,
        clause.text,
        read_fields(clause.typed),
        note=clause.note,
        easy=A_WEEK,
    )


async def _write(drafter: Actor) -> None:
    newest = (await versions_of(await find_standard(STANDARD)))[0]
    version = await find_version(STANDARD, *newest.edition)
    await edit_note(drafter, version.ref, seal(version), version.title, version.note, EASY)
    clause = await find_clause(version, "3.1")
    await edit_clause(
        drafter,
        version.ref,
        clause.lineage,
        clause.revision,
        {**clause.text, "id": BEHIND},
        read_fields(clause.typed),
        note=REASON,
        easy=MEANING,
    )

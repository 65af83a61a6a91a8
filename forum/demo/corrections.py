"""Beside the script: a typing error that is corrected, and something that comes after closing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from forum.access.policy import Actor
from forum.consultations.actions import correct_draft, take_late
from forum.consultations.queries import find_consultation
from forum.demo.beside import CueAt
from forum.drafts.queries import find_clause
from forum.participation.actions import Handed, post_comment

MISTYPED, LABEL = "puskesmas-2026", "2.1"
SLIP, RIGHT = "dipangil", "dipanggil"
WHY = "Salah ketik: di klausul 2.1 tertulis “dipangil”."
LATE = "kartu-keluarga-digital-2026"
STILL_TAKEN = "Kapal ke kepulauan tidak berlayar pada minggu terakhir."
SAID_LATE = (
    "Kami baru bisa mengirim sekarang, sinyalnya baru ada. Di pulau tidak ada tempat mencetak; "
    "titipkan saja kartunya di kantor desa."
)


def cue_corrections(cast: Mapping[str, Actor], cue: CueAt) -> None:
    """Plan what is put right and what is taken late, each at its time."""
    cue("D-12 09:05", partial(_correct, cast["ayu"]))
    cue("D-21 10:10", partial(take_late, cast["omar"], LATE, STILL_TAKEN))
    late = Handed(text=SAID_LATE, once="beside-late")
    cue("D-20 17:35", partial(post_comment, cast["made"], LATE, "5.1", late))


async def _correct(official: Actor) -> None:
    version = (await find_consultation(MISTYPED)).version
    clause = await find_clause(version, LABEL)
    words = {clause.lineage: {**clause.text, "id": clause.text["id"].replace(SLIP, RIGHT)}}
    await correct_draft(official, MISTYPED, words, WHY, seen=version.name)

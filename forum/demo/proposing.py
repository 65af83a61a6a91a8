"""Other words for clause 3.1: two that touch the same words and one alone; a reply, a field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from forum.access.policy import Actor
from forum.consultations.queries import find_consultation
from forum.drafts.queries import find_clause
from forum.participation.actions import (
    Handed,
    Rewording,
    post_comment,
    post_proposal,
    post_reply,
    support_comment,
)
from forum.participation.models import Contribution

CueAt = Callable[[str, Callable[[], Awaitable[object]]], None]

CONSULTATION, CLAUSE = "ktp-el-2026", "3.1"


@dataclass(frozen=True)
class Wanted:
    """What somebody wants changed in the clause: these words in place of those, and why."""

    author: str
    at: str
    these: str
    those: str
    why: str
    supporters: Sequence[str] = ()


PROPOSALS = (
    Wanted(
        "joko",
        "D-6 12:10",
        "3 hari kerja",
        "5 hari kerja",
        "Di kabupaten tetangga tiga hari sudah jadi, dengan mesin cetak yang sama.",
        ("asep", "agus", "yosep", "rizal", "bayu", "made", "intan"),
    ),
    Wanted(
        "suparman",
        "D-5 06:15",
        "7 hari kerja",
        "5 hari kerja",
        "Lebih baik janji tujuh hari yang ditepati daripada lima hari yang tidak. Tahun lalu "
        "janjinya 14 hari, kenyataannya sebulan.",
        ("slamet", "erna", "kornelis", "lalu"),
    ),
    Wanted(
        "slamet",
        "D-4 17:50",
        "dinyatakan lengkap; bila blangko habis, tanggal barunya diberitahukan hari itu juga",
        "dinyatakan lengkap",
        "Kalau blangko habis, kami cukup tahu harus kembali kapan. Ongkos dari Bukit Lestari "
        "Rp80.000 sekali jalan.",
        ("wayan", "tiurma", "joko", "maria", "laode", "rosmini", "darwis", "evi", "nadia"),
    ),
)
REPLY = (
    "Sama, Pak Budi. Saya bahkan pulang hari itu tanpa tahu harus kembali kapan. Tanggal di bukti "
    "pengambilan lebih penting daripada jumlah harinya."
)
FIELD = "Lima hari di sini dihitung dari mana bagi yang merekam di rumah: dari hari petugas datang?"


def cue_proposing(cast: Mapping[str, Actor], cue: CueAt) -> None:
    """Plan what these people do, each at its time."""
    for wanted in PROPOSALS:
        cue(wanted.at, partial(_propose, cast, wanted))
    cue("D-7 19:45", partial(_reply, cast))
    handed = Handed(text=FIELD, once="proposing-field", field="maximum")
    cue("D-3 08:20", partial(post_comment, cast["petrus"], CONSULTATION, CLAUSE, handed))


async def _propose(cast: Mapping[str, Actor], wanted: Wanted) -> None:
    version = (await find_consultation(CONSULTATION)).version
    now = (await find_clause(version, CLAUSE)).text["id"]
    words = now.replace(wanted.those, wanted.these)
    made = await post_proposal(
        cast[wanted.author],
        CONSULTATION,
        CLAUSE,
        Handed(text=wanted.why, once=f"proposing-{wanted.author}"),
        Rewording(version=version.name, language="id", words=words),
    )
    for supporter in wanted.supporters:
        await support_comment(cast[supporter], made.ref)


async def _reply(cast: Mapping[str, Actor]) -> None:
    said = await Contribution.get(author_id=cast["budi"].person_id, label=CLAUSE)
    await post_reply(cast["nurhayati"], said.ref, Handed(text=REPLY, once="proposing-reply"))

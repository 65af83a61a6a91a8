"""Beside the script: an organisation, whom it invites, a letter staff enter, what Sari follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from forum.access.policy import Actor
from forum.demo.script import moment
from forum.notices.following import follow
from forum.notices.models import Thing
from forum.organisations.actions import confirm, invite, register
from forum.participation.actions import Handed, Received, enter_received, post_comment
from forum.participation.rules import Channel

CueAt = Callable[[str, Callable[[], Awaitable[object]]], None]

OFFICE, CONSULTATION = "disdukcapil", "ktp-el-2026"
GROUP, GROUP_SLUG = "Forum Penyandang Disabilitas Contoh", "forum-penyandang-disabilitas-contoh"
INTERESTS = (
    "Mewakili 240 penyandang disabilitas di Kabupaten Contoh. Menginginkan layanan yang dapat "
    "dipakai semua orang. Dibiayai iuran anggota dan hibah Dinas Sosial tahun 2025."
)
ASKED = (
    "Perekaman di rumah untuk warga yang tidak dapat datang perlu disebut di pasal ini, dengan "
    "batas waktu yang sama seperti di kantor."
)
LETTER = (
    "Anak saya sudah menunggu kartunya sejak Ramadan. Kalau lima hari, tolong sebutkan juga ke "
    "mana kami mengadu bila lewat."
)


def cue_beside(cast: Mapping[str, Actor], cue: CueAt) -> None:
    """Plan what these people do, each at its time."""
    cue("D-9 19:20", partial(follow, cast["sari"], Thing.AGENCY, OFFICE))
    cue(
        "D-7 10:05",
        partial(
            register,
            cast["rahma"],
            name=GROUP,
            kind="organisasi_masyarakat_sipil",
            interests=INTERESTS,
        ),
    )
    cue("D-6 09:30", partial(confirm, cast["omar"], GROUP_SLUG, OFFICE))
    cue("D-1 18:40", partial(invite, cast["rahma"], GROUP_SLUG, "budi@warga.example"))
    spoken = Handed(text=ASKED, once="beside-organisation", organisation=GROUP_SLUG)
    cue("D-5 13:40", partial(post_comment, cast["rahma"], CONSULTATION, "3.2", spoken))
    came = Received(
        text=LETTER,
        once="beside-letter",
        channel=Channel.LETTER,
        received_on=moment("D-4 09:00").date(),
        language="id",
        signed="Ibu Saodah, Kecamatan Kepulauan",
        contact="Kantor Desa Pulau Batu, untuk Ibu Saodah",
    )
    cue("D-3 11:15", partial(enter_received, cast["omar"], CONSULTATION, "3.1", came))

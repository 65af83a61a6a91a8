"""A letter says in which language it is written, so that it is read aloud in that language."""

from __future__ import annotations

from pathlib import Path

from forum.core.mail import letters_in, send
from forum.core.settings import Settings


async def test_sari_gets_a_letter_marked_as_indonesian(tmp_path: Path) -> None:
    await send(
        Settings(mail_folder=str(tmp_path)),
        ref="k7q291xm3t",
        address="sari@warga.example",
        subject="Masukan Anda sudah tampil",
        body="Ini tentang masukan Anda untuk “KTP elektronik”.",
        language="id",
    )

    [letter] = await letters_in(tmp_path)
    assert letter.language == "id"
    assert letter.subject == "Masukan Anda sudah tampil"
    assert letter.body.strip() == "Ini tentang masukan Anda untuk “KTP elektronik”."

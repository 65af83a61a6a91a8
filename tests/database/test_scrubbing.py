"""On SQLite erased words do not linger in freed pages, in the index or in the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from tortoise.connection import get_connection

from forum.app import create_app
from forum.core import clock
from forum.core.jobs import run_due
from forum.database.config import open_database
from forum.listeners import connect
from forum.notices.models import Notice
from forum.participation.actions import edit_comment
from forum.participation.rules import mark_of
from forum.privacy.actions import erase_contribution, erase_name
from tests.erasing import in_file, just_signed_in
from tests.people import person
from tests.world import comment, open_consultation

LONG = "Kartonomulyo menunggu. " * 200
"""Too long for one page of the file."""


@pytest.mark.parametrize(
    "words", ["Kartonomulyo menunggu empat belas hari.", LONG], ids=["short", "long"]
)
async def test_no_byte_of_erased_words_is_left(
    app, database_url, settings, omar, agency, sari, words
):
    connect(settings)
    ktp = await open_consultation(omar, agency)
    said = await comment(sari, ktp, words)
    await edit_comment(sari, said.ref, f"{words} Lagi.", mark_of(said.text))
    others = [await comment(sari, ktp, f"Saran nomor {one}, cukup panjang.") for one in range(12)]
    assert in_file(database_url, "Kartonomulyo")

    await erase_contribution(await just_signed_in(sari), said.ref)
    await run_due()

    assert in_file(database_url, "Kartonomulyo") == []
    assert in_file(database_url, "kartonomulyo") == []  # as the index of the search has it
    assert in_file(database_url, others[0].text)


async def test_no_byte_of_an_erased_address_is_left(app, database_url, sari):
    await erase_name(await just_signed_in(sari))
    await run_due()

    assert in_file(database_url, "sari@example.id") == []
    assert in_file(database_url, "Sari Wulandari") == []


async def test_what_is_deleted_is_overwritten_whatever_the_library_does_by_itself(db):
    [row] = await get_connection("default").execute_query_dict("PRAGMA secure_delete")

    assert row == {"secure_delete": 1}


async def test_without_that_erased_words_would_linger(database_url, settings, tmp_path):
    """So the tests above would see it."""
    async with open_database(f"{database_url}?secure_delete=OFF"):
        create_app(settings, database_is_open=True)
        sari = await person("Sari Wulandari")
        for number in range(200):
            await Notice.create(
                person_id=sari.person_id,
                subject=f"Kartonomulyo {number}",
                body="Kartonomulyo menunggu. " * 20,
                address="/",
                language="id",
                at=clock.now(),
                dedupe=f"{number}",
            )
        await erase_name(await just_signed_in(sari))
        await run_due()

        assert in_file(database_url, "Kartonomulyo") == [Path(database_url).name]

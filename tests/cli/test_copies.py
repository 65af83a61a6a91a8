"""A copy is made while the forum runs, and put back without bringing back what was erased."""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from forum.access.policy import Actor
from forum.accounts.models import Person
from forum.app import create_app
from forum.catalogue.models import Agency
from forum.cli import backup, erasures, restore
from forum.database.alone import alone
from forum.database.config import open_database
from forum.moderation.actions import report
from forum.moderation.actions.reporting import Reporting
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from forum.privacy.actions import erase_contribution, erase_everything, erase_name
from tests.erasing import in_file, just_signed_in
from tests.people import OFFICIAL, person
from tests.world import comment, open_consultation

WORDS = "Tetangga saya Kartono menunggu empat belas hari."


def parsed(command, *given):
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return parser.parse_args([str(one) for one in given])


def inside(settings, act):
    """Do something in the forum as it runs, and stop it."""

    async def run():
        async with open_database(settings.database_url):
            create_app(settings, database_is_open=True)
            return await act()

    return asyncio.run(run())


async def said():
    """Sari and Budi each say something."""
    office = await Agency.create(
        slug="disdukcapil",
        name={"id": "Dinas", "en": "Office"},
        government={"id": "Kabupaten", "en": "Regency"},
        profile="id",
        time_zone="Asia/Makassar",
        contact="disdukcapil@contoh.go.id",
    )
    omar = await person("Omar Siregar", office, *OFFICIAL)
    ktp = await open_consultation(omar, office)
    await comment(await person("Sari Wulandari"), ktp, WORDS)
    await comment(await person("Budi Hartono"), ktp, "Tujuh hari.")


async def erased():
    """Sari has her words erased, then her name."""
    found = await Person.get(name="Sari Wulandari")
    sari = await just_signed_in(Actor(found.id, found.record_id, found.name))
    one = await Contribution.get(author_id=found.id)
    await erase_contribution(sari, one.ref)
    await erase_name(sari)


async def reported():
    """Sari says why Budi's words break a rule."""
    found = await Person.get(name="Sari Wulandari")
    other = await Contribution.get(text="Tujuh hari.")
    sari = Actor(found.id, found.record_id, found.name)
    about = Reporting("insult", "Budi tetangga Kartono.", once="laporan-sari-000001")
    await report(sari, other.ref, about)


async def erased_all():
    """Sari has everything erased."""
    found = await Person.get(name="Sari Wulandari")
    await erase_everything(await just_signed_in(Actor(found.id, found.record_id, found.name)))


async def left():
    rows = await Contribution.all().order_by("id").select_related("author")
    return [(one.text, one.showing, one.author.name) for one in rows]


@pytest.fixture
def copied(settings, tmp_path):
    inside(settings, said)
    copy = tmp_path / "copies" / "forum.db"
    copy.parent.mkdir()
    assert backup.run(parsed(backup, copy), settings) == 0
    return copy


def test_words_that_were_erased_stay_erased_when_a_copy_is_put_back(settings, copied, capsys):
    inside(settings, erased)
    assert b"Kartono" in copied.read_bytes()

    assert restore.run(parsed(restore, copied), settings) == 0

    assert "Erased again: 2 of 2 on the list" in capsys.readouterr().out
    assert inside(settings, left) == [
        ("", Showing.ERASED, ""),
        ("Tujuh hari.", Showing.SHOWN, "Budi Hartono"),
    ]
    assert in_file(settings.database_url, "Kartono") == []
    assert in_file(settings.database_url, "sari@example.id") == []


@pytest.mark.parametrize("listed", ["as it was kept", "as it is made anew"])
def test_everything_that_was_erased_stays_erased_reports_too(settings, tmp_path, capsys, listed):
    inside(settings, said)
    inside(settings, reported)
    copy = tmp_path / "copies" / "forum.db"
    copy.parent.mkdir()
    assert backup.run(parsed(backup, copy), settings) == 0
    inside(settings, erased_all)
    if listed == "as it is made anew":
        capsys.readouterr()
        assert erasures.run(parsed(erasures, "export"), settings) == 0
        (tmp_path / "forum.sqlite3.erasures").write_text(capsys.readouterr().out)

    assert restore.run(parsed(restore, copy), settings) == 0

    assert "Erased again: 2 of 2 on the list" in capsys.readouterr().out
    assert in_file(settings.database_url, "Kartono") == []
    assert in_file(settings.database_url, "sari@example.id") == []
    assert inside(settings, left)[1] == ("Tujuh hari.", Showing.SHOWN, "Budi Hartono")


def test_a_name_alone_is_no_more_in_a_list_made_anew(settings, copied, capsys):
    async def nameless():
        found = await Person.get(name="Sari Wulandari")
        await erase_name(await just_signed_in(Actor(found.id, found.record_id, found.name)))

    inside(settings, nameless)
    capsys.readouterr()
    assert erasures.run(parsed(erasures, "export"), settings) == 0

    assert '"kind":"identity"' in capsys.readouterr().out


def test_the_database_that_was_there_is_kept_aside(settings, copied, tmp_path):
    inside(settings, erased)
    file = tmp_path / "forum.sqlite3"

    restore.run(parsed(restore, copied), settings)

    with closing(sqlite3.connect(f"{file}.before-restore")) as aside:
        rows = aside.execute("SELECT text FROM contribution ORDER BY id").fetchall()
    assert rows == [("",), ("Tujuh hari.",)]
    beside = {one.name for one in tmp_path.iterdir()} - {"mail", "copies"}
    assert beside <= {
        *("forum.sqlite3", "forum.sqlite3-wal", "forum.sqlite3-shm", "forum.sqlite3.lock"),
        *("forum.sqlite3.before-restore", "forum.sqlite3.erasures"),
    }


def test_without_the_list_nothing_is_put_back(settings, copied, tmp_path, capsys):
    inside(settings, erased)
    (tmp_path / "forum.sqlite3.erasures").unlink()

    assert restore.run(parsed(restore, copied), settings) == 1

    assert "words that people had erased would be back" in capsys.readouterr().out
    assert inside(settings, left)[0] == ("", Showing.ERASED, "")
    assert restore.run(parsed(restore, copied, "--without-erasures"), settings) == 0
    assert inside(settings, left)[0] == (WORDS, Showing.SHOWN, "Sari Wulandari")


def test_a_lost_list_is_made_anew_from_the_database_and_replayed_elsewhere(
    settings, copied, tmp_path, capsys
):
    inside(settings, erased)
    capsys.readouterr()
    assert erasures.run(parsed(erasures, "export"), settings) == 0
    listed = tmp_path / "list"
    listed.write_text(capsys.readouterr().out)
    elsewhere = replace(settings, database_url=f"sqlite://{copied}")

    assert erasures.run(parsed(erasures, "replay", listed), elsewhere) == 0

    assert inside(elsewhere, left)[0] == ("", Showing.ERASED, "")
    assert "Sari" not in listed.read_text()
    assert "Kartono" not in listed.read_text()


def test_a_forum_that_runs_is_not_put_back(settings, copied, capsys):
    with alone(settings.database_url):
        assert restore.run(parsed(restore, copied, "--without-erasures"), settings) == 1

    assert "Nothing was put back. Another forum serves this SQLite file" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is no database of a forum"),
        (b"not a database at all", "cannot be read"),
        (None, "There is no copy at"),
    ],
)
def test_what_is_no_copy_is_not_put_back(settings, copied, tmp_path, capsys, content, sentence):
    broken = tmp_path / "broken"
    if content is not None:
        broken.write_bytes(content)

    assert restore.run(parsed(restore, broken, "--without-erasures"), settings) == 1

    assert sentence in capsys.readouterr().out
    assert len(inside(settings, left)) == 2


def test_on_postgresql_its_own_tools_do_it(settings, tmp_path, capsys):
    other = replace(settings, database_url="postgres://forum@127.0.0.1/forum")

    assert backup.run(parsed(backup, tmp_path / "copy"), other) == 1

    assert "PostgreSQL has pg_dump and pg_restore" in capsys.readouterr().out

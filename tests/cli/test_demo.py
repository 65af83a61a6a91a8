"""Where a demonstration may be kept, and how its crowd begins and ends with the server."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sqlite3
from dataclasses import replace

import pytest
import uvicorn

from forum.access.policy import OPERATOR
from forum.accounts.actions import find_or_make_person
from forum.accounts.models import Person
from forum.app import live as living
from forum.catalogue.actions import add_agency
from forum.catalogue.models import Agency
from forum.cli import demo
from forum.cli.crowd import crowd
from forum.cli.serve import Server, options
from forum.database.config import open_database
from forum.demo.script import script
from tests.databases import both_databases


@pytest.mark.parametrize("typed", ["1001", "-1", "many", "²"])
def test_more_than_a_thousand_is_refused_in_a_sentence(capsys, typed):
    parser = argparse.ArgumentParser()
    demo.configure(parser)
    with pytest.raises(SystemExit):
        parser.parse_args([f"--crowd={typed}"])
    assert "A crowd is a number of people, at most 1,000." in capsys.readouterr().err


def test_nobody_comes_unless_asked(settings):
    parser = argparse.ArgumentParser()
    demo.configure(parser)
    assert parser.parse_args([]).crowd == 0
    assert crowd(settings, 0, host="127.0.0.1", port=8000) is None


def test_without_a_session_in_progress_a_sentence_says_so(settings, capsys):
    assert crowd(settings, 3, host="127.0.0.1", port=8000) is None
    assert "No session is in progress, so nobody comes." in capsys.readouterr().out


class LeavesSignalsAlone(Server):
    capture_signals = contextlib.nullcontext


async def test_what_goes_on_beside_begins_when_the_server_listens_and_ends_before_it(app, settings):
    said: list[str] = []

    async def beside() -> None:
        port = server.servers[0].sockets[0].getsockname()[1]
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        said.append("connected")
        server.should_exit = True
        try:
            await asyncio.Event().wait()
        finally:
            said.append(
                f"ended, the server {'listens' if server.servers[0].sockets else 'is gone'}"
            )
            writer.close()

    async with living(app, settings):
        config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, **options(settings))
        server = LeavesSignalsAlone(config, beside)
        async with asyncio.timeout(10):
            await server.serve()
    assert said == ["connected", "ended, the server listens"]


def demo_at(monkeypatch, settings, folder, *options: str, base_url: str = "") -> int:
    """`forum demo --fill-only` where FORUM_DATABASE_URL names the database of these settings."""
    monkeypatch.setenv("FORUM_DATABASE_URL", settings.database_url)
    parser = argparse.ArgumentParser()
    demo.configure(parser)
    arguments = parser.parse_args(["--fill-only", f"--folder={folder}", *options])
    return demo.run(arguments, replace(settings, base_url=base_url or settings.base_url))


async def an_office_works_here(url: str) -> None:
    async with open_database(url):
        await add_agency(
            OPERATOR,
            "disdukcapil",
            name={"id": "Dinas Kependudukan", "en": "Civil Registration Office"},
            government={"id": "Pemerintah Kabupaten", "en": "Government of the regency"},
            profile="id",
            time_zone="Asia/Makassar",
            contact="disdukcapil@contoh.go.id",
        )


async def counted(url: str) -> tuple[int, int]:
    async with open_database(url):
        return await Agency.all().count(), await Person.all().count()


@both_databases
@pytest.mark.parametrize("options", [(), ("--crowd=3",), ("--fresh",)], ids=" ".join)
def test_a_real_forum_is_left_as_it_is_by_a_demonstration_and_its_crowd(
    monkeypatch, settings, tmp_path, options
):
    asyncio.run(an_office_works_here(settings.database_url))
    with pytest.raises(SystemExit, match="holds something that is not the demonstration") as ended:
        demo_at(monkeypatch, settings, tmp_path / "demo", *options)
    assert "Unset FORUM_DATABASE_URL or choose another --folder" in str(ended.value)
    assert asyncio.run(counted(settings.database_url)) == (1, 0)
    assert not list(tmp_path.glob("demo/*.sqlite3*"))


def test_a_file_of_something_else_is_left_as_it_is(monkeypatch, settings, tmp_path):
    url = f"sqlite://{tmp_path / 'other.db'}"
    with contextlib.closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.executescript(
            "CREATE TABLE accounts (total INTEGER); INSERT INTO accounts VALUES (5)"
        )
        with pytest.raises(SystemExit, match="holds something that is not the demonstration"):
            demo_at(monkeypatch, replace(settings, database_url=url), tmp_path / "demo")
        tables = other.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("accounts",)]


async def test_a_demonstration_goes_on_also_when_visitors_have_joined_its_cast(settings):
    async with open_database(settings.database_url):
        for one in script().people:
            await find_or_make_person(one.email, one.name)
        await find_or_make_person("tamu@contoh.example", "Tamu Agung")
    await demo.check_free(settings.database_url)

    async with open_database(settings.database_url):
        await Person.filter(email=script().people[0].email).delete()
    with pytest.raises(SystemExit, match="holds something that is not the demonstration"):
        await demo.check_free(settings.database_url)


async def test_an_empty_database_is_free_for_a_demonstration(settings):
    await demo.check_free(settings.database_url)


def test_where_people_reach_the_forum_under_https_there_is_no_demonstration(
    monkeypatch, settings, tmp_path
):
    with pytest.raises(SystemExit, match="It never runs under https"):
        demo_at(monkeypatch, settings, tmp_path / "demo", base_url="https://forum.contoh.go.id")
    assert not (tmp_path / "demo").exists()

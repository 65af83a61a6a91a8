"""The forum starts only on a database that keeps what it has confirmed."""

from __future__ import annotations

import argparse

import pytest

from forum.cli.serve import run
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.database.durable import Forgetful, check_durability
from tests.database.shape import run as execute
from tests.databases import both_databases


@both_databases
async def test_as_it_is_opened_the_database_keeps_what_it_confirms(blank_url):
    async with open_database(blank_url):
        await check_durability()


@pytest.mark.parametrize(
    "weak", ["synchronous=OFF", "synchronous=NORMAL", "journal_mode=off", "journal_mode=memory"]
)
async def test_a_sqlite_file_that_may_forget_is_refused(blank_url, database_kind, weak):
    async with open_database(f"{blank_url}?{weak}"):
        with pytest.raises(Forgetful, match=rf"may forget what it has confirmed \({weak}\)"):
            await check_durability()


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_a_postgresql_that_confirms_too_early_is_refused(blank_url, database_kind):
    name = blank_url.rpartition("/")[2]
    async with open_database(blank_url):
        await execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')

    async with open_database(blank_url):
        with pytest.raises(Forgetful, match=r"\(synchronous_commit=off\)"):
            await check_durability()


def test_the_server_says_so_in_a_sentence_and_does_not_start(database_url, capsys):
    weak = Settings(database_url=f"{database_url}?synchronous=OFF")

    assert run(argparse.Namespace(host="127.0.0.1", port=0), weak) == 1
    assert "The forum does not start" in capsys.readouterr().out

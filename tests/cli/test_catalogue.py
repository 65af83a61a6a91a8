"""The operator fills the catalogue of a new forum from a file."""

from __future__ import annotations

import argparse
import asyncio
import inspect
import json

import pytest

from forum.audit.models import LogEntry
from forum.catalogue.models import Agency, Service, Unit
from forum.cli import catalogue
from forum.database.config import open_database

EXAMPLE = json.loads((inspect.getdoc(catalogue) or "").partition("\n\n    ")[2])
"""What the help of the command shows."""


@pytest.fixture
def fill(settings, tmp_path):
    """Write a file and read it in; return the exit code."""

    def run(document):
        file = tmp_path / "offices.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        parser = argparse.ArgumentParser()
        catalogue.configure(parser)
        return catalogue.run(parser.parse_args([str(file)]), settings)

    return run


def count(database_url, *models):
    async def ask():
        async with open_database(database_url):
            return [await model.all().count() for model in models]

    return asyncio.run(ask())


def test_the_file_that_the_help_shows_fills_the_catalogue(fill, database_url, capsys):
    assert fill(EXAMPLE) == 0

    said = capsys.readouterr().out
    assert "Added: disdukcapil\nAdded: disdukcapil/ktp-el-baru\n" in said
    assert count(database_url, Agency, Unit, Service, LogEntry) == [1, 1, 1, 3]


def test_the_same_file_may_grow_and_be_read_again(fill, database_url, capsys):
    fill(EXAMPLE)
    [agency] = EXAMPLE["agencies"]
    [service] = agency["services"]
    longer = {**agency, "services": [service, {**service, "slug": "kartu-keluarga"}]}
    capsys.readouterr()

    assert fill({"agencies": [longer]}) == 0

    said = capsys.readouterr().out
    assert said == "Added: disdukcapil/kartu-keluarga\nThe catalogue is up to date.\n"
    assert count(database_url, Agency, Unit, Service) == [1, 1, 2]


def test_one_mistake_and_nothing_is_added(fill, database_url, capsys):
    [agency] = EXAMPLE["agencies"]
    wrong = {**agency, "slug": "kantor-imigrasi", "time_zone": "Asia/Atlantis", "services": []}

    assert fill({"agencies": [agency, wrong]}) == 1

    assert "Nothing was added. Write a time zone such as Asia/Makassar." in capsys.readouterr().out
    assert count(database_url, Agency, Service, LogEntry) == [0, 0, 0]


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ("{", "the file: Invalid JSON"),
        ({"agencies": [{"slug": "disdukcapil"}]}, "agencies.0.name: Field required"),
        ({"agencies": [], "angencies": []}, "angencies: Extra inputs are not permitted"),
        ({"agencies": [{**EXAMPLE["agencies"][0], "slug": "x" * 500}]}, "Use 1 to 80 small"),
    ],
)
def test_a_file_that_cannot_be_meant_says_where(fill, database_url, capsys, document, sentence):
    assert fill(document) == 1

    assert sentence in capsys.readouterr().out
    assert count(database_url, Agency) == [0]

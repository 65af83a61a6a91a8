"""What the operator does about people, from a terminal."""

import argparse
import asyncio

import pytest

from forum.accounts.models import Person, RoleGrant
from forum.catalogue.models import Agency
from forum.cli import appoint, second_factor
from forum.database.config import open_database
from forum.notices.models import Mail


@pytest.fixture
def forum(database_url, settings):
    """Run one command on a database with one agency, and return its exit code."""

    async def found() -> None:
        async with open_database(database_url):
            await Agency.create(
                slug="disdukcapil", name={}, government={}, profile="id", time_zone="Asia/Makassar"
            )

    asyncio.run(found())

    def run(command, *words):
        parser = argparse.ArgumentParser()
        command.configure(parser)
        return command.run(parser.parse_args(words), settings)

    return run


def look(database_url, query):
    async def answer():
        async with open_database(database_url):
            return await query()

    return asyncio.run(answer())


def test_an_agency_gets_its_first_owner(forum, database_url, capsys):
    assert forum(appoint, "Omar@example.id", "owner", "disdukcapil") == 0

    assert capsys.readouterr().out.endswith("Omar@example.id is owner of disdukcapil.\n")
    [row] = look(database_url, lambda: RoleGrant.all().select_related("person"))
    assert (row.person.email, row.role.value) == ("omar@example.id", "owner")
    [letter] = look(database_url, Mail.all)
    assert letter.address == "omar@example.id"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("omar@example.id", "owner", "nowhere"), "There is no agency of that name."),
        (("omar", "owner", "disdukcapil"), "Write an address such as sari@example.id."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(forum, database_url, capsys, words, sentence):
    assert forum(appoint, *words) == 1
    assert capsys.readouterr().out.endswith(f"{sentence}\n")
    assert look(database_url, Person.all) == []


def test_a_role_that_does_not_exist_is_refused_with_those_that_do(forum, capsys):
    with pytest.raises(SystemExit):
        forum(appoint, "omar@example.id", "king", "disdukcapil")
    assert "reviewer" in capsys.readouterr().err


def test_the_second_factor_of_somebody_who_lost_the_telephone(forum, database_url, capsys):
    forum(appoint, "omar@example.id", "owner", "disdukcapil")
    capsys.readouterr()
    assert forum(second_factor, "omar@example.id") == 0
    assert "omar@example.id has no second factor any more" in capsys.readouterr().out
    assert forum(second_factor, "nobody@example.id") == 1
    assert capsys.readouterr().out.endswith("Nobody has an account with this address.\n")

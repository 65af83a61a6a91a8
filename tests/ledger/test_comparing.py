"""The comparison sees every kind of damage; a blind one would praise any server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from forum.accounts.actions import recognise
from forum.audit.models import Opening
from forum.database.config import open_database
from forum.moderation.models import Flag
from forum.participation.actions import Handed, post_comment
from forum.participation.models import Contribution
from forum.participation.rules import Showing
from tests.ledger.book import Book, Notes, read
from tests.ledger.comparing import Findings, compare
from tests.ledger.world import build

Damage = Callable[[], Awaitable[object]]

KEYS = ("kunci-satu-satu", "kunci-dua-dua-dua", "kunci-tiga-tiga")


@pytest.fixture
async def notes(database_url, tmp_path) -> Notes:
    """Three comments that were written, acknowledged and kept; the last one waits unseen."""
    world = await build(database_url, citizens=1)
    async with open_database(database_url):
        sari = await recognise(world.tokens[0])
        with Book(tmp_path / "sari.book") as book:
            for key in KEYS:
                text = f"{key} 3201 0101 0101 0001" if key == KEYS[2] else key
                book.intends(key, text)
                made = await post_comment(sari, world.slug, None, Handed(text=text, once=key))
                book.was_told(key, made.ref)
    return read(tmp_path)


async def after(notes: Notes, url: str, *damages: Damage) -> Findings:
    """Damage the database, and compare."""
    async with open_database(url):
        for damage in damages:
            await damage()
    return await compare(notes, url)


def change(key: str, **to: object) -> Damage:
    """Change the row of one comment behind everybody's back."""
    return lambda: Contribution.filter(once=key).update(**to)


async def test_where_all_is_well_nothing_is_found(notes, database_url):
    assert (await after(notes, database_url)).none


async def test_what_was_acknowledged_and_is_gone_is_lost(notes, database_url):
    found = await after(
        notes,
        database_url,
        lambda: Flag.all().delete(),
        lambda: Contribution.filter(once=KEYS[2]).delete(),
    )

    assert found.lost == [KEYS[2]]
    assert len(found.stray) == 2


async def test_what_nobody_sent_is_a_ghost(notes, database_url):
    del notes.intents[KEYS[0]]

    assert (await after(notes, database_url)).ghosts == [KEYS[0]]


async def test_the_same_words_twice_are_a_double(notes, database_url):
    found = await after(notes, database_url, change(KEYS[1], text=KEYS[0]))

    assert found.doubles == [KEYS[0]]
    assert found.other == [KEYS[1]]


async def test_another_reference_than_its_author_knows_is_found(notes, database_url):
    found = await after(notes, database_url, change(KEYS[0], ref="2222222222"))

    assert found.other == [KEYS[0]]


async def test_a_comment_shown_that_the_record_calls_held_is_found(notes, database_url):
    found = await after(notes, database_url, change(KEYS[2], showing=Showing.SHOWN))

    assert found.unrecorded == [KEYS[2]]


@pytest.mark.parametrize(
    "damage",
    [
        lambda: Opening.filter(value=KEYS[0]).update(value="kata lain"),
        lambda: Opening.filter(value=KEYS[0]).delete(),
        change(KEYS[0], text="kata lain"),
    ],
)
async def test_words_that_the_record_does_not_vouch_for_are_found(notes, database_url, damage):
    assert (await after(notes, database_url, damage)).unrecorded == [KEYS[0]]


async def test_a_receipt_of_something_else_is_found(notes, database_url):
    found = await after(notes, database_url, change(KEYS[0], receipt="AAAAA"))

    assert found.unreceipted == [KEYS[0]]

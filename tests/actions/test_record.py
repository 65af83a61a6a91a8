"""Nobody changes or removes an entry of the record, not even by hand in the database."""

from __future__ import annotations

import pytest
from tortoise.connection import get_connection

from forum.audit.actions import record
from forum.audit.models import LogEntry
from forum.core.db import transaction
from tests.databases import both_databases


async def written() -> LogEntry:
    async with transaction():
        return await record("agency.added", by="operator", c={"reason": "Kantor baru."})


async def by_hand(statement: str) -> None:
    await get_connection("default").execute_query(statement)


@both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET entry = '{}'",
        "UPDATE log_entry SET leaf = 'ab'",
        "UPDATE log_entry SET type = 'comment.hidden'",
        "UPDATE log_entry SET subject = 'somebody'",
        "UPDATE log_entry SET not_before = 1",
        "DELETE FROM log_entry",
    ],
)
async def test_not_even_by_hand_is_an_entry_changed(db, statement):
    before = await written()

    # Each database has an error of its own for a trigger that refuses.
    with pytest.raises(Exception, match="the record is final"):
        await by_hand(statement)

    after = await LogEntry.get()
    assert (after.entry, after.leaf, after.type) == (before.entry, before.leaf, before.type)


@both_databases
async def test_an_entry_gets_its_place_in_the_tree_once(db):
    await written()
    await by_hand("UPDATE log_entry SET idx = 7")

    with pytest.raises(Exception, match="the record is final"):
        await by_hand("UPDATE log_entry SET idx = 8")

    assert (await LogEntry.get()).idx == 7


@both_databases
async def test_what_opens_a_commitment_can_be_erased_and_the_entry_stays(db):
    entry = await written()
    await by_hand("DELETE FROM log_opening")

    assert (await LogEntry.get()).entry == entry.entry

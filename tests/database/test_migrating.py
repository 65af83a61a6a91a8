from __future__ import annotations

import asyncio
import sqlite3
import sys

import pytest
from tortoise.exceptions import IntegrityError

from forum.database.config import open_database
from forum.database.migrate import CannotMigrate, migrate, pending
from tests.database.shape import count, indexes, run
from tests.databases import both_databases

LIBRARY = "tests.database.library"
FIRST, SECOND, THIRD, WRONG = (
    "0001_shelves_and_books",
    "0002_wider_columns",
    "0003_other_rules",
    "0004_goes_wrong",
)
SHELF = "INSERT INTO shelf (id, code, city, floor, height, is_open) VALUES "
BOOK = "INSERT INTO book (id, shelf_id, title) VALUES "
CARD = "INSERT INTO card (id, book_id, note) VALUES "


async def fill(url: str) -> None:
    async with open_database(url):
        await run(
            f"{SHELF} (1, 'A', 'Bandung', 1, 2, true), (2, 'B', 'Bandung', 2, 2, false)",
            f"{BOOK} (1, 1, 'Bumi'), (2, 1, 'Laskar'), (3, 2, 'Bumi')",
            f"{CARD} (1, 1, 'first'), (2, 2, 'second')",
        )


async def refuses(statement: str) -> None:
    with pytest.raises(IntegrityError):
        await run(statement)


@both_databases
async def test_a_new_table_has_all_its_constraints(blank_url):
    await migrate(blank_url, migrations=LIBRARY, upto=FIRST)
    await fill(blank_url)

    async with open_database(blank_url):
        await refuses(f"{SHELF} (9, 'X', 'Solo', 1, 0, false)")  # no height
        await refuses(f"{SHELF} (9, 'X', 'Bandung', 9, 1, true)")  # a second open one
        await refuses(f"{SHELF} (9, 'X', 'Bandung', 1, 1, false)")  # the same floor
        await refuses(f"{SHELF} (9, 'A', 'Solo', 1, 1, false)")  # the same code
        await refuses(f"{BOOK} (9, 77, 'Lost')")  # no such shelf
        await refuses(f"{CARD} (9, 1, 'again')")  # a second card for a book
        await refuses("DELETE FROM book")  # a trigger with semicolons
        await run(f"{SHELF} (9, 'X', 'Bandung', 9, 1, false)")


@both_databases
async def test_a_changed_column_loses_no_row_no_index_and_no_rule(blank_url):
    await migrate(blank_url, migrations=LIBRARY, upto=FIRST)
    await fill(blank_url)
    async with open_database(blank_url):
        before = await indexes()

    assert await migrate(blank_url, migrations=LIBRARY, upto=SECOND) == [SECOND]

    async with open_database(blank_url):
        assert [await count(table) for table in ("shelf", "book", "card")] == [2, 3, 2]
        assert await indexes() == before
        await run(f"{SHELF} (3, '{'Z' * 40}', 'Solo', 1, 1, true)")  # it did become wider
        await run(f"{CARD} (3, 3, NULL)")
        await refuses(f"{SHELF} (9, 'X', 'Medan', 1, 0, false)")
        await refuses(f"{SHELF} (9, 'X', 'Solo', 9, 1, true)")
        await refuses(f"{CARD} (9, 1, 'again')")
        await refuses("DELETE FROM book")


@both_databases
async def test_what_a_migration_removes_is_gone_and_the_rest_stays(blank_url):
    await migrate(blank_url, migrations=LIBRARY, upto=SECOND)
    await fill(blank_url)

    await migrate(blank_url, migrations=LIBRARY, upto=THIRD)

    async with open_database(blank_url):
        assert [await count(table) for table in ("shelf", "book", "card")] == [2, 3, 2]
        await run(f"{SHELF} (9, 'X', 'Bandung', 1, 0, true)")  # three rules fewer
        await refuses(f"{SHELF} (10, 'Y', 'Solo', 100, 1, false)")  # and one more
        await refuses(f"{SHELF} (10, 'A', 'Solo', 1, 1, false)")
        assert await indexes() == [
            ("book", "lent_from_id", False, False),
            ("book", "shelf_id", False, False),
            ("book", "shelf_id,title", True, False),
            ("book", "shelf_id,year", False, False),
            ("book", "year", False, False),
            ("card", "book_id", True, False),
            ("shelf", "code", True, False),
        ]


@both_databases
async def test_a_migration_that_goes_wrong_leaves_nothing_behind(blank_url):
    await migrate(blank_url, migrations=LIBRARY, upto=THIRD)

    with pytest.raises(ZeroDivisionError):
        await migrate(blank_url, migrations=LIBRARY)

    assert await pending(blank_url, migrations=LIBRARY) == [WRONG]
    async with open_database(blank_url):
        await run("ALTER TABLE shelf ADD COLUMN light boolean")  # so it is not there


@both_databases
async def test_a_migration_is_made_once(blank_url):
    assert await pending(blank_url, migrations=LIBRARY) == [FIRST, SECOND, THIRD, WRONG]
    assert await migrate(blank_url, migrations=LIBRARY, upto=SECOND) == [FIRST, SECOND]
    assert await migrate(blank_url, migrations=LIBRARY, upto=SECOND) == []


@pytest.mark.slow
@both_databases
async def test_two_processes_may_migrate_at_once(blank_url):
    program = (
        "import asyncio, sys; from forum.database.migrate import migrate;"
        "print(*asyncio.run(migrate(sys.argv[1], migrations=sys.argv[2], upto=sys.argv[3])))"
    )
    both = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program, blank_url, LIBRARY, THIRD),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [await process.communicate() for process in both]

    assert [errors for _, errors in said] == [b"", b""]
    assert sorted(b" ".join(names for names, _ in said).decode().split()) == [FIRST, SECOND, THIRD]


async def test_a_sqlite_file_is_copied_before_it_is_changed(tmp_path):
    file = tmp_path / "library.sqlite3"
    await migrate(f"sqlite://{file}", migrations=LIBRARY, upto=FIRST)
    await fill(f"sqlite://{file}")

    await migrate(f"sqlite://{file}", migrations=LIBRARY, upto=THIRD)

    [copy] = tmp_path.glob("*.before-*")
    assert copy.name == f"library.sqlite3.before-{SECOND}"
    with sqlite3.connect(copy) as old:
        assert old.execute("SELECT count(*) FROM book").fetchone() == (3,)
        assert (
            "colour"
            in old.execute("SELECT sql FROM sqlite_master WHERE name='shelf'").fetchone()[0]
        )
    old.close()


async def test_a_new_sqlite_file_is_not_copied(tmp_path):
    await migrate(f"sqlite://{tmp_path / 'library.sqlite3'}", migrations=LIBRARY, upto=SECOND)

    assert not list(tmp_path.glob("*.before-*"))


@both_databases
async def test_a_database_of_a_newer_forum_is_left_alone(blank_url):
    await migrate(blank_url, migrations=LIBRARY, upto=FIRST)
    async with open_database(blank_url):
        await run(
            "INSERT INTO tortoise_migrations (app, name, applied_at)"
            " VALUES ('forum', '0099_from_tomorrow', '2030-01-01 00:00:00')"
        )

    with pytest.raises(CannotMigrate, match="newer forum: 0099_from_tomorrow"):
        await migrate(blank_url, migrations=LIBRARY, upto=SECOND)

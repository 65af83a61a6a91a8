"""The forum's own migrations, from the first to the newest."""

from __future__ import annotations

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from forum.core.paths import data_dir
from forum.database.config import open_database, tortoise_config
from forum.database.migrate import migrate, pending
from tests.database.shape import count, indexes, run
from tests.databases import both_databases

FIRST, *LATER = sorted(file.stem for file in data_dir("migrations").glob("[0-9]*.py"))

AGENCY = (
    "INSERT INTO agency (id, slug, name, government, profile, time_zone, contact)"
    " VALUES (1, 'dukcapil', '{\"id\": \"Dukcapil\"}', '{}', 'id', 'Asia/Jakarta', '')"
)
UNIT = 'INSERT INTO agency_unit (id, agency_id, name) VALUES (1, 1, \'{"id": "Loket"}\')'
JOB = (
    "INSERT INTO job (id, kind, payload, dedupe, due_at, locked_until, attempts, last_error)"
    " VALUES (1, 'ring', '{}', 'once', '2026-11-24 05:00:00+00:00', '2026-11-24 05:00:00+00:00',"
    " 0, '')"
)


async def test_every_change_of_a_model_has_its_migration(tmp_path):
    config = tortoise_config(f"sqlite://{tmp_path / 'unused.sqlite3'}")
    async with TortoiseContext() as context:
        await context.init(config=config)
        assert context.apps
        missing = await MigrationAutodetector(context.apps, config["apps"]).changes()

    assert [writer.as_string() for writer in missing] == []


@both_databases
async def test_an_old_database_with_rows_in_it_comes_up_to_date(blank_url, database_url):
    await migrate(blank_url, upto=FIRST)
    async with open_database(blank_url):
        await run(AGENCY, UNIT, JOB)

    assert await migrate(blank_url) == LATER

    assert await pending(blank_url) == []
    async with open_database(blank_url):
        assert [await count(table) for table in ("agency", "agency_unit", "job")] == [1, 1, 1]
        upgraded = await indexes()
    async with open_database(database_url):
        assert upgraded == await indexes()

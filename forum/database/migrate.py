"""Bringing a database to the form this version of the forum needs.

Each migration and the note that it was made share one transaction, so a machine that stops in
between leaves either both or neither; and only one process at a time may be at it.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.migration import Migration
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps
from tortoise.transactions import in_transaction

from forum.core.paths import data_module
from forum.database.config import APP, tortoise_config
from forum.database.copies import copy
from forum.database.editors import PostgresEditor, SqliteEditor

ADVISORY_LOCK = 72341  # any number, as long as every process of the forum uses the same


class CannotMigrate(RuntimeError):
    """The database is not one that this forum can bring up to date; nothing was changed."""


async def migrate(url: str, *, migrations: str = "", upto: str = "") -> list[str]:
    """Apply what is missing, `upto` one migration or all of them, and return their names.

    A SQLite file that holds anything is copied first, to `<file>.before-<migration>`. There is no
    way back but that copy, or the backup of the PostgreSQL server.
    """
    async with _opened(url) as file:
        async with _alone() as inside:
            await MigrationRecorder(inside).ensure_schema(_editor(inside))
        road = await _road(migrations or data_module("migrations"))
        if all(step.name in road.applied for step in road.upto(upto)):
            return []
        state = State(models={}, apps=StateApps(default_connections={APP: "default"}))
        made: list[str] = []
        for migration in road.upto(upto):
            if migration.name in road.applied:
                await migration.apply(state, dry_run=True)
                continue
            copy_of = file if road.applied and not made else None
            if await _make(migration, state, copy_of):
                made.append(migration.name)
        return made


async def pending(url: str, *, migrations: str = "") -> list[str]:
    """Return the names of the migrations this database still lacks."""
    async with _opened(url):
        road = await _road(migrations or data_module("migrations"))
        return [step.name for step in road.upto("") if step.name not in road.applied]


class _Road:
    """All migrations in their order, and how far this database has come."""

    def __init__(self, loader: MigrationLoader, applied: set[str]) -> None:
        self.graph = loader.graph
        self.applied = applied
        if strange := applied - {key.name for key in self.graph.nodes}:
            raise CannotMigrate(f"Made by a newer forum: {', '.join(sorted(strange))}")

    def upto(self, name: str) -> list[Migration]:
        ends = [MigrationKey(APP, name)] if name else self.graph.leaf_nodes(APP)
        if len(ends) > 1:
            raise CannotMigrate(f"Two last migrations: {', '.join(end.name for end in ends)}")
        keys = self.graph.forwards_plan(ends[0]) if ends else []
        return [step for key in keys if (step := self.graph.nodes[key])]


async def _road(module: str) -> _Road:
    recorder = MigrationRecorder(get_connection("default"))
    loader = MigrationLoader({APP: {"migrations": module}}, recorder)
    await loader.build_graph()
    return _Road(loader, {key.name for key in loader.applied_migrations})


async def _make(migration: Migration, state: State, copy_of: Path | None) -> bool:
    async with _alone() as inside:
        recorder = MigrationRecorder(inside)
        if MigrationKey(APP, migration.name) in await recorder.applied_migrations():
            await migration.apply(state, dry_run=True)  # another process was faster
            return False
        if copy_of:
            before = copy_of.with_name(f"{copy_of.name}.before-{migration.name}")
            await anyio.to_thread.run_sync(copy, copy_of, before)
        await migration.apply(state, schema_editor=_editor(inside))
        if inside.capabilities.dialect == "sqlite":
            lost = await inside.execute_query_dict("PRAGMA foreign_key_check")
            if lost:
                raise CannotMigrate(f"{migration.name} would leave loose ends: {lost[:5]}")
        await recorder.record_applied(APP, migration.name)
        return True


@asynccontextmanager
async def _alone() -> AsyncGenerator[BaseDBAsyncClient]:
    """Open a transaction that no other process can be in: SQLite allows only one writer anyway."""
    async with in_transaction() as inside:
        if inside.capabilities.dialect != "sqlite":
            await inside.execute_query(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        yield inside


@asynccontextmanager
async def _opened(url: str) -> AsyncGenerator[Path | None]:
    """Open the database for migrating, and give its file if it is one."""
    config = tortoise_config(url)
    credentials = config["connections"]["default"]["credentials"]
    file = credentials.get("file_path")
    if file:
        credentials |= {"foreign_keys": "OFF", "busy_timeout": 60_000}
    async with TortoiseContext() as context:
        await context.init(config=config)
        yield Path(file) if file and file != ":memory:" else None


def _editor(client: BaseDBAsyncClient) -> BaseSchemaEditor:
    kind = SqliteEditor if client.capabilities.dialect == "sqlite" else PostgresEditor
    return kind(client)

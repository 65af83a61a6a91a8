"""The databases that tests run on: a fresh SQLite file for each, or an emptied PostgreSQL one."""

from __future__ import annotations

import asyncio
import os
from urllib.parse import urlsplit

import asyncpg
import pytest

SERVER = os.environ.get("FORUM_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
CI = os.environ.get("CI") == "true"

both_databases = pytest.mark.parametrize("database_kind", ["sqlite", "postgres"])
"""Put this on a test, or into a module's `pytestmark`, that must hold on both databases."""


EMPTY = """
SET session_replication_role = replica;
DO $$ DECLARE name text; filled boolean; BEGIN
  FOR name IN SELECT tablename FROM pg_tables
      WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations' LOOP
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', name) INTO filled;
    IF filled THEN EXECUTE format('DELETE FROM %I', name); END IF;
  END LOOP;
  PERFORM setval(format('%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""Without triggers and references, which would forbid it; TRUNCATE makes hundreds of files anew."""


class Postgres:
    """One server; each worker of the tests makes databases of its own in it."""

    def __init__(self) -> None:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.prefix = f"forum_test_{worker}_{os.getpid()}"

    def url(self, name: str) -> str:
        return f"{SERVER}/{name}"

    def create(self, suffix: str = "", *, like: str = "") -> str:
        """Make a database, empty or `like` another, and return its name."""
        name = self.prefix + suffix
        copied = f' TEMPLATE "{like}"' if like else ""
        self._run(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"{copied}'
        )
        return name

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def empty(self, name: str) -> None:
        """Remove every row but the notes about migrations."""
        self._run(EMPTY, database=name)

    def answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except (OSError, asyncpg.PostgresError):
            return False
        return True

    def _run(self, *statements: str, database: str = "postgres") -> None:
        async def run() -> None:
            connection = await asyncpg.connect(self.url(database), timeout=10)
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        asyncio.run(run())


def postgres_or_skip() -> Postgres:
    """Return the server; without one skip the test, but never in CI."""
    server = Postgres()
    if not server.answers():
        address = urlsplit(SERVER)
        sentence = f"There is no PostgreSQL at {address.hostname}:{address.port}."
        if CI:
            pytest.fail(sentence)
        pytest.skip(f"{sentence} FORUM_TEST_POSTGRES may name another.")
    return server

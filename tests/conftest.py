from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from forum.database.config import open_database
from forum.database.migrate import migrate
from tests.databases import Postgres, postgres_or_skip


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def database_kind() -> str:
    """Which database the test runs on; `@both_databases` asks for one after the other."""
    return "sqlite"


@pytest.fixture
def database_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> str:
    """The address of a migrated database of the test's own, not opened yet."""
    if database_kind == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    template: Path = request.getfixturevalue("sqlite_template")
    file = shutil.copy(template, tmp_path / "forum.sqlite3")
    return f"sqlite://{file}?synchronous=OFF"


@pytest.fixture
async def db(database_kind: str, database_url: str) -> AsyncIterator[None]:
    """The open database, empty. A test that starts the whole app takes `database_url` instead."""
    async with open_database(database_url):
        yield


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    asyncio.run(migrate(f"sqlite://{file}"))
    return file


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_postgres: str) -> str:
    postgres.empty(migrated_postgres)
    return postgres.url(migrated_postgres)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    asyncio.run(migrate(postgres.url(name)))
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    return postgres_or_skip()

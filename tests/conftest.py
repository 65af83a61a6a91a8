from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from forum.access.policy import Actor, Role
from forum.accounts.hashing import set_cost
from forum.accounts.models import SignIn
from forum.catalogue.models import Agency
from forum.core import clock
from forum.core.ids import digest, new_secret
from forum.core.settings import Settings
from forum.database.config import open_database
from forum.database.migrate import migrate
from forum.web.identity import cookie_name
from tests.databases import Postgres, postgres_or_skip
from tests.people import OFFICIAL, person
from tests.sharing import made_once
from tests.signing_in import asked
from tests.visitor import visitor

pytest_plugins = ["tests.packing", "tests.watching"]

SignedIn = Callable[[Actor], AbstractAsyncContextManager[httpx2.AsyncClient]]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("browser", "slow"))))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def _at_the_door() -> None:
    """Passwords cost next to nothing, and no letter is left from the test before."""
    set_cost(memory_kib=8, passes=1)
    asked.clear()


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
    return f"sqlite://{file}"


@pytest.fixture
async def db(database_kind: str, database_url: str) -> AsyncIterator[None]:
    """The open database, empty. A test that starts the whole app takes `database_url` instead."""
    faster = "?synchronous=OFF" if database_kind == "sqlite" else ""
    async with open_database(f"{database_url}{faster}"):
        yield


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run see."""
    own = tmp_path_factory.getbasetemp()
    return (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"


@pytest.fixture(scope="session")
def sqlite_template(shared: Path) -> Iterator[Path]:
    """A migrated file to copy."""
    file = shared / "sqlite" / "template.sqlite3"

    def make() -> str:
        asyncio.run(migrate(f"sqlite://{file}"))
        return file.name

    with made_once(file.parent, make, lambda _name: file.unlink()):
        yield file


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_postgres: str) -> str:
    postgres.empty(migrated_postgres)
    return postgres.url(migrated_postgres)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres, shared: Path) -> Iterator[str]:
    """This worker's own, copied from one that is migrated once a run."""

    def make() -> str:
        name = postgres.create("_template")
        asyncio.run(migrate(postgres.url(name)))
        return name

    with made_once(shared / "postgres", make, postgres.drop) as template:
        name = postgres.create(like=template)
    yield name
    postgres.drop(name)


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    return postgres_or_skip()


@pytest.fixture
async def agency(db: None) -> Agency:
    """The office whose standards the tests are about."""
    return await Agency.create(
        slug="disdukcapil",
        name={"id": "Dinas Kependudukan dan Pencatatan Sipil", "en": "Civil Registration Office"},
        government={"id": "Pemerintah Kabupaten Contoh", "en": "Government of Regency of Contoh"},
        profile="id",
        time_zone="Asia/Makassar",
        contact="disdukcapil@contoh.go.id",
    )


@pytest.fixture
async def sari(db: None) -> Actor:
    return await person("Sari Wulandari")


@pytest.fixture
async def budi(db: None) -> Actor:
    return await person("Budi Hartono")


@pytest.fixture
async def maya(agency: Agency) -> Actor:
    return await person("Maya Lestari", agency, Role.MODERATOR)


@pytest.fixture
async def omar(agency: Agency) -> Actor:
    return await person("Omar Siregar", agency, *OFFICIAL)


@pytest.fixture
async def rina(agency: Agency) -> Actor:
    return await person("Rina Kusuma", agency, Role.REVIEWER)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation of the test's own."""
    return Settings(
        database_url=database_url,
        base_url="http://forum.test",
        mail_folder=str(tmp_path / "mail"),
        run_jobs=False,
        password_memory=8,
        password_passes=1,
    )


@pytest.fixture
def app(db: None, settings: Settings) -> Starlette:
    from forum.app import create_app  # noqa: PLC0415 - tests of one room need not load the house

    return create_app(settings, database_is_open=True)


@pytest.fixture
async def visit(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    """A visitor's browser without scripts, in English unless it asks otherwise."""
    async with visitor(app) as client:
        yield client


@pytest.fixture
def signed_in(app: Starlette) -> SignedIn:
    """`async with signed_in(sari) as her:` is Sari's browser; a staff member gave the code."""

    @asynccontextmanager
    async def browser(actor: Actor) -> AsyncIterator[httpx2.AsyncClient]:
        token = new_secret()
        now = clock.now()
        await SignIn.create(
            person_id=actor.person_id,
            token_digest=digest(token),
            started_at=now,
            seen_at=now,
            second_factor_at=now,
        )
        async with visitor(app) as client:
            client.cookies.set(cookie_name(secure=False), token)
            yield client

    return browser

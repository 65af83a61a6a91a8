from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.demonstration import Filled, served, sqlite_in
from tests.browser.loop import add_fresh_service
from tests.browser.sights import Found, begin_a_draft, look_around
from tests.databases import CI, Postgres
from tests.sharing import one_at_a_time

HERE = Path(__file__).parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """Debian's Chromium, or whichever is installed; nothing is downloaded."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sentence = "There is no Chromium; on Debian: sudo apt install chromium."
        if CI:
            pytest.fail(sentence)
        pytest.skip(sentence)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest.fixture(scope="session")
def filled_sqlite(shared: Path) -> Iterator[Filled]:
    with Filled(shared).held() as filled:
        yield filled


@pytest.fixture(scope="session")
def filled_postgres(shared: Path, postgres: Postgres) -> Iterator[Filled]:
    with Filled(shared, postgres).held() as filled:
        yield filled


@pytest.fixture
def forum(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a demonstration of the test's own, on day zero, with a service to begin on."""
    filled: Filled = request.getfixturevalue(f"filled_{database_kind}")
    folder = tmp_path / "demo"
    with filled.copied(folder) as database_url:
        asyncio.run(add_fresh_service(database_url))
        with served(folder, database_url) as address:
            yield address


@pytest.fixture
def forum_of_its_own(filled_sqlite: Filled, tmp_path: Path) -> Iterator[str]:
    """The address of a demonstration that a test may write in, on day zero, on SQLite."""
    folder = tmp_path / "demo"
    with filled_sqlite.copied(folder) as database_url, served(folder, database_url) as address:
        yield address


@pytest.fixture(scope="session")
def to_read(filled_sqlite: Filled, shared: Path) -> Path:
    """The demonstration that tests only read; one worker looks at what there is to see for all."""
    folder, found = shared / "to-read", shared / "sights.json"
    with one_at_a_time(shared):
        if not found.exists():
            with filled_sqlite.copied(folder) as database_url:
                asyncio.run(add_fresh_service(database_url))
                with served(folder, database_url) as url:
                    look_around(url, begin_a_draft(url)).save(found)
    return folder


@pytest.fixture(scope="session")
def forum_to_read(to_read: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of that demonstration."""
    folder = tmp_path_factory.mktemp("read") / "demo"
    shutil.copytree(to_read, folder)
    with served(folder, sqlite_in(folder)) as address:
        yield address


@pytest.fixture(scope="session")
def sights(to_read: Path) -> Found:
    return Found.load(to_read.with_name("sights.json"))

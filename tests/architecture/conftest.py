from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from forum.app import create_app
from forum.core import clock
from forum.core.settings import Settings
from forum.database.config import open_database
from tests.architecture.knocking import Copy
from tests.architecture.town import Town, build


@pytest.fixture(scope="session")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Town, Path]:
    file = tmp_path_factory.mktemp("town") / "town.sqlite3"
    shutil.copy(sqlite_template, file)

    async def fill() -> Town:
        async with open_database(f"sqlite://{file}?synchronous=OFF"):
            return await build()

    return asyncio.run(fill()), file


@pytest.fixture
async def copy(built: tuple[Town, Path], tmp_path: Path) -> AsyncIterator[Copy]:
    """The town as it was built, in a database of the test's own; one of its doors moves time."""
    town, original = built
    file = Path(shutil.copy(original, tmp_path / "town.sqlite3"))
    settings = Settings(
        base_url="http://forum.test",
        demo=True,
        run_jobs=False,
        mail_folder=str(tmp_path / "mail"),
        password_memory=8,
        password_passes=1,
    )
    async with open_database(f"sqlite://{file}?synchronous=OFF"):
        yield Copy(town, create_app(settings, database_is_open=True), file)
    clock.set_ahead(timedelta())

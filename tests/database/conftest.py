from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Postgres


@pytest.fixture
def blank_url(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if database_kind == "sqlite":
        yield f"sqlite://{tmp_path / 'blank.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create("_blank")
    yield server.url(name)
    server.drop(name)

"""Migrations stand in one row, numbered without a gap."""

from __future__ import annotations

from forum.core.paths import data_dir
from forum.database.migrate import pending

NAMES = sorted(file.stem for file in data_dir("migrations").glob("[0-9]*.py"))


def test_migrations_are_numbered_without_a_gap():
    assert [int(name[:4]) for name in NAMES] == list(range(1, len(NAMES) + 1))


async def test_there_is_one_road_and_one_end(tmp_path):
    assert await pending(f"sqlite://{tmp_path / 'new.sqlite3'}") == NAMES

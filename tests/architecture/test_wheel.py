"""The forum also runs where only its wheel is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import asyncio, sys
from forum.core.paths import data_dir
from forum.core.templating import environment
from forum.database.migrate import migrate
print(data_dir("static"), data_dir("templates"))
names = environment().list_templates()
for name in names:
    environment().get_template(name)
print(len(names))
print(*asyncio.run(migrate("sqlite://forum.sqlite3")))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel would bring to a machine that has nothing else of ours."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def files_of(folder: Path) -> set[str]:
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", ["templates", "static", "migrations"])
def test_the_wheel_brings_every_file(installed, name):
    assert files_of(installed / "forum" / "_data" / name) == files_of(ROOT / name)


@pytest.mark.slow
def test_the_wheel_brings_every_file_of_the_package(installed):
    brought = files_of(installed / "forum")

    assert {name for name in brought if not name.startswith("_data")} == files_of(ROOT / "forum")


@pytest.mark.slow
def test_from_the_wheel_templates_and_migrations_work(installed, tmp_path):
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=False,
        capture_output=True,
        text=True,
    )

    assert said.stderr == ""
    folders, templates, migrated = said.stdout.splitlines()
    data = installed / "forum" / "_data"
    assert folders == f"{data / 'static'} {data / 'templates'}"
    assert int(templates) == len(files_of(ROOT / "templates"))
    names = sorted(file.stem for file in (ROOT / "migrations").glob("[0-9]*.py"))
    assert migrated.split() == names

"""Packages with known holes never come back, and nothing is installed that was not locked."""

from __future__ import annotations

import re
from importlib.metadata import version

import pytest
from packaging.version import Version

from tests.architecture.places import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")

SAFE_SINCE = {
    "starlette": "1.5.1",  # CVE-2025-54121, CVE-2025-62727, CVE-2026-48710, CVE-2026-54283
    "python-multipart": "0.0.32",  # forms that keep the parser busy
    "jinja2": "3.1.6",  # CVE-2025-27516, out of the sandbox by a filter
    "h11": "0.16.0",  # CVE-2025-43859, lenient chunks
}
"""The oldest version of a package in which every hole that we know of is closed."""

PINNED = re.compile(r"^(?P<name>[a-z0-9-]+)(?:\[[a-z,]+])?==(?P<version>[^ ;\\]+)", re.MULTILINE)


@pytest.mark.parametrize(("name", "floor"), SAFE_SINCE.items())
def test_no_package_is_older_than_its_last_repair(name, floor):
    assert Version(version(name)) >= Version(floor)
    for lock in LOCKS:
        assert all(Version(one) >= Version(floor) for one in locked(lock)[name])


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_by_its_hash_and_comes_from_no_address(lock):
    text = (ROOT / lock).read_text("utf-8")
    blocks = [block for block in re.split(r"\n(?=\S)", text.strip()) if not block.startswith("#")]

    assert len(blocks) > 30
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text


def test_the_tools_run_with_the_packages_that_are_served():
    served, tools = (locked(lock) for lock in LOCKS)

    assert {name: tools.get(name) for name in served} == served


def locked(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in PINNED.finditer((ROOT / lock).read_text("utf-8")):
        found.setdefault(match["name"], set()).add(match["version"])
    return found

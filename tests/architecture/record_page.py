"""What docs/record.md says of the entries of the record."""

from __future__ import annotations

import re

from tests.architecture.places import ROOT

ROW = re.compile(
    r"^\| `(?P<type>[a-z]+\.[a-z_]+)` \| [^|]+ \| (?P<d>[^|]*)\| (?P<c>[^|]*)\|$", re.MULTILINE
)
NAME = re.compile(r"`([a-z0-9_]+)`")


def record_types() -> dict[str, tuple[set[str], set[str]]]:
    """Each type of the page, with the names that may stand in its `d` and its `c`."""
    page = (ROOT / "docs" / "record.md").read_text("utf-8").partition("## Types")[2]
    return {
        row["type"]: (set(NAME.findall(row["d"])), set(NAME.findall(row["c"])))
        for row in ROW.finditer(page)
    }

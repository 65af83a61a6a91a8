"""Tables that are opened in a spreadsheet, which must not take a cell for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"['=+@\t\r-]")


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV; what looks like a formula gets an apostrophe first."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return file.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text

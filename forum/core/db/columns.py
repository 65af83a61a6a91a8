"""Columns of values for PostgreSQL, each as one text.

The driver asks of every value in an array whether it is an array too, which for thousands of rows
takes longer than to write them. No text that is kept contains the separator: it is no character
that `core.text.clean` lets through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SEPARATOR = "\x1e"


def columns(rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the columns of these rows, each as the text that `array` takes apart again.

    Raises ValueError where a value contains the separator.
    """
    found = []
    for column in zip(*rows, strict=True):
        text = SEPARATOR.join(["", *map(str, column)])
        if text.count(SEPARATOR) != len(column):
            raise ValueError("a value contains the separator of columns")
        found.append(text)
    return found


def array(number: int, kind: str = "text") -> str:
    """Return the SQL for the array in the parameter of this number."""
    return f"(string_to_array(${number}, E'\\x1e'))[2:]::{kind}[]"

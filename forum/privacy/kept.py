"""The list of erasures, outside the database: a copy that is put back brings back what was erased.

One line of JSON each: what was erased, of which thing, when. It names nobody and holds no words; an
id means something only to the database it comes from. Lines are added and never changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from forum.core import clock
from forum.privacy.rules import Kind

_places: list[Path] = []


class DamagedList(ValueError):
    """The list cannot be read; the message says where."""


@dataclass(frozen=True)
class Erased:
    """One erasure: of a contribution's words, or of a person's name, by the id in the record."""

    kind: Kind
    id: str

    def line(self) -> str:
        """Return it as the list has it."""
        at = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        told = {"v": 1, "at": at, "kind": self.kind.value, "id": self.id}
        return json.dumps(told, separators=(",", ":")) + "\n"


def keep_in(file: Path | None) -> None:
    """Say where the list of this process is kept; without a place none is kept."""
    _places[:] = [file] if file else []


def keep(erased: Erased) -> None:
    """Add a line, on disk before this returns. It comes before the commit, never after it.

    If the commit fails, the line stays: what somebody asked to have erased, and will ask again.
    """
    for file in _places:
        file.parent.mkdir(parents=True, exist_ok=True)
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(made, erased.line().encode())
            os.fsync(made)
        finally:
            os.close(made)


def read_list(lines: Iterable[str]) -> list[Erased]:
    """Return every erasure of a list, each once; a last line that was cut off is passed over."""
    found = dict[Erased, None]()
    whole = list(lines)
    for number, line in enumerate(whole, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            found[Erased(Kind(told["kind"]), str(told["id"]))] = None
        except (ValueError, KeyError, TypeError):
            if number == len(whole) and not line.endswith("\n"):
                continue
            raise DamagedList(f"Line {number} of the list of erasures cannot be read.") from None
    return list(found)

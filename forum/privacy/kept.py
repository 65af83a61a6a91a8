"""The list of erasures, outside the database: a copy that is put back brings back what was erased.

One line of JSON each: what was erased, of which thing, when. It names nobody and holds no words; an
id means something only to the database it comes from. Lines are added and never changed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import structlog

from forum.core import clock
from forum.core.errors import CannotStore
from forum.privacy.rules import Kind

log = structlog.get_logger(__name__)

_places: list[Path] = []


@dataclass(frozen=True)
class Erased:
    """One erasure: of a contribution's words, of a person's name, or of all that a person has here.

    The id is that in the record.
    """

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
    Raises `CannotStore` where the line cannot be written whole.
    """
    for file in _places:
        try:
            _add(file, erased.line().encode())
        except OSError as error:  # a full disk: what cannot be listed is not erased
            log.exception("erasure_not_listed")
            raise CannotStore from error


def read_list(lines: Iterable[str], tell: Callable[[str], object] = log.warning) -> list[Erased]:
    """Return every erasure of a list, each once; `tell` hears of lines that cannot be read.

    Such a line was cut off, and its erasure refused. One that a whole line was glued to counts.
    """
    found = dict[Erased, None]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        one = _read(line)
        if one is None:
            tell(f"Line {number} of the list of erasures cannot be read; the others can.")
            one = _read(line[line.rfind("{") :])
        if one is not None:
            found[one] = None
    return list(found)


def _add(file: Path, line: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(made).st_size
        if size and os.pread(made, 1, size - 1) != b"\n":
            line = b"\n" + line  # the last one was cut off
        while line:
            line = line[os.write(made, line) :]
        os.fsync(made)
    finally:
        os.close(made)


def _read(line: str) -> Erased | None:
    try:
        told = json.loads(line)
        return Erased(Kind(told["kind"]), str(told["id"]))
    except (ValueError, KeyError, TypeError):
        return None

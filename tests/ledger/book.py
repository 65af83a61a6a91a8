"""The ledger itself: what each client tried, what it was told, and what it never learned."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


class Book:
    """One client's own file. Each line is written before the client does anything else."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", buffering=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def intends(self, once: str, text: str) -> None:
        """Note what is about to be sent, before it is."""
        self._note("intent", once, text)

    def was_told(self, once: str, ref: str) -> None:
        """Note that the forum said: it is kept, under this reference."""
        self._note("acknowledged", once, ref)

    def never_learned(self, once: str, why: str) -> None:
        """Note that there was no answer: it may be kept or not."""
        self._note("unknown", once, why)

    def was_refused(self, once: str, why: str) -> None:
        """Note an answer that this client should never get."""
        self._note("refused", once, why)

    def _note(self, what: str, once: str, more: str) -> None:
        self._file.write(json.dumps([what, once, more]) + "\n")


@dataclass
class Notes:
    """All the books together."""

    intents: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


def read(folder: Path) -> Notes:
    """Read every book in a folder."""
    notes = Notes()
    for path in sorted(folder.glob("*.book")):
        for line in path.read_text().splitlines():
            what, once, more = json.loads(line)
            match what:
                case "intent":
                    notes.intents[once] = more
                case "acknowledged":
                    notes.acknowledged[once] = more
                case "unknown":
                    notes.unknown[more] += 1
                case "refused":
                    notes.refused.append(more)
    return notes

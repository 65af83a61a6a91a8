"""A receipt as a file: the entry, its place, the proof and the checkpoint (C2SP tlog-proof)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from forum.audit.rules.checkpoints import NUMBER, read_hash
from forum.audit.rules.entries import SALT_BYTES
from forum.audit.rules.notes import NotANote

HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63


@dataclass(frozen=True)
class Opened:
    """What a commitment opens to."""

    salt: bytes
    value: str


@dataclass(frozen=True)
class Proof:
    """An entry's exact bytes, where it stands, and the signed checkpoint of the tree it stands in.

    `openings` is empty in what anybody may see: then it proves that the entry stands there, not
    what it says.
    """

    entry: bytes
    index: int
    hashes: Sequence[bytes]
    checkpoint: str
    openings: Mapping[str, Opened] = field(default_factory=dict)

    def __str__(self) -> str:
        extra = base64.b64encode(self._extra()).decode()
        hashes = [base64.b64encode(one).decode() for one in self.hashes]
        lines = [HEAD, f"extra {extra}", f"index {self.index}", *hashes]
        return "\n".join(lines) + f"\n\n{self.checkpoint}"

    def _extra(self) -> bytes:
        said: dict[str, Any] = {"entry": self.entry.decode()}
        if self.openings:
            said["open"] = {
                kind: {"salt": base64.b64encode(one.salt).decode(), "value": one.value}
                for kind, one in self.openings.items()
            }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def read_proof(text: str) -> Proof:
    """Return what stands in a receipt's file; whether it is true is for others to see."""
    above, gap, checkpoint = text.partition("\n\n")
    lines = above.split("\n")
    extra, index = (_field(lines, place, name) for place, name in ((1, "extra"), (2, "index")))
    if lines[0] != HEAD or not gap or len(lines) > 3 + MOST_HASHES or not NUMBER.fullmatch(index):
        raise NotANote("This is no receipt of a log.")
    try:
        said = json.loads(base64.b64decode(extra, validate=True))
        openings = {
            kind: Opened(base64.b64decode(one["salt"], validate=True), one["value"])
            for kind, one in said.get("open", {}).items()
        }
        entry = said["entry"].encode()
    except (ValueError, binascii.Error, KeyError, TypeError, AttributeError):
        raise NotANote("What this receipt is about cannot be read.") from None
    if any(len(one.salt) != SALT_BYTES or type(one.value) is not str for one in openings.values()):
        raise NotANote("What opens this receipt's entry cannot be read.")
    hashes = [read_hash(line) for line in lines[3:]]
    return Proof(entry, int(index), hashes, checkpoint, openings)


def _field(lines: Sequence[str], place: int, name: str) -> str:
    line = lines[place] if place < len(lines) else ""
    return line.removeprefix(f"{name} ") if line.startswith(f"{name} ") else ""

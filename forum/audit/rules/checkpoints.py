"""What the log signs: how long it is, and what its tree comes to (C2SP tlog-checkpoint).

And what it promises with another key: that an entry will stand in it before a moment.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from forum.audit.rules.notes import NotANote

HASH_BYTES = 32
WITHIN = timedelta(seconds=60)
"""So soon after it was accepted an entry stands in the log."""
NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class Checkpoint:
    """A log of this name, with so many entries, has this root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Return what the text of a checkpoint says; lines of extensions are not read."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not lines[0] or not NUMBER.fullmatch(lines[1]):
        raise NotANote("This is no checkpoint: it needs a name, a size and a root.")
    return Checkpoint(lines[0], int(lines[1]), read_hash(lines[2]))


def read_hash(line: str) -> bytes:
    """Return a hash from its base64, written in the one way there is."""
    try:
        found = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != HASH_BYTES or base64.b64encode(found).decode() != line:
        raise NotANote(f"This is no hash: {line[:60]}")
    return found


def promise(name: str, leaf: bytes, accepted: datetime, deadline: datetime) -> str:
    """Return the text that promises an entry's place; unkept, it is proof of misconduct."""
    moments = [f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (accepted, deadline)]
    return "\n".join([name, base64.b64encode(leaf).decode(), *moments]) + "\n"


def policy(
    log_key: str,
    address: str,
    promise_key: str,
    witnesses: Sequence[tuple[str, str]] = (),
    quorum: int = 0,
) -> str:
    """Return by which keys a log is to be checked (C2SP tlog-policy).

    `witnesses` are keys and addresses, of which `quorum` must have signed too.
    """
    lines = [f"# Promises are signed by {promise_key}", f"log {log_key} {address}"]
    names = [f"w{number}" for number in range(1, len(witnesses) + 1)]
    for name, (key, where) in zip(names, witnesses, strict=True):
        lines.append(f"witness {name} {key} {where}")
    if names:
        lines.append(f"group witnesses {quorum} {' '.join(names)}")
    lines.append("quorum witnesses" if names else "quorum none")
    return "\n".join(lines) + "\n"

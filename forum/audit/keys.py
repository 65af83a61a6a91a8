"""The private keys of the log: two files in a folder that is kept apart from the database.

Each holds one line, in the form in which Go's tools keep theirs. One key signs checkpoints, the
other promises. Beside them lies the last checkpoint that was signed, so that a database that was
put back to an earlier day is noticed.
"""

from __future__ import annotations

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from forum.audit.rules.notes import Kind, NotANote, Signer

LOG_FILE, PROMISE_FILE, LAST_FILE = "log.key", "promise.key", "checkpoint"
NEXT = "next"
MARK = "PRIVATE+KEY+"


class NoKeys(Exception):
    """The keys are not where they should be; the message says what to do."""


@dataclass(frozen=True)
class Keys:
    """The two keys, and the folder they lie in."""

    log: Signer
    promise: Signer
    folder: Path

    @property
    def last_file(self) -> Path:
        """Where the last signed checkpoint is kept, away from the database."""
        return self.folder / LAST_FILE


def origin_of(base_url: str, number: int = 1) -> str:
    """Return the name of a log: where it is read, without the scheme."""
    parts = urlsplit(base_url)
    return f"{parts.netloc}{parts.path.rstrip('/')}/log/{number}"


def keep_last(keys: Keys, note: str) -> None:
    """Keep a signed checkpoint away from the database, on disk before this returns."""
    half = keys.last_file.with_suffix(f".{os.getpid()}")  # another worker may keep one just now
    with half.open("w") as written:
        written.write(note)
        written.flush()
        os.fsync(written.fileno())
    half.replace(keys.last_file)


def last_kept(keys: Keys) -> str:
    """Return the last checkpoint that was kept there; nothing if none was."""
    return keys.last_file.read_text() if keys.last_file.exists() else ""


def make_keys(folder: Path, origin: str) -> Keys:
    """Write two new keys into the folder, for its owner's eyes only. Existing ones stay."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, name in ((LOG_FILE, origin), (PROMISE_FILE, f"{origin}/promise")):
        signer = Signer(name, secrets.token_bytes(32))
        made = os.open(folder / file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w") as written:
            written.write(f"{_line(signer)}\n")
            written.flush()
            os.fsync(written.fileno())
    return read_keys(folder)


def keys_to_come(folder: Path, origin: str) -> Keys:
    """Return keys for the next log, in a folder of their own until it is open; made if need be."""
    beside = folder / NEXT
    if (beside / LOG_FILE).exists():
        made = read_keys(beside)
        if made.log.name == origin:
            return made
        for file in beside.iterdir():
            file.unlink()
    return make_keys(beside, origin)


def signs(folder: Path, origin: str) -> bool:
    """Tell whether keys of this log wait in the folder to be taken up."""
    beside = folder / NEXT
    return (beside / LOG_FILE).exists() and read_keys(beside).log.name == origin


def take_up(folder: Path) -> Keys:
    """Sign with the keys of the next log from now on; those of the former one are kept beside it.

    If this was cut short, doing it again comes to the same.
    """
    beside = folder / NEXT
    name = read_keys(beside).log.name if (beside / LOG_FILE).exists() else ""
    if name and (folder / LOG_FILE).exists():
        former = folder / f"log-{read_keys(folder).log.name.rpartition('/')[2]}"
        former.mkdir(mode=0o700, exist_ok=True)
        for file in (LAST_FILE, PROMISE_FILE, LOG_FILE):
            if (folder / file).exists():
                (folder / file).replace(former / file)
    for file in (LAST_FILE, PROMISE_FILE, LOG_FILE):
        if (beside / file).exists():
            (beside / file).replace(folder / file)
    return read_keys(folder)


def read_keys(folder: Path) -> Keys:
    """Return the keys in the folder, or raise NoKeys. The log keeps the name they were made for."""
    try:
        log, promise = (_read(folder / file) for file in (LOG_FILE, PROMISE_FILE))
    except OSError as error:
        raise NoKeys(f"{error.filename}: {error.strerror}. Make keys with `forum keys`.") from None
    except (ValueError, NotANote):
        raise NoKeys(f"A key in {folder} is damaged. Take it from your copy of the keys.") from None
    if promise.name != f"{log.name}/promise":
        raise NoKeys(f"The keys in {folder} belong to two logs: {log.name} and {promise.name}.")
    return Keys(log, promise, folder)


def _line(signer: Signer) -> str:
    key = base64.b64encode(bytes([Kind.LOG]) + signer.seed).decode()
    return f"{MARK}{signer.name}+{signer.verifier.id.hex()}+{key}"


def _read(file: Path) -> Signer:
    line = file.read_text().strip()
    name, hinted, key = line.removeprefix(MARK).split("+", 2)
    raw = base64.b64decode(key, validate=True)
    signer = Signer(name, raw[1:])
    if not line.startswith(MARK) or len(raw) != 33 or signer.verifier.id.hex() != hinted:
        raise NotANote("This is no private key.")
    return signer

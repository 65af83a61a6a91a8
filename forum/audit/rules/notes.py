"""Signed notes: a text, and below it lines with the signatures of known keys (C2SP signed-note).

A log signs with Ed25519 (kind 1). A witness signs the same text with the time at which it saw it
(kind 4, C2SP tlog-cosignature).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DASH = "— "
MOST_SIGNATURES = 100
KEY_BYTES, SIGNATURE_BYTES, TIME_BYTES = 32, 64, 8


class NotANote(ValueError):
    """A text that is not signed as it should be; the message says what is wrong."""


class Kind(IntEnum):
    """What a key signs."""

    LOG = 1
    WITNESS = 4


@dataclass(frozen=True)
class Verifier:
    """Somebody's public key under their name."""

    name: str
    key: bytes
    kind: Kind = Kind.LOG

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature line says whose it is."""
        named = f"{self.name}\n".encode() + bytes([self.kind]) + self.key
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        key = base64.b64encode(bytes([self.kind]) + self.key).decode()
        return f"{self.name}+{self.id.hex()}+{key}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Tell whether this is the signature of this key under the text."""
        if self.kind is Kind.WITNESS:
            text, signature = _seen(text, signature[:TIME_BYTES]), signature[TIME_BYTES:]
        if len(signature) != SIGNATURE_BYTES:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key of 32 bytes under its name."""

    name: str
    seed: bytes
    kind: Kind = Kind.LOG

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return Verifier(self.name, key, self.kind)

    def sign(self, text: str, *, seen_at: int = 0) -> str:
        """Return the line that stands under the text; a witness says when it saw it (Unix time)."""
        time = b""
        if self.kind is Kind.WITNESS:
            time = seen_at.to_bytes(TIME_BYTES, "big")
            text = _seen(text, time)
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        signed = base64.b64encode(self.verifier.id + time + signature).decode()
        return f"{DASH}{self.name} {signed}\n"


@dataclass(frozen=True)
class Signed:
    """What was read from a note: its text, and who signed it, as far as they are known."""

    text: str
    by: tuple[Verifier, ...]


def read_verifier(text: str) -> Verifier:
    """Return the key in a line like `name+id+key`."""
    name, _, rest = text.partition("+")
    hinted, _, key = rest.partition("+")
    try:
        raw = base64.b64decode(key, validate=True)
        found = Verifier(name, raw[1:], Kind(raw[0]))
    except (binascii.Error, ValueError, IndexError):
        raise NotANote(f"This is no public key of a log or a witness: {text[:80]}") from None
    if len(found.key) != KEY_BYTES or found.id.hex() != hinted or not is_name(name):
        raise NotANote(f"This key does not fit its own name: {text[:80]}")
    return found


def is_name(name: str) -> bool:
    """Tell whether a key may be called this: no spaces, no plus."""
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def note(text: str, *lines: str) -> str:
    """Return the note of a text and the lines of its signatures."""
    return f"{text}\n{''.join(lines)}"


def read_note(whole: str, known: Iterable[Verifier]) -> Signed:
    """Return the text of a note and which of the known keys signed it.

    Signatures of unknown keys are passed over. Raises NotANote if no known key signed, or if a
    signature of a known one is wrong: then nothing of the note is worth anything.
    """
    text, lines = parts_of(whole)
    keys = {(one.name, one.id): one for one in known}
    found = dict[Verifier, None]()
    for line in lines:
        name, signature = _read_line(line)
        verifier = keys.get((name, signature[:4]))
        if verifier is None or verifier in found:
            continue
        if not verifier.signed(text, signature[4:]):
            raise NotANote(f"The signature of {name} does not fit this text.")
        found[verifier] = None
    if not found:
        raise NotANote("No key that is known signed this text.")
    return Signed(text, tuple(found))


def parts_of(whole: str) -> tuple[str, list[str]]:
    """Return the text of a note and the lines of its signatures."""
    text, gap, below = whole.rpartition("\n\n")
    lines = below.split("\n")
    if not gap or lines.pop() or not lines or len(lines) > MOST_SIGNATURES:
        raise NotANote("This is no signed text: its signatures are missing or cut off.")
    if any(ord(letter) < 32 and letter != "\n" for letter in whole):
        raise NotANote("A signed text has no control characters.")
    return f"{text}\n", lines


def time_of(line: str) -> int:
    """Return when a witness says it saw what it signed (Unix time)."""
    return int.from_bytes(_read_line(line)[1][4 : 4 + TIME_BYTES], "big")


def _read_line(line: str) -> tuple[str, bytes]:
    name, gap, encoded = line.removeprefix(DASH).partition(" ")
    try:
        signature = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if not line.startswith(DASH) or not gap or not is_name(name) or len(signature) < 5:
        raise NotANote(f"This is no line of a signature: {line[:80]}")
    return name, signature


def _seen(text: str, time: bytes) -> str:
    return f"cosignature/v1\ntime {int.from_bytes(time, 'big')}\n{text}"

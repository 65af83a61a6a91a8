"""Canonical entries and commitments, byte for byte as published.

Formats of the public log `pclog/v1`. They are fixed for ever: anybody can recompute them, so a
change here would break every receipt already given. No entry holds personal data; free text and
identities appear only as commitments, whose openings are kept apart and can be erased.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from typing import Any

DOMAIN = b"pclog/v1/commit\n"
LONGEST_ENTRY = 8_192
SALT_BYTES = 32
KEY = re.compile(r"[a-z0-9_]+\Z")
LARGEST = 2**53


def canonical(entry: Mapping[str, Any]) -> bytes:
    """Return the exact bytes of an entry: RFC 8785 restricted to what every language agrees on.

    Raises ValueError for a float, a key outside `[a-z0-9_]+`, an integer beyond ±2^53 or an entry
    longer than 8,192 bytes.
    """
    check(entry)
    data = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    if len(data) > LONGEST_ENTRY:
        raise ValueError(f"an entry may have {LONGEST_ENTRY} bytes, this one has {len(data)}")
    return data


def check(value: object) -> None:
    """Refuse anything that two programs might write differently."""
    match value:
        case bool() | None | str():
            return
        case int():
            if abs(value) > LARGEST:
                raise ValueError("an integer lies beyond ±2^53")
        case Mapping():
            for key, inner in value.items():
                if not isinstance(key, str) or not KEY.match(key):
                    raise ValueError(f"not a key of an entry: {key!r}")
                check(inner)
        case list() | tuple():
            for inner in value:
                check(inner)
        case _:
            raise ValueError(f"an entry cannot hold a {type(value).__name__}")


def commit(kind: str, salt: bytes, value: str) -> str:
    """Return the base64 commitment to a value: HMAC-SHA256 keyed by a fresh salt of 32 bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    message = DOMAIN + kind.encode() + b"\n" + value.encode()
    return base64.b64encode(hmac.digest(salt, message, "sha256")).decode()


def new_salt() -> bytes:
    """Return 32 random bytes, never to be used twice."""
    return secrets.token_bytes(SALT_BYTES)


def new_nonce() -> str:
    """Return 16 random bytes in base64: the same form as the nonce of a ballot."""
    return base64.b64encode(secrets.token_bytes(16)).decode()


def identity(record_id: str) -> str:
    """Return how a commitment names a person: in every entry alike, and never by name."""
    return f"person:{record_id}"


def leaf_hash(entry: bytes) -> bytes:
    """Return the RFC 9162 leaf hash of an entry's bytes."""
    return hashlib.sha256(b"\x00" + entry).digest()


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TEN_BITS = [first + second for first in CROCKFORD for second in CROCKFORD]


def short_code(leaf: bytes) -> str:
    """Return a receipt's code: 100 bits of the leaf hash in four groups of Crockford base32."""
    bits = int.from_bytes(leaf[:13], "big") >> 4
    letters = "".join([_TEN_BITS[bits >> shift & 1023] for shift in range(90, -10, -10)])
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))


def leaf_start(code: str) -> str:
    """Return the first 25 hex digits of the leaf hash from which a receipt's code was made."""
    bits = 0
    for letter in code.replace("-", ""):
        bits = bits << 5 | CROCKFORD.index(letter)
    return f"{bits:025x}"

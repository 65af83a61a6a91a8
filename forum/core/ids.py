"""Short public references, ids for the record, and secrets."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def new_ref() -> str:
    """Return ten characters, about 49 bits, safe to read aloud and to put in an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def new_record_id() -> str:
    """Return 128 random bits as 32 hex digits: the subject id of an entry in the record."""
    return secrets.token_hex(16)


def new_secret() -> str:
    """Return 256 random bits for a cookie or a mailed link. Only its digest is stored."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 under which a secret is stored, as hex."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

"""Short public references and names, ids for the record, and secrets."""

from __future__ import annotations

import hashlib
import re
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
REF = f"[{ALPHABET}]{{10}}"
ONCE = "[0-9A-Za-z_-]{10,40}"
LABEL = r"[0-9]{1,4}\.[0-9]{1,4}"
SLUG = "[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?"


def new_ref() -> str:
    """Return ten characters, about 49 bits, safe to read aloud and to put in an address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def is_ref(text: str) -> bool:
    """Tell whether this can be a reference; the ORM takes nothing longer than its column."""
    return re.fullmatch(REF, text) is not None


def is_slug(text: str) -> bool:
    """Tell whether this can be a name in an address."""
    return re.fullmatch(SLUG, text) is not None


def is_label(text: str) -> bool:
    """Tell whether this can be the number of a clause."""
    return text.isascii() and re.fullmatch(LABEL, text) is not None


def is_once(text: str) -> bool:
    """Tell whether this can be the key of a form, the same however often the form is sent."""
    return re.fullmatch(ONCE, text) is not None


def new_record_id() -> str:
    """Return 128 random bits as 32 hex digits: the subject id of an entry in the record."""
    return secrets.token_hex(16)


def new_secret() -> str:
    """Return 256 random bits for a cookie or a mailed link. Only its digest is stored."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 under which a secret is stored, as hex."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

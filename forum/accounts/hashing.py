"""Keeping passwords: argon2id, never more than two at a time, so that pages stay quick."""

from __future__ import annotations

import base64
import secrets
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from forum.core.threads import Threads

MEMORY_KIB = 19 * 1024
PASSES = 2

_threads = Threads("forum.accounts.hashing", most=2)


class Cost:
    """How much work one password is, and a hash that costs as much and that nothing fits."""

    def __init__(self, memory_kib: int, passes: int) -> None:
        self.hasher = PasswordHasher(
            time_cost=passes, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )
        salt, tag = (
            base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32)
        )
        self.fits_nothing = f"$argon2id$v=19$m={memory_kib},t={passes},p=1${salt}${tag}"


_cost = Cost(MEMORY_KIB, PASSES)


def set_cost(*, memory_kib: int, passes: int) -> None:
    """Make each password more work, or in tests less; stored ones follow when they are used."""
    global _cost  # noqa: PLW0603 - one installation has one cost
    _cost = Cost(memory_kib, passes)


async def hash_password(password: str) -> str:
    """Return what is stored in place of a password."""
    return await _threads.run(_cost.hasher.hash, _bytes(password))


async def fits(stored: str, password: str) -> bool:
    """Tell whether this is the password; without a stored one it takes as long to say no."""
    return await _threads.run(_verify, stored or _cost.fits_nothing, _bytes(password))


def is_outdated(stored: str) -> bool:
    """Tell whether a password was stored at another cost than today's."""
    return _cost.hasher.check_needs_rehash(stored)


def _verify(stored: str, password: bytes) -> bool:
    try:
        return _cost.hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    # Whole, however long; the same letters typed on another machine are the same password.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")

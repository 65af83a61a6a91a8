"""Sealing a moment, and reading it back."""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

from forum.core.ids import new_secret
from forum.core.seals.models import SealKey

_kept: list[bytes] = []
LETTERS = 22
"""Of the seal: 132 bits of an HMAC-SHA256."""


async def sealed(moment: datetime, purpose: str) -> str:
    """Return a moment as a form carries it, with a seal for this purpose and no other."""
    text = moment.isoformat()
    return f"{text}~{_seal(await _key(), text, purpose)}"


async def opened_seal(text: str, purpose: str) -> datetime | None:
    """Return the moment that was sealed so, or nothing if the forum never wrote this."""
    told, _tilde, seal = text.partition("~")
    if not hmac.compare_digest(
        seal.encode("utf-8", "replace"), _seal(await _key(), told, purpose).encode()
    ):
        return None
    return datetime.fromisoformat(told)


async def _key() -> bytes:
    """Return the forum's key, for as long as the process runs; where it was lost, draw another."""
    if not _kept and (row := await SealKey.get_or_none(id=1)):
        _kept.append(row.key.encode())
    if not _kept:
        drawn = SealKey(id=1, key=new_secret())
        await SealKey.bulk_create([drawn], ignore_conflicts=True)
        _kept.append((await SealKey.get(id=1)).key.encode())
    return _kept[0]


def _seal(key: bytes, text: str, purpose: str) -> str:
    told = f"{purpose}\n{text}".encode("utf-8", "replace")
    return base64.urlsafe_b64encode(hmac.digest(key, told, "sha256")).decode()[:LETTERS]

"""The short code by which people join a session: read from a wall, told over the telephone."""

from __future__ import annotations

import re
import secrets

from forum.core.ids import ALPHABET

LETTERS = ALPHABET.upper()
"""Without I, L, O, U, 0 and 1, which are misread."""
LENGTH = 6

_BETWEEN = re.compile(r"[\s.-]+")
_CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


def new_code() -> str:
    """Return six letters; whoever stores it sees to it that it is not taken."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(text: str) -> str | None:
    """Return a code as it is kept, however it was typed, or nothing if it cannot be one."""
    typed = _BETWEEN.sub("", text[:40]).upper()
    return typed if _CODE.fullmatch(typed) else None


def spoken(code: str) -> str:
    """Return a code in two halves, as it is shown and read out: "KTP 482"."""
    return f"{code[:3]} {code[3:]}"

"""Going forward in time, for the forum and for the telephones of its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pyotp
import time_machine

from forum.core import clock


@contextmanager
def later(**by: float) -> Iterator[None]:
    """Live inside the block so many minutes, hours or days later: `with later(minutes=16):`."""
    with time_machine.travel(datetime.now().astimezone() + timedelta(**by)):
        yield


def code_of(secret: str) -> str:
    """Return what the authenticator app shows just now."""
    return pyotp.TOTP(secret).at(clock.now())

"""Codes of an authenticator app (RFC 6238)."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

SECONDS = 30


def new_code_secret() -> str:
    """Return a secret to share with an authenticator app."""
    return pyotp.random_base32()


def enrolment_uri(secret: str, *, email: str, site: str) -> str:
    """Return what the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site)


def matching_step(secret: str, code: str, now: datetime, *, after: int) -> int | None:
    """Return the step whose code this is, one step early or late; none at or before `after`."""
    typed = "".join(code.split()).encode()
    present = int(now.timestamp()) // SECONDS
    codes = pyotp.TOTP(secret)
    for step in (present - 1, present, present + 1):
        right = hmac.compare_digest(codes.generate_otp(step).encode(), typed)
        if right and step > after:
            return step
    return None

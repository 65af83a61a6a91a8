"""Who looks at a session."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """Whoever takes part, the wall of the hall, whoever runs it."""

    CITIZEN = "citizen"
    SCREEN = "screen"
    CHAIR = "chair"

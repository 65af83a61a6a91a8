"""How fast one client may send."""

from __future__ import annotations

import time

from forum.live.doors import Bucket
from forum.live.protocol import Message
from forum.live.verbs import VERBS

MESSAGES_A_SECOND, AT_ONCE = 10.0, 20.0
WARNINGS = 20
"""What is beyond the limit or unknown is answered so often; then the connection is closed."""


class Pace:
    """How fast one client sends, and how often it was warned."""

    def __init__(self) -> None:
        self.allowed = True
        self._bucket = Bucket(MESSAGES_A_SECOND, AT_ONCE, AT_ONCE)
        self._warnings = 0

    def is_too_much(self, asked: Message) -> bool:
        """Count one more message, and tell whether that is the end of it."""
        self.allowed = self._bucket.take(time.monotonic())
        self._warnings += not self.allowed or asked.verb not in VERBS
        return self._warnings > WARNINGS

    def takes(self) -> bool:
        """Count one more message that is in order, if it is within the limit."""
        self.allowed = self._bucket.take(time.monotonic())
        return self.allowed

"""How guessing becomes slow: pauses that grow, and never a door that stays shut.

Every attempt counts while it runs and is forgotten when it proves right, so a thousand guesses at
once meet the same pauses as a thousand in a row.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from forum.core.errors import TooMany
from forum.core.i18n import ngettext

MEMORY = timedelta(days=1)
NO_PAUSE = timedelta()


@dataclass(frozen=True)
class Pace:
    """Some attempts are free; then each pause is twice as long as the last, up to the longest."""

    free: int
    first: timedelta
    longest: timedelta

    def pause_after(self, attempts: int) -> timedelta:
        """Return the pause that follows so many attempts within a day."""
        if attempts < self.free:
            return NO_PAUSE
        doublings = min(attempts - self.free, 20)
        return min(self.first * (1 << doublings), self.longest)

    def left(self, earlier: Sequence[datetime], now: datetime) -> timedelta:
        """Return how long to wait before the next attempt."""
        counted = [at for at in earlier if now - at < MEMORY]
        pause = self.pause_after(len(counted))
        if not pause:
            return NO_PAUSE  # two at once may each have looked at the clock before the other
        return max(NO_PAUSE, max(counted) + pause - now)


# In one day nobody gets more than 25 guesses at one account, from wherever they come.
GUESSES_AT_ACCOUNT = Pace(5, timedelta(seconds=15), timedelta(hours=2))
# Many people may share a network, so it is slowed later and less.
GUESSES_FROM_NETWORK = Pace(20, timedelta(seconds=15), timedelta(minutes=15))
# No longer than a link lives: whoever asks for letters in Sari's name cannot keep her out.
LETTERS_TO_ADDRESS = Pace(3, timedelta(minutes=1), timedelta(minutes=15))
# Somebody who does not want to join is not written to again and again: five letters in a day.
INVITATIONS_TO_ADDRESS = Pace(3, timedelta(hours=2), timedelta(hours=12))
# A hall full of people signs in through one connection.
LETTERS_FROM_NETWORK = Pace(200, timedelta(seconds=5), timedelta(minutes=1))


@lru_cache(maxsize=4_096)
def network_of(address: str) -> str:
    """Return the network that counts as one origin: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return f"{found.ipv4_mapped}/32"
        return str(ipaddress.ip_network((found, 64), strict=False))
    return f"{found}/32"


def too_soon(left: timedelta) -> TooMany:
    """Return the sentence for somebody who has to wait."""
    minutes = max(1, -(-left // timedelta(minutes=1)))
    return TooMany(
        "account.too-soon",
        ngettext(
            "Too many attempts. Wait %(num)s minute, then try again.",
            "Too many attempts. Wait %(num)s minutes, then try again.",
            minutes,
        )
        % {"num": minutes},
    )

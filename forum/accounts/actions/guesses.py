"""Counting attempts before they are tried, so that guessing becomes slow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import structlog

from forum.accounts.models import Attempt
from forum.accounts.rules.throttle import (
    GUESSES_AT_ACCOUNT,
    GUESSES_FROM_NETWORK,
    INVITATIONS_TO_ADDRESS,
    LETTERS_FROM_NETWORK,
    LETTERS_TO_ADDRESS,
    MEMORY,
    NO_PAUSE,
    Pace,
    too_soon,
)
from forum.core import clock
from forum.core.db import one_at_a_time, transaction
from forum.core.ids import digest

log = structlog.get_logger(__name__)


async def count_guess(what: str, whose: str, network: str) -> Sequence[int]:
    """Count one guess at a secret of this account, or refuse it unseen; returns what it counts as.

    It counts at once: guesses sent together are slowed like guesses sent one by one.
    """
    return await _count(
        (GUESSES_AT_ACCOUNT, _key(what, whose)),
        (GUESSES_FROM_NETWORK, _key("network", network)),
    )


async def forgive(what: str, whose: str, counted: Sequence[int]) -> None:
    """Forget the guesses at this account, because the last one was right.

    Those that the network made at other accounts stay.
    """
    await Attempt.filter(id__in=counted).delete()
    await Attempt.filter(key=_key(what, whose)).delete()


async def count_letter(address: str, network: str) -> None:
    """Count one letter to this address, or refuse to send it."""
    await _count(
        (LETTERS_TO_ADDRESS, _key("letter", address)),
        (LETTERS_FROM_NETWORK, _key("letters", network)),
    )


async def count_invitation(address: str) -> None:
    """Count one invitation to this address, or refuse to send it."""
    await _count((INVITATIONS_TO_ADDRESS, _key("invitation", address)))


async def _count(*paces: tuple[Pace, str]) -> Sequence[int]:
    now = clock.now()
    async with transaction():
        for _pace, key in paces:
            await one_at_a_time(key)
        await Attempt.filter(at__lt=now - MEMORY).delete()
        left = [pace.left(await _earlier(key), now) for pace, key in paces]
        if max(left) > NO_PAUSE:
            log.info("attempt_refused", what=paces[0][1].partition(":")[0])
            raise too_soon(max(left))
        return [(await Attempt.create(key=key, at=now)).id for _pace, key in paces]


async def _earlier(key: str) -> list[datetime]:
    return [attempt.at for attempt in await Attempt.filter(key=key)]


def _key(what: str, whose: str) -> str:
    return f"{what}:{digest(whose)[:32]}"

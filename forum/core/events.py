"""Facts, and who acts on them.

What must follow from a fact or not happen at all (a notice, a letter, a job) *joins* it: it runs
inside the transaction, just before the commit, and if it fails nothing has happened. What is only
told (a live page) *listens*: it hears once the fact is committed, and if it fails the fact stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

log = structlog.get_logger(__name__)

F = TypeVar("F")
Ear = Callable[[Any], Awaitable[None]]


class Announcer:
    """Brings each fact to those who asked for its type, in the order they asked."""

    def __init__(self) -> None:
        self._joiners: defaultdict[type, list[Ear]] = defaultdict(list)
        self._listeners: defaultdict[type, list[Ear]] = defaultdict(list)

    def join(self, fact: type[F], joiner: Callable[[F], Awaitable[None]]) -> None:
        """Call `joiner` with every such fact inside its transaction. Asking again adds nothing."""
        _add(self._joiners[fact], joiner)

    def listen(self, fact: type[F], listener: Callable[[F], Awaitable[None]]) -> None:
        """Call `listener` with every such fact after its commit. Asking again adds nothing."""
        _add(self._listeners[fact], listener)

    async def settle(self, fact: object) -> None:
        """Do what belongs to the fact. A failure is the caller's: it must undo the fact too."""
        for joiner in self._joiners[type(fact)]:
            await joiner(fact)

    async def tell(self, fact: object) -> None:
        """Tell everyone who listens. One who fails is logged: what happened has happened."""
        for listener in self._listeners[type(fact)]:
            try:
                await listener(fact)
            except Exception:
                log.exception("listener_failed", fact=type(fact).__name__)


def _add(ears: list[Ear], ear: Ear) -> None:
    if ear not in ears:
        ears.append(ear)


announcer = Announcer()

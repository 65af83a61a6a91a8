"""Work that would hold up everybody else, done in threads beside them, and never in too many."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

T = TypeVar("T")


class Threads:
    """At most so many threads at a time for one kind of work, in each event loop."""

    def __init__(self, name: str, most: int) -> None:
        self.most = most
        self._limiter: RunVar[CapacityLimiter] = RunVar(name)

    async def run(self, work: Callable[..., T], *args: Any) -> T:
        """Return what the work returns, once there was a thread for it."""
        try:
            limiter = self._limiter.get()
        except LookupError:
            limiter = CapacityLimiter(self.most)
            self._limiter.set(limiter)
        return await to_thread.run_sync(work, *args, limiter=limiter)

"""Many questions that come within a moment are asked of the database as one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

LINGER, LONGEST = 0.003, 0.025
AT_ONCE = 500


class Batch(Generic[K, V]):
    """Collects keys for a moment, asks for all of them, and gives each asker the own answer."""

    def __init__(self, ask: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._ask = ask
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._task: asyncio.Task[None] | None = None
        self._linger = LINGER

    async def get(self, key: K) -> V | None:
        """Return the answer for one key, or nothing if there is none."""
        future = self._waiting.get(key)
        if future is None:
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await asyncio.shield(future)  # others may wait for it too

    async def _run(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(self._linger)
                some = dict(list(self._waiting.items())[:AT_ONCE])
                # When many come, waiting a little longer saves most of the questions.
                longer = 2 if len(some) > 1 else 0.5
                self._linger = min(LONGEST, max(LINGER, self._linger * longer))
                for key in some:
                    del self._waiting[key]
                await self._answer(some)
        finally:
            self._task = None

    async def _answer(self, some: dict[K, asyncio.Future[V | None]]) -> None:
        try:
            answers = await self._ask(list(some))
        except Exception as error:
            for future in some.values():
                future.set_exception(error)
                future.exception()  # whoever asked may have left
            return
        for key, future in some.items():
            future.set_result(answers.get(key))

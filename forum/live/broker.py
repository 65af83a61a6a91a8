"""News from one process to the others. What is lost on the way is found in the tables."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import structlog

log = structlog.get_logger(__name__)

News = dict[str, Any]
"""A small message; `m` says of what kind. See `forum.live.hub`."""

LARGEST = 7_000  # bytes; PostgreSQL takes 8,000
MOST_WAITING = 1_000
PAUSE = 0.005
MOST_PARTS = 100
RETRY = (0.2, 3.0)
MERGED = ("changed", "sign_ins")


class Wire(Protocol):
    """A connection to where all processes listen."""

    async def send(self, text: str) -> None:
        """Say it to all, or raise."""

    def heard(self) -> AsyncIterator[str]:
        """Return what is said, until the connection is lost, which raises."""


class Broker:
    """Says and hears news over a wire, and begins again whenever the wire breaks.

    Without a wire there is one process, and nobody to tell.
    """

    def __init__(self, open_wire: Callable[[], AbstractAsyncContextManager[Wire]] | None) -> None:
        self.carries = False
        self._open_wire = open_wire
        self._waiting: dict[tuple[Any, ...], News] = {}
        self._something = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, name: str, hear: Callable[[News], None], again: Callable[[], None]) -> None:
        """Begin. `again` is called when news may have been missed."""
        if self._open_wire is not None:
            self._task = asyncio.create_task(self._keep_going(name, hear, again))

    async def stop(self) -> None:
        """Say nothing more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def publish(self, news: News) -> None:
        """Tell the other processes soon; what is newer takes the place of what it makes old."""
        if self._open_wire is None:
            return
        key = tuple(value for name, value in news.items() if name in ("m", "session", "poll"))
        key += (news.get("person"),)
        before = self._waiting.get(key)
        if before is None and len(self._waiting) >= MOST_WAITING:
            return  # the wire is broken, and whoever mends it has everything read again
        self._waiting[key] = _merged(before, news) if before else news
        self._something.set()

    async def _keep_going(
        self, name: str, hear: Callable[[News], None], again: Callable[[], None]
    ) -> None:
        assert self._open_wire is not None  # noqa: S101 - else nothing is started
        pause = RETRY[0]
        while True:
            try:
                async with self._open_wire() as wire, asyncio.TaskGroup() as both:
                    self.carries, pause = True, RETRY[0]
                    both.create_task(self._listen(wire, name, hear))
                    again()
                    both.create_task(self._say(wire, name))
            except Exception as error:
                log.warning("bus_lost", error=_name(error))
            finally:
                self.carries = False
            await asyncio.sleep(pause)
            pause = min(2 * pause, RETRY[1])

    async def _listen(self, wire: Wire, name: str, hear: Callable[[News], None]) -> None:
        async for text in wire.heard():
            said = json.loads(text)
            if said["by"] != name:
                for news in said["news"]:
                    hear(news)
        raise ConnectionError("nothing more to hear")

    async def _say(self, wire: Wire, name: str) -> None:
        while True:
            await self._something.wait()
            await asyncio.sleep(PAUSE)
            self._something.clear()
            waiting, self._waiting = self._waiting, {}
            for text in packed(name, waiting.values()):
                await wire.send(text)


def packed(name: str, every: Any) -> list[str]:
    """Return the news as texts none of which is too long for the wire."""
    texts, some, size = [], list[str](), 0
    for news in every:
        for part in _parts(news):
            one = json.dumps(part, separators=(",", ":"))
            if some and size + len(one) > LARGEST:
                texts.append(_text(name, some))
                some, size = [], 0
            some.append(one)
            size += len(one) + 1
    return [*texts, _text(name, some)] if some else texts


def _text(name: str, some: list[str]) -> str:
    return f'{{"by":{json.dumps(name)},"news":[{",".join(some)}]}}'


def _parts(news: News) -> list[News]:
    """Cut what many things changed at once; each part is true alone."""
    for name in MERGED:
        whole = news.get(name)
        if whole and len(whole) > MOST_PARTS:
            items = list(whole.items()) if isinstance(whole, dict) else list(whole)
            cut = [items[at : at + MOST_PARTS] for at in range(0, len(items), MOST_PARTS)]
            return [{**news, name: dict(some) if isinstance(whole, dict) else some} for some in cut]
    return [news]


def _merged(before: News, news: News) -> News:
    merged = {**before, **news}
    if "changed" in news:
        merged["changed"] = {**before["changed"], **news["changed"]}
    if "sign_ins" in news:
        merged["sign_ins"] = [*before["sign_ins"], *news["sign_ins"]]
    if "s" in news:
        merged["s"] = max(before["s"], news["s"])
    return merged


def _name(error: BaseException) -> str:
    inner = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
    return type(inner).__name__

"""The ballot box: votes drop in one by one and are written together, each answered once it is safe.

One box a process. It writes whatever arrived during its last write, so a crowd costs few commits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

import structlog

from forum.access.policy import Permission, require
from forum.core.errors import ForumError
from forum.core.ids import is_ref
from forum.core.text import clean
from forum.voting.actions.casting import cast_ballots
from forum.voting.actions.votes import Cast, Outcome, Rolls, Vote
from forum.voting.queries.find import no_poll
from forum.voting.rules import NotStored, check_once

__all__ = ["BallotBox", "Cast", "Vote", "ballot_box"]

LINGER = 0.005
MOST = 2_000

log = structlog.get_logger(__name__)


class _Slip(NamedTuple):
    vote: Vote
    answer: asyncio.Future[Outcome]


class BallotBox:
    """Takes votes and answers each after the commit. Without `start` it writes them singly."""

    def __init__(self) -> None:
        self._waiting: deque[_Slip] = deque()
        self._something = asyncio.Event()
        self._rolls: Rolls = {}
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        """Begin to collect votes, as the box of this process."""
        self._task = asyncio.create_task(self._write_on(), name="ballot box")
        _boxes[asyncio.get_running_loop()] = self

    async def stop(self) -> None:
        """Write what was dropped, and close; later votes are written singly."""
        if _boxes.get(asyncio.get_running_loop()) is self:
            del _boxes[asyncio.get_running_loop()]
        self._stopping = True
        self._something.set()
        if self._task is not None:
            await self._task

    async def drop(self, vote: Vote) -> Cast:
        """Return what stands once it is committed, or raise the sentence why nothing was counted.

        Not to be called inside a transaction: the box writes in one of its own.
        """
        require(vote.actor, Permission.BALLOT_CAST)
        check_once(vote.once)
        if not is_ref(vote.poll_ref):
            raise no_poll()
        slip = _Slip(
            replace(vote, reason=clean(vote.reason)) if vote.reason else vote,
            asyncio.get_running_loop().create_future(),
        )
        if self._task is None or self._stopping:
            await self._write([slip])
        else:
            self._waiting.append(slip)
            self._something.set()
        outcome = await slip.answer
        if isinstance(outcome, Cast):
            return outcome
        raise outcome()

    async def drain(self) -> None:
        """Wait until every vote dropped so far is answered; whoever closes a poll waits first."""
        await asyncio.gather(*(slip.answer for slip in self._waiting), return_exceptions=True)

    async def _write_on(self) -> None:
        try:
            while self._waiting or not self._stopping:
                await self._something.wait()
                if len(self._waiting) < MOST and not self._stopping:
                    await asyncio.sleep(LINGER)
                batch = self._take()
                if not self._waiting and not self._stopping:
                    self._something.clear()
                await self._write(batch)
        finally:
            self._stopping = True
            _answer(self._waiting, NotStored)

    def _take(self) -> list[_Slip]:
        """Take the votes that were dropped first, one of each person in each poll.

        A second one waits for the next write, so that it is counted after the first.
        """
        batch: dict[tuple[str, int | None], _Slip] = {}
        later = list[_Slip]()
        while self._waiting and len(batch) < MOST:
            slip = self._waiting.popleft()
            key = (slip.vote.poll_ref, slip.vote.actor.person_id)
            if key in batch:
                later.append(slip)
            else:
                batch[key] = slip
        self._waiting.extendleft(reversed(later))
        return list(batch.values())

    async def _write(self, batch: list[_Slip]) -> None:
        if not batch:
            return
        try:
            outcomes = await cast_ballots([slip.vote for slip in batch], self._rolls)
        except Exception:
            log.exception("ballots_not_stored", votes=len(batch))
            _answer(batch, NotStored)
            return
        except BaseException:
            _answer(batch, NotStored)
            raise
        for slip, outcome in zip(batch, outcomes, strict=True):
            if not slip.answer.done():
                slip.answer.set_result(outcome)


def ballot_box() -> BallotBox:
    """Return the box that runs in this process, or one that writes each vote at once."""
    return _boxes.get(asyncio.get_running_loop()) or BallotBox()


_boxes: WeakKeyDictionary[asyncio.AbstractEventLoop, BallotBox] = WeakKeyDictionary()


def _answer(slips: deque[_Slip] | list[_Slip], refusal: type[ForumError]) -> None:
    for slip in slips:
        if not slip.answer.done():
            slip.answer.set_result(refusal)

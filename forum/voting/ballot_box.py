"""The ballot box: votes drop in one by one and are written together, each answered once it is safe.

One box a process. It writes whatever arrived during its last write, so a crowd costs few commits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import structlog

from forum.access.policy import Permission, require
from forum.core.ids import is_ref
from forum.core.text import clean
from forum.voting.actions.casting import cast_ballots
from forum.voting.actions.reading import read_vote
from forum.voting.actions.votes import Cast, Filled, Outcome, Refusal, Register, Vote
from forum.voting.queries.find import no_poll
from forum.voting.rules import NotStored, check_once

__all__ = ["BallotBox", "Cast", "Outcome", "Vote", "ballot_box"]

LINGER = 0.005
CROWD = 8
LINGER_IN_A_CROWD = 0.02
"""Each write costs as much as a hundred votes, so that a crowd had better share one."""
MOST = 1_000
"""In one write. With two thousand half of the time nothing is read while the database writes."""
AT_A_STRETCH = 100

log = structlog.get_logger(__name__)


@dataclass(eq=False, slots=True)
class _Slip:
    vote: Vote
    answer: asyncio.Future[Outcome]
    read: Filled | Refusal | None = None


class BallotBox:
    """Takes votes and answers each after the commit. Without `start` it writes them singly."""

    def __init__(self) -> None:
        self._waiting: deque[_Slip] = deque()
        self._in_hand: list[list[_Slip]] = []
        self._singly: set[asyncio.Task[None]] = set()
        self._something = asyncio.Event()
        self._register: Register = {}
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
        outcome = await self.put(vote)
        if isinstance(outcome, Cast):
            return outcome
        raise outcome()

    def put(self, vote: Vote) -> asyncio.Future[Outcome]:
        """Return what will be known once it is committed; raise if it cannot even be dropped."""
        require(vote.actor, Permission.BALLOT_CAST)
        check_once(vote.once)
        if not is_ref(vote.poll_ref):
            raise no_poll()
        if vote.reason:
            vote = vote._replace(reason=clean(vote.reason))
        slip = _Slip(vote, asyncio.get_running_loop().create_future())
        if self._task is None or self._stopping:
            task = asyncio.create_task(self._write([slip]))
            self._singly.add(task)
            task.add_done_callback(self._singly.discard)
        else:
            self._waiting.append(slip)
            self._something.set()
        return slip.answer

    async def drain(self) -> None:
        """Wait until all votes dropped here so far are answered; whoever closes a poll waits first.

        Not to be called inside a transaction either.
        """
        slips = [slip for some in (*self._in_hand, self._waiting) for slip in some]
        if unanswered := [slip.answer for slip in slips if not slip.answer.done()]:
            await asyncio.wait(unanswered)

    async def goes_first(self, seconds: float) -> None:
        """Wait until the votes in hand are answered, or so long.

        A write waits for its turn thirty times; whatever is long and can wait had better do so.
        """
        if self._in_hand and self._in_hand[0]:
            await asyncio.wait([self._in_hand[0][-1].answer], timeout=seconds)

    async def _write_on(self) -> None:
        """Write batch after batch. While one is being written, a full one is read already."""
        writing: asyncio.Task[None] | None = None
        batch: list[_Slip] = []
        try:
            while self._waiting or not self._stopping:
                await self._something.wait()
                if len(self._waiting) < MOST:
                    await asyncio.sleep(LINGER)
                if CROWD <= len(self._waiting) < MOST:
                    await asyncio.sleep(LINGER_IN_A_CROWD)
                if writing is not None and len(self._waiting) < MOST:
                    await writing
                batch = self._take()
                await self._read(batch)
                if writing is not None:
                    await writing
                writing = asyncio.create_task(self._write(batch))
            if writing is not None:
                await writing
        finally:
            self._stopping = True
            for slip in [*batch, *self._waiting]:
                _answer(slip, NotStored)

    def _take(self) -> list[_Slip]:
        """Take the votes that were dropped first, one of each person in each poll.

        A second one waits for the next write, so that it is counted after the first.
        """
        batch: dict[tuple[str, int | None], _Slip] = {}
        later = list[_Slip]()
        while self._waiting and len(batch) < MOST:
            slip = self._waiting.popleft()
            if batch.setdefault((slip.vote.poll_ref, slip.vote.actor.person_id), slip) is not slip:
                later.append(slip)
        self._waiting.extendleft(reversed(later))
        if not self._waiting and not self._stopping:
            self._something.clear()
        taken = list(batch.values())
        self._in_hand.append(taken)
        return taken

    async def _read(self, batch: list[_Slip]) -> None:
        """Read what can be read without the database, and let others have their turn meanwhile."""
        for number, slip in enumerate(batch):
            if opened := self._register.get(slip.vote.poll_ref):
                slip.read = read_vote(slip.vote, opened)
            if number % AT_A_STRETCH == AT_A_STRETCH - 1:
                await asyncio.sleep(0)

    async def _write(self, batch: list[_Slip]) -> None:
        outcomes: list[Outcome] = [NotStored] * len(batch)
        try:
            outcomes = await cast_ballots(
                [slip.vote for slip in batch], self._register, [slip.read for slip in batch]
            )
        except Exception:
            log.exception("ballots_not_stored", votes=len(batch))
        finally:
            for slip, outcome in zip(batch, outcomes, strict=True):
                _answer(slip, outcome)
            if batch in self._in_hand:
                self._in_hand.remove(batch)


def ballot_box() -> BallotBox:
    """Return the box that runs in this process, or one that writes each vote at once."""
    return _boxes.get(asyncio.get_running_loop()) or BallotBox()


_boxes: WeakKeyDictionary[asyncio.AbstractEventLoop, BallotBox] = WeakKeyDictionary()


def _answer(slip: _Slip, outcome: Outcome) -> None:
    """Tell what became of a vote; whoever has gone meanwhile finds it with the same form again."""
    if not slip.answer.done():
        slip.answer.set_result(outcome)

"""One citizen between hearing and doing: messages come in, messages go out, each at its second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import Any

from forum.core.ids import new_secret
from forum.demo.crowd.papers import Marking, Paper
from forum.demo.crowd.room import Room
from forum.demo.crowd.temper import OBJECTION, Temper, Whim
from forum.demo.crowd.words import Unsaid, words

Message = dict[str, Any]
Act = Callable[[float], Message | None]

FOREVER = float("inf")
ENOUGH_WAITING = 10
"""When so much waits already, nobody adds to it."""


class Mind:
    """What one of the crowd knows of the session, has planned, and has sent without an answer."""

    def __init__(self, temper: Temper, unsaid: Unsaid) -> None:
        self.temper, self.unsaid = temper, unsaid
        self.epoch, self.room = "", Room()
        self.back_at: float | None = None
        """When somebody who went out comes back."""
        self.home = False
        self._you: Mapping[str, Any] = {}
        self._considered: set[str] = set()
        self._sent: dict[str, Message] = {}
        self._plans: list[tuple[float, int, Act]] = []
        self._numbers = count()

    @property
    def next_at(self) -> float:
        """When there is something to do."""
        return self._plans[0][0] if self._plans else FOREVER

    @property
    def is_stranger(self) -> bool:
        """Whether the forum does not know who this is."""
        return not self._you.get("signed_in", True)

    def does(self, now: float) -> list[Message]:
        """Return what is sent now. Going out and going home show in `back_at` and `home`."""
        messages = []
        while self._plans and self._plans[0][0] <= now:
            _at, _number, act = heappop(self._plans)
            if (message := act(now)) is not None:
                message.setdefault("rid", new_secret()[:32])
                self._sent[message["rid"]] = message
                messages.append(message)
        return messages

    def hears(self, message: Mapping[str, Any], now: float) -> None:
        """Take in one message of the server, and plan what it gives rise to."""
        match message["t"]:
            case "hi":
                self._arrives(message, now)
            case "snapshot":
                self.room.begins_with(message)
                self._considers(now)
            case "ev":
                self.room.changes_by(message)
                self._considers(now)
            case "st" if message["k"] == "you":
                self._you = message["d"]
            case "ack":
                self._sent.pop(message["rid"], None)
            case "nack":
                refused = self._sent.pop(message["rid"] or "", None)
                if refused is not None and message["retry"]:
                    self._plan(now + self.temper.seconds(1, 4), partial(_again, refused))

    def _arrives(self, message: Mapping[str, Any], now: float) -> None:
        if not self.epoch:
            self._plan(now + self.temper.seconds(5, 60), self._think)
        self.epoch, self._you = message["e"], message["you"]
        unanswered, self._sent = self._sent, {}
        for one in unanswered.values():
            self._plan(now, partial(_again, one))

    def _considers(self, now: float) -> None:
        if not self.room.runs:
            self._plan(now + self.temper.seconds(3, 60), self._go_home)
            return
        self._consider_poll(now)
        self._consider_questions(now)

    def _consider_poll(self, now: float) -> None:
        paper = self.room.paper
        if paper is None or paper.poll in self._considered or paper.poll in self._you["ballots"]:
            return
        self._considered.add(paper.poll)
        for ballot in self.temper.ballots(paper):
            self._plan(now + ballot.after, partial(self._vote, paper, ballot.choice))

    def _consider_questions(self, now: float) -> None:
        mine = self._you["entries"]
        for ref in self.room.questions:
            if ref in self._considered or ref in mine:
                continue
            self._considered.add(ref)
            after = self.temper.supports_after(ref)
            if after is not None:
                self._plan(now + after, partial(self._support, ref))

    def _vote(self, paper: Paper, choice: tuple[str, ...], _now: float) -> Message | None:
        if self.room.paper != paper or self._you["may"]["vote"] is not None:
            return None
        ballot: Message = {"do": "vote", "poll": paper.poll, "choice": list(choice)}
        if paper.marking is Marking.ONE:
            ballot["choice"] = choice[0]
        if paper.reasons and choice == (str(OBJECTION),):
            ballot["reason"] = self.temper.chance.choice(words().objections)
        return ballot

    def _support(self, ref: str, _now: float) -> Message | None:
        return {"do": "support", "entry": ref, "on": True} if ref in self.room.queue else None

    def _think(self, now: float) -> Message | None:
        """Follow a whim, if it fits what goes on, and think again later."""
        self._plan(now + self.temper.seconds(20, 60), self._think)
        whim = self.temper.whim()
        mine = [one for one in self._you["entries"] if one in self.room.queue]
        if whim is Whim.LEAVE:
            self.back_at = now + self.temper.seconds(20, 90)
        elif whim is Whim.WITHDRAW and mine:
            return {"do": "withdraw", "entry": mine[0]}
        elif whim in (Whim.ASK, Whim.HAND) and self._may_speak() and not mine:
            return self._raise_hand() if whim is Whim.HAND else self._ask()
        return None

    def _may_speak(self) -> bool:
        waits = self.room.state == "live" and len(self.room.queue) < ENOUGH_WAITING
        return waits and self.room.paper is None and not self._you["muted"]

    def _ask(self) -> Message | None:
        text = self.unsaid.take(self.room.clause, self.temper.chance)
        if not text or any(text in html for html in self.room.queue.values()):
            return None
        return {"do": "ask", "ask": "question", "text": text}

    def _raise_hand(self) -> Message:
        return {
            "do": "ask",
            "ask": "hand",
            "stance": self.temper.chance.choice(["", "for", "against"]),
        }

    def _go_home(self, _now: float) -> None:
        self.home = not self.room.runs

    def _plan(self, at: float, act: Act) -> None:
        heappush(self._plans, (at, next(self._numbers), act))


def _again(message: Message, _now: float) -> Message:
    """Send the same once more, with the same key."""
    return message

"""`forum.live.v1`: what goes over the wire. Written out for others in docs/live-protocol.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from pydantic_core import from_json, to_json

from forum.core.errors import ForumError, Invalid, TooMany
from forum.core.i18n import _
from forum.core.ids import is_once
from forum.core.text import clean
from forum.live.frames import text_frame
from forum.stage.patches import Patch
from forum.stage.regions import Picture
from forum.web.forms import Typed

NAME = "forum.live.v1"
MOST_FIELDS = 64


class Say(StrEnum):
    """The kinds of messages of the server, in `t`."""

    HI = "hi"
    SNAPSHOT = "snapshot"
    EVENT = "ev"
    STATE = "st"
    ACK = "ack"
    NACK = "nack"
    BYE = "bye"
    ERROR = "err"
    MORE = "more"


class State(StrEnum):
    """The kinds of states, in `k`; one of a poll has its ref behind a colon."""

    TALLY = "tally"
    QUEUE = "queue"
    PRESENCE = "presence"
    YOU = "you"


class Close(IntEnum):
    """Why a connection is closed."""

    BINARY = 1003
    NOT_JSON = 1007
    MISUSE = 1008
    TOO_BIG = 1009
    RESTART = 1012
    SIGNED_OUT = 4401
    TOO_SLOW = 4408


class Unreadable(ForumError):
    """A message that is not even one; the connection is closed with this code."""

    def __init__(self, close: Close, sentence: str) -> None:
        super().__init__("live.unreadable", sentence)
        self.close = close


@dataclass(frozen=True)
class Message:
    """What a client sent: the verb, its `once` key (empty if it cannot be one), other fields."""

    verb: str
    rid: str
    fields: Mapping[str, object]

    def typed(self) -> Typed:
        """Return the fields as those of a page's form, or say which cannot be."""
        return {clean(name)[:40]: _typed(name, value) for name, value in self.fields.items()}


def read(text: str) -> Message:
    """Return the message in a text frame."""
    try:
        message = from_json(text, allow_inf_nan=False)
    except ValueError:
        raise Unreadable(Close.NOT_JSON, _("This message is not JSON.")) from None
    if not isinstance(message, dict) or len(message) > MOST_FIELDS:
        raise Unreadable(Close.NOT_JSON, _("A message is an object with a few fields."))
    verb, rid = message.pop("do", ""), message.pop("rid", "")
    answerable = isinstance(rid, str) and is_once(rid)
    return Message(verb if isinstance(verb, str) else "", rid if answerable else "", message)


def hi(epoch: str, s: int, then: Say | None, you: Mapping[str, Any]) -> bytes:
    """Return the first frame: where the session is, how the rest follows, who you are in it."""
    followed = "snapshot" if then is Say.SNAPSHOT else "replay"
    return _frame({"t": Say.HI, "e": epoch, "s": s, "then": followed, "you": you})


def snapshot(s: int, picture: Picture) -> bytes:
    """Return the frame that replaces everything a client shows."""
    return _frame(
        {
            "t": Say.SNAPSHOT,
            "s": s,
            "singles": dict(picture.singles),
            "lists": {name: dict(rows) for name, rows in picture.lists.items()},
        }
    )


def event(s: int, kind: str, patch: Patch) -> bytes:
    """Return the frame of one event: what changes in the regions of this audience."""
    parts: dict[str, Any] = {"set": patch.set, "put": patch.put, "cut": patch.cut}
    changed = {name: part for name, part in parts.items() if part}
    return _frame({"t": Say.EVENT, "s": s, "k": kind, **changed})


def state(key: str, version: int, value: Mapping[str, Any]) -> bytes:
    """Return the frame of a state: a whole value, of which the newest counts."""
    return _frame({"t": Say.STATE, "k": key, "v": version, **value})


def ack(rid: str, result: Mapping[str, Any]) -> bytes:
    """Return the answer to what is done, and stored."""
    return _frame({"t": Say.ACK, "rid": rid, "ok": True, "dup": False, **result})


def nack(rid: str, refused: ForumError, *, retry: bool = False) -> bytes:
    """Return the answer to what is not done, with a sentence; with `retry` the same may be sent."""
    fields = {"fields": refused.fields} if isinstance(refused, Invalid) else {}
    again = retry or isinstance(refused, TooMany)
    answer = {"code": refused.code, "sentence": refused.message, "retry": again}
    return _frame({"t": Say.NACK, "rid": rid or None, **answer, **fields})


def bye(retry_ms: int) -> bytes:
    """Return the farewell of a server that restarts: come back after this many milliseconds."""
    return _frame({"t": Say.BYE, "retry_ms": retry_ms})


def error(sentence: str) -> bytes:
    """Return the last word before a connection is closed."""
    return _frame({"t": Say.ERROR, "sentence": sentence})


def more(seen: str) -> bytes:
    """Return the end of a long poll's answer: what to ask the next time."""
    return _frame({"t": Say.MORE, "seen": seen})


def _frame(message: Mapping[str, Any]) -> bytes:
    return text_frame(to_json(message))


def _typed(name: str, value: object) -> str | list[str]:
    match value:
        case str():
            return clean(value)
        case bool():
            return "yes" if value else "no"
        case int() if abs(value) < 1 << 53:
            return str(value)
        case list() if len(value) <= MOST_FIELDS:
            return [_one(name, item) for item in value]
    raise Invalid({clean(name)[:40]: _("This cannot be read. Please check it.")})


def _one(name: str, value: object) -> str:
    read_ = _typed(name, value)
    if isinstance(read_, list):
        raise Invalid({clean(name)[:40]: _("This cannot be read. Please check it.")})
    return read_

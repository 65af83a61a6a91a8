"""Reading and writing a whole batch of ballots at once.

Rows are sorted: two processes that lock the same rows in the same order cannot wait for each other
in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from tortoise.connection import get_connection

from forum.core.db import dialect
from forum.core.db.columns import columns
from forum.core.db.fields import to_json
from forum.voting.actions.statements import STATEMENTS

Seen = tuple[Any, ...]
"""What can change about an open poll, as the database returns it."""


class Key(NamedTuple):
    """One person in one poll."""

    poll_id: int
    person_id: int


class Row(NamedTuple):
    """A ballot as its table keeps it."""

    poll_id: int
    person_id: int
    marks: str
    reason: str
    once: str
    receipt: str

    @property
    def key(self) -> Key:
        return Key(self.poll_id, self.person_id)


class Kept(NamedTuple):
    """What is kept of a ballot cast before."""

    marks: str
    keys: frozenset[str]
    receipt: str
    cast_at: datetime


class Moved(NamedTuple):
    """A line of the running count after it changed."""

    poll_id: int
    marks: str
    votes: int
    changes: int


async def hold_polls(refs: Iterable[str]) -> dict[str, Seen]:
    """Return what can change about these polls; none of them closes before the transaction ends."""
    rows = await _run("polls", [(ref,) for ref in sorted(refs)])
    return {one["ref"]: tuple(one.values()) for one in rows}


async def insert_new(rows: Sequence[Row], at: datetime) -> set[Key]:
    """Keep the ballots of those who have none yet, and return whose that were."""
    return await _new("insert", rows, {row.key for row in rows}, "voted", at)


async def replace_kept(rows: Sequence[Row], at: datetime) -> None:
    """Put these ballots in the place of those cast before."""
    await _run("replace", rows, at)


async def kept_ballots(keys: Iterable[Key]) -> dict[Key, Kept]:
    """Return the ballots of these people, which nobody else changes before the transaction ends."""
    return {
        _key(one): Kept(
            one["marks"],
            frozenset([one["once"], *one["earlier"].split()]),
            one["receipt"],
            _moment(one["cast_at"]),
        )
        for one in await _run("kept", sorted(keys))
    }


async def add_to_tally(by: Mapping[tuple[int, str], int]) -> list[Moved]:
    """Add to the running count, (poll, marks) → more or fewer, and return the lines changed."""
    rows = [(*line, number) for line, number in sorted(by.items()) if number]
    return [Moved(**one) for one in await _run("tally", rows)]


async def cast_so_far(poll_ids: Iterable[int], *, secret: bool) -> dict[int, int]:
    """Return how many have voted in each of these polls, which are all secret or all not."""
    rows = await _run("cast in secret" if secret else "cast", [(one,) for one in sorted(poll_ids)])
    return {one["poll_id"]: one["cast"] for one in rows}


async def sign_roll(keys: Iterable[Key]) -> set[Key]:
    """Note who voted in a secret poll, and return those who had not yet."""
    asked = set(keys)
    return await _new("roll", sorted(asked), asked, "signed")


async def signed(keys: Iterable[Key]) -> set[Key]:
    """Return who of these has voted in a secret poll."""
    return {_key(one) for one in await _run("signed", sorted(keys))}


async def keep_secret(ballots: Iterable[tuple[str, int, str]]) -> None:
    """Keep secret ballots (key, poll, marks) in the order of their random keys."""
    await _run("secret", sorted(ballots))


async def _new(
    name: str, rows: Sequence[Sequence[Any]], keys: set[Key], there: str, *more: object
) -> set[Key]:
    """Insert what is not there yet, and return the keys of what was not.

    In SQLite nobody else writes meanwhile, so it is asked first: a statement that returns rows
    hands the interpreter's lock to its thread and back with each of them.
    """
    if dialect() == "postgres":
        return {_key(one) for one in await _run(name, rows, *more)}
    known = {_key(one) for one in await _run(there, sorted(keys))}
    await _run(name, rows, *more)
    return keys - known


async def _run(name: str, rows: Sequence[Sequence[Any]], *more: object) -> list[dict[str, Any]]:
    if not rows:
        return []
    here = dialect()
    values = columns(rows) if here == "postgres" else [to_json(rows)]
    sql = STATEMENTS[here][name]
    return await get_connection("default").execute_query_dict(sql, [*values, *more])


def _key(row: Mapping[str, Any]) -> Key:
    return Key(row["poll_id"], row["person_id"])


def _moment(kept: str | datetime) -> datetime:
    return kept if isinstance(kept, datetime) else datetime.fromisoformat(kept)

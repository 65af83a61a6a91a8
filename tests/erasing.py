"""What tests of erasing share: somebody who has just signed in, and where words may still stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tortoise.connection import get_connection

from forum.access.policy import Actor
from forum.accounts.models import SignIn
from forum.core import clock
from forum.core.db import dialect
from forum.core.ids import digest, new_secret

TABLES = {
    "sqlite": (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_words%'"
    ),
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
}
WHOLE = {"sqlite": 'SELECT * FROM "{0}"', "postgres": 'SELECT t::text AS row FROM "{0}" AS t'}


async def just_signed_in(who: Actor) -> Actor:
    """The same person, on a device on which they have just signed in."""
    now = clock.now()
    made = await SignIn.create(
        person_id=who.person_id,
        token_digest=digest(new_secret()),
        device="Firefox, Linux",
        started_at=now,
        seen_at=now,
    )
    return replace(who, sign_in_id=made.id)


async def tables_with(words: str) -> set[str]:
    """Return the tables in which these words stand somewhere."""
    ask = get_connection("default").execute_query_dict
    names = [row["name"] for row in await ask(TABLES[dialect()])]
    return {name for name in names if words in repr(await ask(WHOLE[dialect()].format(name)))}


def in_file(url: str, words: str) -> list[str]:
    """Return which files of a SQLite database hold these words, letter by letter."""
    file = Path(url.removeprefix("sqlite://"))
    beside = [file.with_name(file.name + ending) for ending in ("", "-wal", "-shm")]
    return [one.name for one in beside if one.exists() and words.encode() in one.read_bytes()]

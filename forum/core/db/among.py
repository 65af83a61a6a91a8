"""Asking about many at once, in a statement that stays the same however many they are.

The ORM writes every value into the words of its query: with five hundred people that takes longer
than to answer it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from tortoise.connection import get_connection

from forum.core.db import dialect

_AMONG = {"sqlite": "IN (SELECT value FROM json_each({0}))", "postgres": "= ANY({0}::{1}[])"}


async def ask_among(
    question: str, *values: Collection[int] | Collection[str]
) -> list[dict[str, Any]]:
    """Return the rows of a query in which `{0}`, `{1}` … stand for "is among these values".

    Moments come as the database keeps them; `moment` reads them.
    """
    kind = dialect()
    words, given = list[str](), list[Any]()
    for number, some in enumerate(values, 1):
        of_text = any(isinstance(one, str) for one in some)
        place = f"${number}" if kind == "postgres" else f"?{number}"
        words.append(_AMONG[kind].format(place, "text" if of_text else "bigint"))
        given.append(json.dumps(list(some)) if kind == "sqlite" else list(some))
    return await get_connection("default").execute_query_dict(question.format(*words), given)


def moment(kept: datetime | str) -> datetime:
    """Return a moment that came from either database."""
    return datetime.fromisoformat(kept) if isinstance(kept, str) else kept

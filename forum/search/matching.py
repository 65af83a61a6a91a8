"""Asking the index: which things have the words, and which of them have them best.

The two databases agree on what is found: words are whole words in any of their forms, without
marks on letters; all of them must be there, or any. What narrows a search (kind, agency, number,
component) stands in the index as words that nobody can type, so that a count reads no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tortoise.connection import get_connection

from forum.core.db import dialect
from forum.search.affixes import forms, roots
from forum.search.rules import Kind, Narrowed

RANKED = 1_000
"""So many of the latest matches are compared; more would take too long, and nobody reads them."""

WEIGHTS = {Kind.CLAUSE: (0.6, 1.0)}
"""How much a word in the title counts beside one in the text; of most kinds four times as much. The
title of a clause is that of its standard, the same for all of them."""


@dataclass(frozen=True)
class Sought:
    """Words, and for some of them the components of standards that go by this word."""

    words: tuple[str, ...]
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    every: bool = True
    agency_id: int | None = None
    narrowed: Narrowed = field(default_factory=Narrowed)

    def loosened(self) -> Sought:
        """Return the same search, content with any of the words."""
        return replace(self, every=False)


async def counts(sought: Sought, kinds: Iterable[Kind]) -> dict[Kind, int]:
    """Return how many things of each kind match; one query."""
    parts, values = [], list[Any]()
    for kind in kinds:
        sql, given = _matches(sought, kind, "COUNT(*)")
        parts.append(f"SELECT '{kind.value}' AS kind, ({sql}) AS number")
        values += given
    rows = await _ask(" UNION ALL ".join(parts), values)
    return {Kind(row["kind"]): row["number"] for row in rows}


async def best(sought: Sought, kind: Kind, *, offset: int, limit: int) -> list[int]:
    """Return the ids of what matches best, among the latest matches: the best first."""
    title, body = WEIGHTS.get(kind, (4.0, 1.0))
    if dialect() == "sqlite":
        sql, values = _matches(
            sought,
            kind,
            "search_words.rowid AS id, "
            f"-bm25(search_words, {float(title)}, {float(body)}, 0.0) AS score",
        )
        latest = f"{sql} ORDER BY search_words.rowid DESC LIMIT {RANKED}"
    else:
        sql, values = _matches(sought, kind, "d.id")
        weights = f"{{0.1, 0.1, {body / 4}, {title / 4}}}"  # none above one
        asked, again = _tsquery(sought, kind)
        values += again
        # Without the wall around it, the planner would read the table backwards for rare words.
        latest = (
            f"WITH hits AS MATERIALIZED ({sql}), "  # noqa: S608 - our own words, values apart
            f"latest AS (SELECT id FROM hits ORDER BY id DESC LIMIT {RANKED}) "
            f"SELECT l.id, ts_rank('{weights}', v.vector, {asked}) AS score "
            "FROM latest l JOIN search_document v ON v.id = l.id"
        )
    rows = await _ask(
        f"SELECT e.source_id FROM ({latest}) AS ranked "  # noqa: S608 - likewise
        "JOIN search_document e ON e.id = ranked.id "
        f"ORDER BY ranked.score DESC, ranked.id DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    return [row["source_id"] for row in rows]


def _matches(sought: Sought, kind: Kind, wanted: str) -> tuple[str, list[Any]]:
    """Return a query for what matches, and its values."""
    also, given = _conditions(sought.narrowed, kind)
    if dialect() == "sqlite":
        joined = " JOIN search_document d ON d.id = search_words.rowid" if also else ""
        found = f"search_words{joined} WHERE search_words MATCH ?"
        values: list[Any] = [_fts5(sought, kind)]
    else:
        asked, values = _tsquery(sought, kind)
        found = f"search_document d WHERE d.vector @@ {asked}"
    return " AND ".join([f"SELECT {wanted} FROM {found}", *also]), values + given  # noqa: S608 - likewise


def _conditions(narrowed: Narrowed, kind: Kind) -> tuple[list[str], list[Any]]:
    """Return what the words of the index cannot tell, because it changes elsewhere."""
    also, values = list[str](), list[Any]()
    if kind is Kind.CLAUSE:
        also.append(_NOT_THE_SAME_AGAIN)
    if narrowed.phase is not None:
        also.append(_PHASE_OF_VERSION if kind is Kind.CLAUSE else _PHASE)
        values.append(narrowed.phase.value)
    if narrowed.label and kind is Kind.ANSWER:
        also.append(_ANSWERS_LABEL)
        values.append(narrowed.label)
    if narrowed.disposition is not None:
        also.append(_ANSWERED_AS if kind is Kind.CONTRIBUTION else _ANSWER_IS)
        values.append(narrowed.disposition.value)
    return also, values


def _facets(sought: Sought, kind: Kind) -> list[str]:
    found = [f"xk{kind.value}"]
    if sought.agency_id is not None:
        found.append(f"xa{int(sought.agency_id)}")
    if sought.narrowed.label and kind is not Kind.ANSWER:
        found.append(f"xn{sought.narrowed.label.replace('.', 'z')}")
    return found


def _fts5(sought: Sought, kind: Kind) -> str:
    """Return the question in the language of FTS5; every word of it is quoted."""
    words = []
    for word in sought.words:
        either = " OR ".join(f'"{form}"' for form in forms(word))
        one = f"{{title body}} : ({either})"
        if parts := sought.parts.get(word):
            named = " OR ".join(f'"{part}"' for part in parts)
            one = f"({one} OR facets : ({named}))"
        words.append(one)
    narrowing = " AND ".join(f'"{facet}"' for facet in _facets(sought, kind))
    joined = (" AND " if sought.every else " OR ").join(words)
    return f"facets : ({narrowing}) AND ({joined})"


def _tsquery(sought: Sought, kind: Kind) -> tuple[str, list[Any]]:
    """Return the question as an expression of PostgreSQL, and its values."""
    words, values = [], list[Any]()
    for word in sought.words:
        either = ["to_tsquery('indonesian', ?)", "to_tsquery('english', ?)"]
        values += [" | ".join(sorted(roots(word))), word]
        for part in sought.parts.get(word, ()):
            either.append("?::tsquery")
            values.append(f"'{part}'")
        words.append(f"({' || '.join(either)})")
    joined = (" && " if sought.every else " || ").join(words)
    values.append(" & ".join(f"'{facet}'" for facet in _facets(sought, kind)))
    return f"(({joined}) && ?::tsquery)", values


async def _ask(sql: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    if dialect() == "postgres":
        pieces = sql.split("?")
        sql = pieces[0] + "".join(f"${n}{piece}" for n, piece in enumerate(pieces[1:], 1))
        sql = _typed(sql)
    return await get_connection("default").execute_query_dict(sql, list(values))


def _typed(sql: str) -> str:
    """Say that what goes in is text: PostgreSQL would take the name of a type for it."""
    return re.sub(r"\$(\d+)(::tsquery)?", r"($\1::text)\2", sql)


_NOT_THE_SAME_AGAIN = (
    "NOT EXISTS (SELECT 1 FROM search_document later WHERE later.kind = 'clause' "
    "AND later.lineage = d.lineage AND later.version_id > d.version_id AND later.body = d.body)"
)
"""A clause that goes on unchanged is found once: as it is discussed, not as it was before."""
_PHASE = "d.consultation_id IN (SELECT c.id FROM consultation c WHERE c.phase = ?)"
_PHASE_OF_VERSION = (
    "EXISTS (SELECT 1 FROM consultation c WHERE c.version_id = d.version_id AND c.phase = ?)"
)
_ANSWERED_AS = (
    "EXISTS (SELECT 1 FROM response_contribution a JOIN response r ON r.id = a.response_id "
    "WHERE a.contribution_id = d.source_id AND r.state = 'approved' AND r.disposition = ?)"
)
_ANSWER_IS = "EXISTS (SELECT 1 FROM response r WHERE r.id = d.source_id AND r.disposition = ?)"
_ANSWERS_LABEL = (
    "EXISTS (SELECT 1 FROM response_contribution a JOIN contribution c ON c.id = a.contribution_id "
    "WHERE a.response_id = d.source_id AND c.label = ?)"
)

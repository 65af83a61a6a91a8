"""What a database looks like from outside: its indexes and the numbers of its rows."""

from __future__ import annotations

from tortoise.connection import get_connection

from forum.core.db import dialect

SQLITE_INDEXES = """
SELECT t.name AS "table", i."unique", i.partial,
       (SELECT group_concat(name) FROM pragma_index_info(i.name)) AS columns
FROM sqlite_master t JOIN pragma_index_list(t.name) i
WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'
"""
POSTGRES_INDEXES = """
SELECT t.relname AS "table", i.indisunique AS "unique", i.indpred IS NOT NULL AS partial,
       (SELECT string_agg(a.attname, ',' ORDER BY array_position(i.indkey, a.attnum))
        FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY(i.indkey)) AS columns
FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND NOT i.indisprimary
"""


async def indexes() -> list[tuple[str, str, bool, bool]]:
    """Return table, columns, whether unique and whether partial, of each index there is."""
    query = SQLITE_INDEXES if dialect() == "sqlite" else POSTGRES_INDEXES
    return sorted(
        (row["table"], row["columns"], bool(row["unique"]), bool(row["partial"]))
        for row in await get_connection("default").execute_query_dict(query)
        if row["table"] != "tortoise_migrations"
    )


async def count(table: str) -> int:
    """Return how many rows the table has."""
    [row] = await get_connection("default").execute_query_dict(
        f'SELECT count(*) AS rows FROM "{table}"'  # noqa: S608 - our own names
    )
    rows: int = row["rows"]
    return rows


async def run(*statements: str) -> None:
    """Run SQL that means the same on both databases."""
    for statement in statements:
        await get_connection("default").execute_query(statement)

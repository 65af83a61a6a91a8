"""What was ever written to a database, whoever made its tables."""

from __future__ import annotations

from tortoise.connection import get_connection

from forum.core.db import dialect

TABLES = {
    # Not the tables in which SQLite keeps its own index of words.
    "sqlite": "SELECT name FROM pragma_table_list"
    " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()",
}
BY_MIGRATIONS = frozenset({"tortoise_migrations", "seal_key"})
"""Say which tables were made, and hold the key drawn with them, before anything is written."""


async def tables_with_rows() -> set[str]:
    """Return the names of the tables of the open database that are not empty."""
    connection = get_connection("default")
    names = [one["name"] for one in await connection.execute_query_dict(TABLES[dialect()])]
    filled = set[str]()
    for name in names:
        quoted = name.replace('"', '""')
        first = f'SELECT 1 FROM "{quoted}" LIMIT 1'  # noqa: S608 - a name that the database gave
        if name not in BY_MIGRATIONS and await connection.execute_query_dict(first):
            filled.add(name)
    return filled

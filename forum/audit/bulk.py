"""Writing many entries of the record at once: as few statements for two thousand as for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tortoise.connection import get_connection

from forum.audit.rules import SALT_BYTES
from forum.core.db import dialect
from forum.core.db.fields import to_json


class Prepared(NamedTuple):
    """One entry that is ready to be written: its exact bytes, and what its commitments open to.

    Each opening is a kind, a salt and a value. The leaf is kept in hex, as the table keeps it.
    """

    leaf: str
    entry: str
    type: str
    ctx: str
    subject: str
    openings: tuple[tuple[str, bytes, str], ...]


async def record_all(prepared: Iterable[Prepared]) -> None:
    """Add these entries inside the caller's transaction, in the order of their leaves.

    That order is as good as shuffled, so it does not tell which of them came first.
    """
    entries = sorted(prepared)
    if not entries:
        return
    database, sql = get_connection("default"), _SQL[dialect()]
    written = await database.execute_query_dict(sql.entries, _columns([one[:5] for one in entries]))
    seqs = {row["leaf"]: row["seq"] for row in written}
    openings = [
        (seqs[one.leaf], kind, value, salt) for one in entries for kind, salt, value in one.openings
    ]
    salts = [opening[3] for opening in openings]
    if any(len(salt) != SALT_BYTES for salt in salts):
        raise ValueError("a salt has 32 bytes")
    if openings:
        together = salts if dialect() == "postgres" else b"".join(salts)
        columns = _columns([opening[:3] for opening in openings])
        await database.execute_query(sql.openings, [*columns, together])


def _columns(rows: list[tuple[object, ...]]) -> list[object]:
    """Return the rows as the statement takes them: a list for each column, or one JSON text."""
    if dialect() == "postgres":
        return [list(column) for column in zip(*rows, strict=True)]
    return [to_json(rows)]


class _Statements(NamedTuple):
    entries: str
    openings: str


_SQL = {
    # A blob does not fit into JSON, so all salts come as one, cut where each belongs.
    "sqlite": _Statements(
        "INSERT INTO log_entry (leaf, entry, type, ctx, subject)"
        " SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)"
        " RETURNING seq, leaf",
        "INSERT INTO log_opening (entry_id, kind, value, salt)"
        " SELECT value->>0, value->>1, value->>2, substr(?2, 1 + key * 32, 32)"
        " FROM json_each(?1)",
    ),
    "postgres": _Statements(
        "INSERT INTO log_entry (leaf, entry, type, ctx, subject)"
        " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])"
        " RETURNING seq, leaf",
        "INSERT INTO log_opening (entry_id, kind, value, salt)"
        " SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[])",
    ),
}

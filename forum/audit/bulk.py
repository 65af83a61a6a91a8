"""Writing many entries of the record at once: as few statements for two thousand as for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tortoise.connection import get_connection

from forum.audit.rules import SALT_BYTES
from forum.core.db import dialect
from forum.core.db.columns import array, columns
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
    rows = [one[:5] for one in entries]
    openings = [(one.leaf, kind, value) for one in entries for kind, _, value in one.openings]
    salts = [salt for one in entries for _, salt, _ in one.openings]
    if any(len(salt) != SALT_BYTES for salt in salts):
        raise ValueError("a salt has 32 bytes")
    together = b"".join(salts)
    database = get_connection("default")
    if dialect() == "postgres":
        told = columns(openings) or ["", "", ""]
        await database.execute_query(_POSTGRES, [*columns(rows), *told, together])
        return
    await database.execute_query(_SQLITE_ENTRIES, [to_json(rows)])
    await database.execute_query(_SQLITE_OPENINGS, [to_json(openings), together])


# A blob fits neither into JSON nor among texts, so all salts come as one, cut where each belongs.
_POSTGRES = f"""
    WITH written AS (
        INSERT INTO log_entry (leaf, entry, type, ctx, subject)
        SELECT * FROM unnest({array(1)}, {array(2)}, {array(3)}, {array(4)}, {array(5)})
        RETURNING seq, leaf
    )
    INSERT INTO log_opening (entry_id, kind, value, salt)
    SELECT written.seq, told.kind, told.value, substr($9::bytea, 32 * told.place::int - 31, 32)
    FROM unnest({array(6)}, {array(7)}, {array(8)})
        WITH ORDINALITY AS told (leaf, kind, value, place)
    JOIN written USING (leaf)
"""  # noqa: S608 - made of our own words

# No RETURNING here: its rows would hand the interpreter's lock to and fro, one by one.
_SQLITE_ENTRIES = """
    INSERT INTO log_entry (leaf, entry, type, ctx, subject)
    SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?)
"""
_SQLITE_OPENINGS = """
    INSERT INTO log_opening (entry_id, kind, value, salt)
    SELECT written.seq, told.value->>1, told.value->>2, substr(?2, 1 + told.key * 32, 32)
    FROM json_each(?1) AS told CROSS JOIN log_entry AS written ON written.leaf = told.value->>0
"""

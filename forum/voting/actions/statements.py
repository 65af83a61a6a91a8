"""The statements that take a whole batch of ballots, for both databases.

SQLite gets one JSON text a statement, so that its thread takes the interpreter's lock once and not
once a row; PostgreSQL gets a text for each column (`core.db.columns`).
"""

# ruff: noqa: S608 - made of our own words
from __future__ import annotations

from forum.core.db.columns import array

SQLITE = {
    "polls": """
        SELECT p.ref, p.state, p.barred_id, c.phase, c.opens_at, c.closes_at, c.respond_by
        FROM json_each(?) AS asked CROSS JOIN poll AS p ON p.ref = asked.value->>0
        JOIN consultation AS c ON c.id = p.consultation_id
    """,
    # A form that was replaced may still come again, after its answer was lost on the way: the last
    # eighty keys of each voter are kept.
    # Without its WHERE, the SELECT would take ON CONFLICT for a join.
    "insert": """
        INSERT INTO ballot (poll_id, person_id, marks, reason, once, receipt, cast_at)
        SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, ?2
        FROM json_each(?1) WHERE true
        ON CONFLICT (poll_id, person_id) DO NOTHING
    """,
    "voted": """
        SELECT b.poll_id, b.person_id
        FROM json_each(?) AS asked CROSS JOIN ballot AS b
        ON b.poll_id = asked.value->>0 AND b.person_id = asked.value->>1
    """,
    "replace": """
        INSERT INTO ballot (poll_id, person_id, marks, reason, once, receipt, cast_at)
        SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, ?2
        FROM json_each(?1) WHERE true
        ON CONFLICT (poll_id, person_id) DO UPDATE SET
            marks = excluded.marks, reason = excluded.reason, once = excluded.once,
            receipt = excluded.receipt, cast_at = excluded.cast_at,
            earlier = substr(ballot.earlier || ' ' || ballot.once, -2000)
    """,
    "kept": """
        SELECT b.poll_id, b.person_id, b.marks, b.once, b.earlier, b.receipt, b.cast_at
        FROM json_each(?) AS asked CROSS JOIN ballot AS b
        ON b.poll_id = asked.value->>0 AND b.person_id = asked.value->>1
    """,
    "tally": """
        INSERT INTO tally (poll_id, marks, votes, changes)
        SELECT value->>0, value->>1, value->>2, 1 FROM json_each(?) WHERE true
        ON CONFLICT (poll_id, marks) DO UPDATE SET
            votes = tally.votes + excluded.votes, changes = tally.changes + 1
        RETURNING poll_id, marks, votes, changes
    """,
    "cast": """
        SELECT poll_id, sum(votes) AS cast FROM tally
        WHERE poll_id IN (SELECT value->>0 FROM json_each(?)) GROUP BY poll_id
    """,
    "roll": """
        INSERT INTO secret_roll (poll_id, person_id)
        SELECT value->>0, value->>1 FROM json_each(?) WHERE true
        ON CONFLICT (poll_id, person_id) DO NOTHING
    """,
    "signed": """
        SELECT r.poll_id, r.person_id
        FROM json_each(?) AS asked CROSS JOIN secret_roll AS r
        ON r.poll_id = asked.value->>0 AND r.person_id = asked.value->>1
    """,
    "cast in secret": """
        SELECT poll_id, count(*) AS cast FROM secret_roll
        WHERE poll_id IN (SELECT value->>0 FROM json_each(?)) GROUP BY poll_id
    """,
    # Row numbers drawn at random: rising ones would tell in which order the ballots were cast.
    "secret": """
        INSERT INTO secret_ballot (rowid, key, poll_id, marks)
        SELECT random(), value->>0, value->>1, value->>2 FROM json_each(?)
    """,
}

POSTGRES = {
    # Many may hold a poll so at once; whoever closes it waits for them all.
    "polls": f"""
        SELECT p.ref, p.state, p.barred_id, c.phase, c.opens_at, c.closes_at, c.respond_by
        FROM poll AS p JOIN consultation AS c ON c.id = p.consultation_id
        WHERE p.ref = ANY({array(1)}) ORDER BY p.id FOR SHARE OF p
    """,
    "insert": f"""
        INSERT INTO ballot (poll_id, person_id, marks, reason, once, receipt, cast_at)
        SELECT *, $7 FROM unnest(
            {array(1, "bigint")}, {array(2, "bigint")},
            {array(3)}, {array(4)}, {array(5)}, {array(6)}
        )
        ON CONFLICT (poll_id, person_id) DO NOTHING
        RETURNING poll_id, person_id
    """,
    "replace": f"""
        INSERT INTO ballot (poll_id, person_id, marks, reason, once, receipt, cast_at)
        SELECT *, $7 FROM unnest(
            {array(1, "bigint")}, {array(2, "bigint")},
            {array(3)}, {array(4)}, {array(5)}, {array(6)}
        )
        ON CONFLICT (poll_id, person_id) DO UPDATE SET
            marks = excluded.marks, reason = excluded.reason, once = excluded.once,
            receipt = excluded.receipt, cast_at = excluded.cast_at,
            earlier = right(ballot.earlier || ' ' || ballot.once, 2000)
    """,
    "kept": f"""
        SELECT b.poll_id, b.person_id, b.marks, b.once, b.earlier, b.receipt, b.cast_at
        FROM ballot AS b
        JOIN unnest({array(1, "bigint")}, {array(2, "bigint")}) AS asked (poll_id, person_id)
        USING (poll_id, person_id)
        ORDER BY b.poll_id, b.person_id FOR UPDATE OF b
    """,
    "tally": f"""
        INSERT INTO tally (poll_id, marks, votes, changes)
        SELECT *, 1 FROM unnest({array(1, "bigint")}, {array(2)}, {array(3, "int")})
        ON CONFLICT (poll_id, marks) DO UPDATE SET
            votes = tally.votes + excluded.votes, changes = tally.changes + 1
        RETURNING poll_id, marks, votes, changes
    """,
    "cast": f"""
        SELECT poll_id, sum(votes) AS cast FROM tally
        WHERE poll_id = ANY({array(1, "bigint")}) GROUP BY poll_id
    """,
    "roll": f"""
        INSERT INTO secret_roll (poll_id, person_id)
        SELECT * FROM unnest({array(1, "bigint")}, {array(2, "bigint")})
        ON CONFLICT (poll_id, person_id) DO NOTHING
        RETURNING poll_id, person_id
    """,
    "signed": f"""
        SELECT r.poll_id, r.person_id
        FROM secret_roll AS r
        JOIN unnest({array(1, "bigint")}, {array(2, "bigint")}) AS asked (poll_id, person_id)
        USING (poll_id, person_id)
    """,
    "cast in secret": f"""
        SELECT poll_id, count(*) AS cast FROM secret_roll
        WHERE poll_id = ANY({array(1, "bigint")}) GROUP BY poll_id
    """,
    "secret": f"""
        INSERT INTO secret_ballot (key, poll_id, marks)
        SELECT * FROM unnest({array(1)}, {array(2, "bigint")}, {array(3)})
    """,
}

STATEMENTS = {"sqlite": SQLITE, "postgres": POSTGRES}

"""The certificate of a poll: what was counted, by which rule, and what came of it, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from forum.voting.recount import Count, Decision
from forum.voting.rules import CANNOT_BE_SECRET


def certificate(
    counted: Count,
    decision: Decision,
    *,
    rule: dict[str, Any],
    entitled: int | None,
    present: int,
    opened_at: datetime | None,
    closed_at: datetime,
    csv_sha256: str,
) -> dict[str, Any]:
    """Return the certificate; `rule` is the plan of the poll as data.

    Where fewer than twenty could vote it says that nothing could be secret (`few`).
    """
    electors = counted.cast if entitled is None else entitled
    return {
        "v": 1,
        "entitled": entitled,
        "present": present,
        "cast": counted.cast,
        "valid": counted.valid,
        "blank": counted.blank,
        "per_option": list(counted.per_option),
        "hands": list(decision.hands),
        "winners": list(counted.winners),
        "order": _lists(counted.order),
        "steps": [{**asdict(step), "rows": _lists(step.rows)} for step in counted.steps],
        "result": asdict(decision),
        "rule": rule,
        "opened_at": opened_at.isoformat() if opened_at else "",
        "closed_at": closed_at.isoformat(),
        "few": electors < CANNOT_BE_SECRET,
        "sha256": csv_sha256,
    }


def _lists(rows: Sequence[Sequence[int]]) -> list[list[int]]:
    return [list(row) for row in rows]

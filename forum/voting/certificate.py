"""The certificate of a poll: what was counted, by which rule, and what came of it, as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from forum.voting.recount import Count, Decision
from forum.voting.rules import CANNOT_BE_SECRET


def certificate(
    counted: Count,
    decision: Decision,
    *,
    rule: Mapping[str, Any],
    abstain: int | None,
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
    told = {
        **asdict(counted),
        "v": 1,
        "entitled": entitled,
        "present": present,
        "hands": decision.hands,
        "result": asdict(decision),
        "rule": {**rule, "abstain": abstain},
        "opened_at": opened_at.isoformat() if opened_at else "",
        "closed_at": closed_at.isoformat(),
        "few": electors < CANNOT_BE_SECRET,
        "sha256": csv_sha256,
    }
    as_kept: dict[str, Any] = json.loads(json.dumps(told))
    return as_kept


def poll_json(certified: Mapping[str, Any]) -> str:
    """Return the file that `recount.py` reads beside the ballots: rules, and the result claimed."""
    rule = certified["rule"]
    return json.dumps(
        {
            "question": _told(rule["question"]),
            "options": [_told(option["words"]) for option in rule["options"]],
            **{key: rule[key] for key in ("method", "ranking", "abstain", "majority", "quorum")},
            **{key: certified[key] for key in ("entitled", "hands", "sha256")},
            "claimed": {
                **{key: certified[key] for key in ("cast", "valid", "blank", "per_option")},
                **{key: certified[key] for key in ("winners", "order")},
                **certified["result"],
            },
            "rule": {key: value for key, value in rule.items() if key != "abstain"},
        },
        ensure_ascii=False,
        indent=2,
    )


def rule_sha256(rule: Mapping[str, Any]) -> str:
    """Return the fingerprint under which the record fixes a plan when its poll opens."""
    data = json.dumps(rule, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()


def _told(words: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(words.values()))

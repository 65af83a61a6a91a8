"""The figures of moderation, computed from entries of the record and from nothing else.

Whoever has the entries, from `/log` or a bundle, comes to the same: no table is asked. Halves and
ninety-five in a hundred are taken by rank: the value that so many of all do not exceed.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from forum.audit.rules import short_code

TYPES = (
    *("comment.held", "comment.hidden", "comment.redacted", "comment.withdrawn"),
    "erasure.executed",
    *("report.received", "moderation.decided", "moderation.lapsed", "moderation.reviewed"),
    *("appeal.filed", "appeal.decided"),
)
"""What the figures are made of."""
GOAL = timedelta(hours=24)
APPEAL_GOAL = timedelta(days=7)

Line = tuple[bytes, Mapping[str, Any]]
"""The leaf hash of an entry, and the entry."""


@dataclass(frozen=True)
class Case:
    """One decision as the record tells it; `appeal` is empty, `filed`, or what came of it."""

    leaf: bytes
    at: datetime
    ctx: str
    subject: str
    measure: str
    rule: str
    ground: str
    source: str
    found_by_pattern: bool
    automatic: bool
    urgent: bool
    second: bool
    days: int
    statement: bool
    appeal_until: str
    waited: timedelta | None = None
    appeal: str = ""
    lapsed: bool = False

    @property
    def code(self) -> str:
        """The code of the receipt of its entry."""
        return short_code(self.leaf)


@dataclass(frozen=True)
class Times:
    """How long something took: of how many, half of them at most, 95 in 100 at most, in time."""

    of: int
    median: timedelta | None
    p95: timedelta | None
    in_time: int


@dataclass(frozen=True)
class Figures:
    """What moderation comes to."""

    decisions: int
    measures: Mapping[str, int]
    rules: Mapping[str, int]
    sources: Mapping[str, int]
    reports: int
    waiting: int
    first_decision: Times
    appeals: int
    appeal_outcomes: Mapping[str, int]
    appeal_decision: Times
    reviewed: int
    agreed: int
    limiting: int
    with_statement: int
    lapsed: int
    automatic: int
    hidden_without_decision: int

    @property
    def overturned(self) -> int:
        """How many decisions did not stand when somebody appealed."""
        return sum(count for name, count in self.appeal_outcomes.items() if name != "upheld")

    @property
    def appeals_decided(self) -> int:
        """Of how many appeals."""
        return sum(self.appeal_outcomes.values())

    def as_json(self) -> dict[str, Any]:
        """Return the figures as they are published for programs; times are whole seconds."""
        return {
            "decisions": self.decisions,
            "measures": dict(self.measures),
            "rules": dict(self.rules),
            "sources": dict(self.sources),
            "automatic": self.automatic,
            "lapsed": self.lapsed,
            "reports": self.reports,
            "waiting": self.waiting,
            "first_decision": _told(self.first_decision),
            "appeals": {
                "filed": self.appeals,
                "decided": self.appeals_decided,
                "outcomes": dict(self.appeal_outcomes),
                "overturned": self.overturned,
                "decision": _told(self.appeal_decision),
            },
            "blind_look": {"judged": self.reviewed, "agreed": self.agreed},
            "statements": {"of": self.limiting, "with": self.with_statement},
            "hidden_without_decision": self.hidden_without_decision,
        }


def cases_of(lines: Iterable[Line]) -> list[Case]:
    """Return every decision, oldest first, with what came of it."""
    return _folded(lines)[0]


def figures_of(lines: Sequence[Line]) -> Figures:
    """Return what these entries come to."""
    cases, waiting = _folded(lines)
    limiting = [one for one in cases if one.measure != "keep"]
    reviews = [entry["d"]["agrees"] for _, entry in lines if entry["type"] == "moderation.reviewed"]
    filed, decided = _appeals(lines)
    return Figures(
        decisions=len(cases),
        measures=_counted(one.measure for one in cases),
        rules=_counted(one.rule for one in limiting if one.rule),
        sources=_counted(one.source for one in cases),
        reports=sum(entry["type"] == "report.received" for _, entry in lines),
        waiting=len(waiting),
        first_decision=_times([one.waited for one in cases if one.waited is not None], GOAL),
        appeals=len(filed),
        appeal_outcomes=_counted(outcome for _, outcome in decided.values()),
        appeal_decision=_times(
            [at - filed[ref] for ref, (at, _) in decided.items() if ref in filed], APPEAL_GOAL
        ),
        reviewed=len(reviews),
        agreed=sum(reviews),
        limiting=len(limiting),
        with_statement=sum(one.statement for one in limiting),
        lapsed=sum(one.lapsed for one in cases),
        automatic=sum(one.automatic for one in cases),
        hidden_without_decision=_without_decision(lines),
    )


def _folded(lines: Iterable[Line]) -> tuple[list[Case], dict[str, datetime]]:
    """Return every decision, and since when each contribution waits that was held or reported."""
    cases: dict[str, Case] = {}
    waiting: dict[str, datetime] = {}
    for leaf, entry in lines:
        subject, ref = _about(entry), entry.get("ref", "")
        match entry["type"]:
            case "comment.held" | "report.received":
                waiting.setdefault(subject, _at(entry))
            case "comment.withdrawn" | "erasure.executed":
                waiting.pop(subject, None)
            case "moderation.decided":
                since = waiting.pop(subject, None)
                cases[base64.b64encode(leaf).decode()] = _case(leaf, entry, since)
            case "moderation.lapsed" if ref in cases:
                if cases[ref].waited is not None:  # it is as if nobody had decided
                    waiting.setdefault(subject, _at(entry))
                cases[ref] = replace(cases[ref], lapsed=True)
            case "appeal.filed" if ref in cases:
                cases[ref] = replace(cases[ref], appeal="filed")
            case "appeal.decided" if ref in cases:
                cases[ref] = replace(cases[ref], appeal=entry["d"]["outcome"])
    return list(cases.values()), waiting


def _case(leaf: bytes, entry: Mapping[str, Any], since: datetime | None) -> Case:
    d, at = entry["d"], _at(entry)
    return Case(
        leaf=leaf,
        at=at,
        ctx=entry.get("ctx", ""),
        subject=entry.get("id", ""),
        measure=d["action"],
        rule=d["rule"],
        ground=d["ground"],
        source=d["source"],
        found_by_pattern=d["auto_detect"],
        automatic=d["auto_decide"],
        urgent=d["urgent"],
        second=d["second"],
        days=d["duration_days"],
        statement="statement" in entry.get("c", {}),
        appeal_until=d["appeal_until"],
        waited=max(at - since, timedelta()) if since else None,
    )


def _appeals(
    lines: Iterable[Line],
) -> tuple[dict[str, datetime], dict[str, tuple[datetime, str]]]:
    """Return when each decision was appealed against, and when that was decided, and how."""
    filed: dict[str, datetime] = {}
    decided: dict[str, tuple[datetime, str]] = {}
    for _, entry in lines:
        if entry["type"] == "appeal.filed":
            filed.setdefault(entry["ref"], _at(entry))
        elif entry["type"] == "appeal.decided":
            decided[entry["ref"]] = (_at(entry), entry["d"]["outcome"])
    return filed, decided


def _without_decision(lines: Sequence[Line]) -> int:
    """Return how often words were hidden or covered without a decision that stands before it."""
    decided = {
        base64.b64encode(leaf).decode()
        for leaf, entry in lines
        if entry["type"] in ("moderation.decided", "moderation.lapsed", "appeal.decided")
    }
    limited = ("comment.hidden", "comment.redacted")
    return sum(
        entry["type"] in limited and entry.get("ref", "") not in decided for _, entry in lines
    )


def _times(took: Sequence[timedelta], goal: timedelta) -> Times:
    ordered = sorted(took)
    return Times(
        of=len(ordered),
        median=_rank(ordered, 50),
        p95=_rank(ordered, 95),
        in_time=sum(one <= goal for one in ordered),
    )


def _rank(ordered: Sequence[timedelta], percent: int) -> timedelta | None:
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else None


def _told(times: Times) -> dict[str, int | None]:
    return {
        "of": times.of,
        "median_seconds": _seconds(times.median),
        "p95_seconds": _seconds(times.p95),
        "in_time": times.in_time,
    }


def _seconds(length: timedelta | None) -> int | None:
    return None if length is None else int(length.total_seconds())


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Return how often each comes, the most frequent first."""
    return dict(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


def _about(entry: Mapping[str, Any]) -> str:
    """Return which contribution an entry is about; a report has an id of its own."""
    about: str = (
        entry["d"]["comment"] if entry["type"] == "report.received" else entry.get("id", "")
    )
    return about


def _at(entry: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(entry["at"])

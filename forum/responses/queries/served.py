"""Which contributions an answer serves, however many: the most supported ones, and their number.

One answer may serve ten thousand who wrote the same, and pages that everybody reads name it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tortoise.connection import get_connection
from tortoise.functions import Count

from forum.accounts.rules.people import called
from forum.participation.models import Contribution
from forum.participation.rules import PUBLIC, Showing
from forum.responses.models import Answered
from forum.responses.rules import Disposition, ResponseState


@dataclass(frozen=True)
class Place:
    """A clause about which something was said that one answer serves; "" is the whole draft."""

    lineage: str
    label: str
    response_id: int
    total: int


async def answered_places(consultation_id: int) -> list[Place]:
    """Return every clause with each of its approved answers, in the order of the answers."""
    rows = (
        await Answered.filter(
            response__consultation_id=consultation_id, response__state=ResponseState.APPROVED
        )
        .annotate(number=Count("id"))
        .group_by("contribution__lineage", "contribution__label", "response_id")
        .order_by("response_id")
        .values_list("contribution__lineage", "contribution__label", "response_id", "number")
    )
    return [Place(*row) for row in rows]


@dataclass(frozen=True)
class Named:
    """As much of a contribution as a sentence about it needs."""

    ref: str
    by: str
    public: bool
    supports: int


async def named_with_totals(
    response_ids: Iterable[int], each: int
) -> tuple[dict[int, tuple[Named, ...]], dict[int, int]]:
    """Return by answer the most supported contributions it serves, and how many there are.

    One query.
    """
    ids = ", ".join(str(int(one)) for one in response_ids)
    if not ids:
        return {}, {}
    named: defaultdict[int, tuple[Named, ...]] = defaultdict(tuple)
    totals: dict[int, int] = {}
    sql = _NAMED.format(ids=ids, each=int(each))
    for row in await get_connection("default").execute_query_dict(sql):
        public = Showing(row["showing"]) in PUBLIC
        one = Named(row["ref"], called(row["name"], left=row["has_left"]), public, row["supports"])
        named[row["response_id"]] += (one,)
        totals[row["response_id"]] = row["total"]
    return dict(named), totals


async def verdicts_by_clause(
    consultation_ids: Iterable[int],
) -> dict[int, dict[str, dict[Disposition, int]]]:
    """Return by consultation and clause how many contributions got which verdict; one query."""
    ids = list(consultation_ids)
    if not ids:
        return {}
    rows = (
        await Answered.filter(
            response__consultation_id__in=ids, response__state=ResponseState.APPROVED
        )
        .annotate(number=Count("id"))
        .group_by("response__consultation_id", "contribution__lineage", "response__disposition")
        .values_list(
            "response__consultation_id", "contribution__lineage", "response__disposition", "number"
        )
    )
    found: dict[int, dict[str, dict[Disposition, int]]] = {}
    for consultation_id, lineage, disposition, number in rows:
        on_clause = found.setdefault(consultation_id, {}).setdefault(lineage, {})
        on_clause[Disposition(disposition)] = number
    return found


async def first_served(
    response_ids: Iterable[int], each: int
) -> dict[int, dict[str, list[Contribution]]]:
    """Return by answer and clause so many of the contributions it serves, authors fetched.

    The most supported come first. Two queries.
    """
    return (await served_with_totals(response_ids, each))[0]


async def served_with_totals(
    response_ids: Iterable[int], each: int
) -> tuple[dict[int, dict[str, list[Contribution]]], dict[int, int]]:
    """Return the same, and how many contributions each answer serves; the same two queries."""
    ids = ", ".join(str(int(one)) for one in response_ids)
    if not ids:
        return {}, {}
    sql = _FIRST.format(ids=ids, each=int(each))
    rows = await get_connection("default").execute_query_dict(sql)
    found = Contribution.filter(id__in=[row["contribution_id"] for row in rows])
    by_id = {one.id: one for one in await found.select_related("author")}
    served: defaultdict[int, dict[str, list[Contribution]]] = defaultdict(dict)
    for row in rows:
        one = by_id[row["contribution_id"]]
        served[row["response_id"]].setdefault(one.lineage, []).append(one)
    return dict(served), {row["response_id"]: row["total"] for row in rows}


_FIRST = """
SELECT response_id, contribution_id, total FROM (
    SELECT a.response_id, a.contribution_id, ROW_NUMBER() OVER (
        PARTITION BY a.response_id, c.lineage ORDER BY c.supports DESC, c.id
    ) AS place, COUNT(*) OVER (PARTITION BY a.response_id) AS total
    FROM response_contribution a JOIN contribution c ON c.id = a.contribution_id
    WHERE a.response_id IN ({ids})
) AS ranked
WHERE place <= {each}
ORDER BY response_id, place
"""
_NAMED = """
SELECT response_id, ref, showing, supports, name, has_left, total FROM (
    SELECT a.response_id, c.ref, c.showing, c.supports,
        COALESCE(NULLIF(c.signed, ''), p.name) AS name, p.left_at IS NOT NULL AS has_left,
        ROW_NUMBER() OVER (
        PARTITION BY a.response_id ORDER BY c.supports DESC, c.id
    ) AS place, COUNT(*) OVER (PARTITION BY a.response_id) AS total
    FROM response_contribution a
    JOIN contribution c ON c.id = a.contribution_id JOIN person p ON p.id = c.author_id
    WHERE a.response_id IN ({ids})
) AS ranked
WHERE place <= {each}
ORDER BY response_id, place
"""

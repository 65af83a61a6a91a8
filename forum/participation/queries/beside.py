"""What was said about a clause, as it stands beside it: how much, and the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tortoise.connection import get_connection
from tortoise.expressions import RawSQL

from forum.accounts.rules.people import called
from forum.core.ids import is_ref
from forum.core.text import plain
from forum.participation.models import Contribution
from forum.participation.queries.find import AROUND
from forum.participation.queries.lists import AT_ONCE, pages_of
from forum.participation.rules import PUBLIC, Kind

LONGEST_QUOTE = 140

Order = Literal["support", "newest"]


@dataclass(frozen=True)
class Quote:
    """The most supported words on a clause, and whose they are."""

    words: str
    language: str
    author: str
    about: str


@dataclass(frozen=True)
class Margin:
    """What stands beside a clause: how much of each kind is public, and one quotation."""

    comments: int = 0
    questions: int = 0
    proposals: int = 0
    quote: Quote | None = None

    @property
    def total(self) -> int:
        """All together; a reply counts among the comments."""
        return self.comments + self.questions + self.proposals


async def margins(consultation_id: int) -> dict[str, Margin]:
    """Return the margin of every clause that has been talked about; "" is the whole draft.

    One query, however many contributions there are. The quotation is the most supported one, the
    latest of those alike.
    """
    public = ", ".join(f"'{showing.value}'" for showing in sorted(PUBLIC))
    alike = " UNION ALL ".join(
        f"SELECT '{kind.value}' AS kind, '{showing.value}' AS showing"
        for kind in Kind
        for showing in sorted(PUBLIC)
    )
    sql = _MARGINS.format(consultation_id=int(consultation_id), public=public, alike=alike)
    return {
        row["lineage"]: Margin(
            comments=row["total"] - row["questions"] - row["proposals"],
            questions=row["questions"],
            proposals=row["proposals"],
            quote=Quote(
                plain(row["html"], LONGEST_QUOTE),
                row["language"],
                called(row["name"], left=row["has_left"]),
                row["about"],
            ),
        )
        for row in await get_connection("default").execute_query_dict(sql)
    }


@dataclass(frozen=True)
class Voices:
    """A page of what is said about one clause, stubs included, and how much there is in all.

    `fields` says how much is public about each typed field that was asked for.
    """

    rows: list[Contribution]
    page: int = 1
    pages: int = 1
    public: int = 0
    unseen: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    supported: frozenset[int] = frozenset()
    """Which of them the reader supports."""


async def on_whole_draft(
    consultation_id: int,
    most: int,
    *,
    reader: int | None = None,
    also: Mapping[str, RawSQL] | None = None,
) -> Voices:
    """Return what is said about the draft as a whole, authors fetched, the most supported first."""
    mine = RawSQL(_MINE.format(person_id=int(reader or 0)))
    rows = await (
        Contribution.filter(consultation_id=consultation_id, lineage="")
        .annotate(mine=mine, **(also or {}))
        .order_by("-supports", "id")
        .limit(most)
        .select_related(*AROUND)
    )
    return Voices(rows, supported=_supported(rows))


async def on_clause(
    consultation_id: int,
    lineage: str,
    *,
    order: Order = "support",
    page: int = 1,
    reader: int | None = None,
    also: Mapping[str, RawSQL] | None = None,
    codes: Sequence[str] = (),
) -> Voices:
    """Return what is said about one clause, authors fetched; "" is the whole draft.

    One query, which also tells what `reader` supports, and brings along what higher floors know of
    each (`also`). A page beyond the last one is the last one, which takes another.
    """
    about = "".join(_ABOUT.format(code=code) for code in map(_code, codes))
    counted = RawSQL(
        _COUNTED.format(consultation_id=int(consultation_id), lineage=_key(lineage), about=about)
    )
    mine = RawSQL(_MINE.format(person_id=int(reader or 0)))
    by = ("-supports", "id") if order == "support" else ("-id",)
    rows = await (
        Contribution.filter(consultation_id=consultation_id, lineage=lineage)
        .annotate(counted=counted, mine=mine, **(also or {}))
        .order_by(*by)
        .offset((page - 1) * AT_ONCE)
        .limit(AT_ONCE)
        .select_related(*AROUND)
    )
    if not rows:
        if page == 1:
            return Voices([], 1, 1, 0, 0)
        total = await Contribution.filter(consultation_id=consultation_id, lineage=lineage).count()
        return await on_clause(
            consultation_id,
            lineage,
            order=order,
            page=pages_of(total),
            reader=reader,
            also=also,
            codes=codes,
        )
    total, public, *about_fields = map(int, rows[0].counted.split())  # type: ignore[attr-defined] # annotated
    return Voices(
        rows,
        page,
        pages_of(total),
        public,
        total - public,
        dict(zip(codes, about_fields, strict=True)),
        _supported(rows),
    )


def _supported(rows: Iterable[Contribution]) -> frozenset[int]:
    return frozenset(row.id for row in rows if row.mine)  # type: ignore[attr-defined] # annotated


def _key(lineage: str) -> str:
    """Return a lineage as it may stand in a statement."""
    if lineage and not is_ref(lineage):
        raise ValueError("not the key of a clause")
    return lineage


def _code(code: str) -> str:
    """Return the code of a typed field as it may stand in a statement."""
    if not code.replace("_", "").isalnum() or not code.isascii():
        raise ValueError("not the code of a field")
    return code


_COUNTED = """(
SELECT COUNT(*) || ' ' || SUM(CASE WHEN t.showing IN ('shown', 'redacted') THEN 1 ELSE 0 END){about}
FROM contribution t WHERE t.consultation_id = {consultation_id} AND t.lineage = '{lineage}'
)"""
_ABOUT = """
|| ' ' || SUM(CASE WHEN t.showing IN ('shown', 'redacted') AND t.field_code = '{code}'
THEN 1 ELSE 0 END)"""
_MINE = """EXISTS (
SELECT 1 FROM support s WHERE s.contribution_id = "contribution"."id" AND s.person_id = {person_id}
)"""
_MARGINS = """
WITH RECURSIVE talked(lineage) AS (
    SELECT MIN(lineage) FROM contribution WHERE consultation_id = {consultation_id}
    UNION ALL
    SELECT (
        SELECT MIN(next.lineage) FROM contribution next
        WHERE next.consultation_id = {consultation_id} AND next.lineage > talked.lineage
    ) FROM talked WHERE talked.lineage IS NOT NULL
), counted AS MATERIALIZED (
    SELECT talked.lineage, alike.kind, (
        SELECT COUNT(*) FROM contribution one
        WHERE one.consultation_id = {consultation_id} AND one.lineage = talked.lineage
            AND one.kind = alike.kind AND one.showing = alike.showing
    ) AS number
    FROM talked CROSS JOIN ({alike}) AS alike WHERE talked.lineage IS NOT NULL
)
SELECT beside.lineage, beside.total, beside.questions, beside.proposals, c.html, c.language,
    COALESCE(NULLIF(c.signed, ''), p.name) AS name, p.left_at IS NOT NULL AS has_left,
    CASE WHEN c.signed = '' THEN p.about ELSE '' END AS about
FROM (
    SELECT lineage, CAST(SUM(number) AS BIGINT) AS total,
        CAST(SUM(CASE WHEN kind = 'question' THEN number ELSE 0 END) AS BIGINT) AS questions,
        CAST(SUM(CASE WHEN kind = 'proposal' THEN number ELSE 0 END) AS BIGINT) AS proposals
    FROM counted GROUP BY lineage HAVING SUM(number) > 0
) AS beside
JOIN contribution c ON c.id = (
    SELECT best.id FROM contribution best
    WHERE best.consultation_id = {consultation_id} AND best.lineage = beside.lineage
        AND best.showing IN ({public})
    ORDER BY best.supports DESC, best.id DESC LIMIT 1
)
JOIN person p ON p.id = c.author_id
"""
"""From one clause to the next by the index, and in each a mere count: half the time of grouping."""

"""Which words of a clause people speak about, as pages show it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tortoise.connection import get_connection
from tortoise.expressions import Q, RawSQL
from tortoise.functions import Count

from forum.accounts.rules.people import called
from forum.drafts.anchoring import Fit, Span
from forum.drafts.models import Version
from forum.participation.models import Marked, MarkedLater
from forum.participation.rules import PUBLIC

MOST_SPOTS, MOST_NAMED = 12, 3
AT_ONCE = 50


@dataclass(frozen=True)
class Said:
    """One who speaks about these words."""

    ref: str
    author: str


@dataclass
class Spot:
    """The same words, marked by one or more people: where they stand, how many, the first few."""

    span: Span
    total: int
    said: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Marks:
    """The most marked words of a clause in one language, in the order of its text.

    `elsewhere` says of the other languages on how many marks their words bear: which words of this
    one those would be, nobody has said.
    """

    spots: list[Spot] = field(default_factory=list)
    elsewhere: dict[str, int] = field(default_factory=dict)


async def marks_on(version_id: int, lineage: str, language: str) -> Marks:
    """Return which words of a clause people speak about, and who.

    Only what everybody reads counts. One query, which looks at no more than this clause's marks.
    """
    public = ", ".join(f"'{showing.value}'" for showing in sorted(PUBLIC))
    place = "?" if get_connection("default").capabilities.dialect == "sqlite" else "$%d"
    holes = [place if place == "?" else place % n for n in range(1, 7)]
    sql = _SPOTS.format(*holes, public=public, named=MOST_NAMED, most=MOST_SPOTS * MOST_NAMED)
    rows = await get_connection("default").execute_query_dict(
        sql, [version_id, lineage, version_id, lineage, language, language]
    )
    spots: dict[Span, Spot] = {}
    elsewhere = {row["name"]: row["total"] for row in rows if not row["ref"]}
    for row in rows:
        if not row["ref"]:
            continue
        span = Span(row["begins"], row["ends"])
        if span not in spots and len(spots) == MOST_SPOTS:
            continue
        spot = spots.setdefault(span, Spot(span, row["total"]))
        spot.said.append(Said(row["ref"], called(row["name"], left=row["has_left"])))
    return Marks(sorted(spots.values(), key=lambda one: one.span), elsewhere)


async def former_on(version: Version, lineage: str) -> tuple[list[MarkedLater], int]:
    """Return marks on wordings of a clause that are gone, the latest loss first, and how many.

    Each tells the old sentence; the version in which it was gone is this one or an earlier one.
    """
    not_later = Q(version__number__lt=version.number) | Q(
        version__number=version.number, version__correction__lte=version.correction
    )
    gone = MarkedLater.filter(
        not_later,
        fit=Fit.FORMER,
        marked__lineage=lineage,
        version__standard_id=version.standard_id,
        marked__contribution__showing__in=[one.value for one in PUBLIC],
    )
    rows = await (
        gone.order_by("-version__number", "-version__correction", "id")
        .limit(MOST_SPOTS + 1)
        .select_related("version", "marked__contribution__author")
    )
    total = len(rows) if len(rows) <= MOST_SPOTS else await gone.count()
    return rows[:MOST_SPOTS], total


@dataclass(frozen=True)
class Words:
    """The words that one contribution is about."""

    language: str
    quote: str


async def words_of(contribution_ids: Iterable[int]) -> dict[int, Words]:
    """Return by contribution which words it is about, if only some."""
    rows = Marked.filter(contribution_id__in=list(contribution_ids))
    found = await rows.values_list("contribution_id", "language", "quote")
    return {id_: Words(language, quote) for id_, language, quote in found}


def with_words() -> RawSQL:
    """Return what brings these words along when contributions are read: see `words_in`."""
    return RawSQL(
        "(SELECT w.language || ' ' || w.quote FROM marked w "
        'WHERE w.contribution_id = "contribution"."id")'
    )


def words_in(told: str) -> Words:
    """Return the words that were brought along."""
    language, _space, quote = told.partition(" ")
    return Words(language, quote)


async def later_of(contribution_id: int) -> list[MarkedLater]:
    """Return where its words were found in each later version, the newest first."""
    rows = MarkedLater.filter(marked__contribution_id=contribution_id)
    return await rows.order_by("-version__number").select_related("version", "marked")


@dataclass(frozen=True)
class Carriage:
    """What became of marked words in one version: a page of them, and how many of each kind."""

    rows: list[MarkedLater]
    counts: dict[Fit, int]
    page: int
    pages: int


async def carriage_of(version: Version, *, page: int = 1, fit: Fit | None = None) -> Carriage:
    """Return what became of the words marked in the version before; only what everybody reads."""
    public = MarkedLater.filter(
        version_id=version.id, marked__contribution__showing__in=[one.value for one in PUBLIC]
    )
    alike = public.annotate(number=Count("id")).group_by("fit")
    found = {Fit(one): number for one, number in await alike.values_list("fit", "number")}
    counts = {one: found.get(one, 0) for one in Fit}
    chosen = public.filter(fit=fit) if fit else public
    total = counts[fit] if fit else sum(counts.values())
    pages = max(1, -(-total // AT_ONCE))
    page = min(page, pages)
    rows = await (
        chosen.order_by("score", "id")
        .offset((page - 1) * AT_ONCE)
        .limit(AT_ONCE)
        .select_related("marked__contribution__author")
    )
    return Carriage(rows, counts, page, pages)


async def to_check(agency_ids: Collection[int]) -> list[tuple[Version, int]]:
    """Return the versions of these agencies with marked words that a person must look at."""
    if not agency_ids:
        return []
    waiting = MarkedLater.filter(
        fit=Fit.CHECK,
        version__standard__service__agency_id__in=list(agency_ids),
        marked__contribution__showing__in=[one.value for one in PUBLIC],
    )
    counted = (
        await waiting.annotate(number=Count("id"))
        .group_by("version_id")
        .values_list("version_id", "number")
    )
    numbers = dict(counted)
    if not numbers:
        return []
    versions = await Version.filter(id__in=list(numbers)).order_by("id").select_related("standard")
    return [(version, numbers[version.id]) for version in versions]


_SPOTS = """
WITH said AS (
    SELECT m.language, m.begins, m.ends, c.ref, c.id, c.supports,
        COALESCE(NULLIF(c.signed, ''), p.name) AS name, p.left_at IS NOT NULL AS has_left
    FROM (
        SELECT contribution_id, language, begins, ends FROM marked
        WHERE version_id = {0} AND lineage = {1}
        UNION ALL
        SELECT w.contribution_id, w.language, l.begins, l.ends
        FROM marked_later l JOIN marked w ON w.id = l.marked_id
        WHERE l.version_id = {2} AND l.lineage = {3} AND l.fit = 'kept'
    ) AS m
    JOIN contribution c ON c.id = m.contribution_id
    JOIN person p ON p.id = c.author_id
    WHERE c.showing IN ({public})
)
SELECT begins, ends, ref, name, has_left, total FROM (
    SELECT begins, ends, ref, name, has_left, total, place FROM (
        SELECT begins, ends, ref, name, has_left,
            COUNT(*) OVER (PARTITION BY begins, ends) AS total,
            ROW_NUMBER() OVER (PARTITION BY begins, ends ORDER BY supports DESC, id) AS place
        FROM said WHERE language = {4}
    ) AS here
    WHERE place <= {named}
    ORDER BY total DESC, begins, ends, place LIMIT {most}
) AS named
UNION ALL
SELECT 0, 0, '', language, false, COUNT(*) FROM said WHERE language <> {5} GROUP BY language
"""
"""A row without a `ref` is about another language, named where the others name a person."""

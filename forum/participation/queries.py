"""Contributions as pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from tortoise.connection import get_connection
from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from forum.core import clock
from forum.core.errors import NotFound
from forum.core.i18n import _
from forum.core.ids import is_ref
from forum.core.text import plain
from forum.organisations.models import Membership
from forum.participation.models import Contribution, Entered, Support
from forum.participation.rules import PUBLIC, Channel, Kind, Showing

AT_ONCE = 50
LONGEST_QUOTE = 140
AROUND = ("author", "parent__author")
"""What stands beside the words wherever they are shown."""
WHOLE = (
    *AROUND,
    "consultation__agency",
    "consultation__standard",
    "consultation__version",
    "consultation__next_version",
)
"""The same, with all that stands around a contribution of any consultation."""

Order = Literal["support", "newest"]


async def find_contribution(ref: str, *, lock: bool = False) -> Contribution:
    """Return one contribution with its author, consultation and agency, or say there is none.

    Actions lock it, so that nothing changes between a check and the write that relies on it.
    """
    found = Contribution.filter(ref=ref).select_related(
        *AROUND, "consultation__agency", "consultation__standard", "consultation__next_version"
    )
    if lock:
        found = found.select_for_update(of=("contribution",), no_key=True)
    contribution = await found.first()
    if contribution is None:
        raise NotFound("comment.not-found", _("There is no such comment."))
    return contribution


async def find_by_receipt(code: str) -> Contribution:
    """Return the contribution with this receipt, with its consultation and agency."""
    contribution = (
        await Contribution.filter(receipt=code)
        .select_related("consultation__agency", "consultation__standard")
        .first()
    )
    if contribution is None:
        raise NotFound("receipt.not-found", _("There is no receipt with this code."))
    return contribution


def must_be_answered() -> Q:
    """Return the condition that picks what cannot stay without an answer: late only if admitted."""
    return Q(late=False) | Q(admitted_at__isnull=False)


@dataclass(frozen=True)
class Quote:
    """The most supported words on a clause, and whose they are."""

    words: str
    language: str
    author: str
    about: str


@dataclass(frozen=True)
class Margin:
    """What stands beside a clause: how many public comments and questions, and one quotation."""

    comments: int = 0
    questions: int = 0
    quote: Quote | None = None

    @property
    def total(self) -> int:
        """Comments and questions together; a reply counts among the comments."""
        return self.comments + self.questions


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
            comments=row["total"] - row["questions"],
            questions=row["questions"],
            quote=Quote(
                plain(row["html"], LONGEST_QUOTE),
                row["language"],
                row["name"] or _("Name not given"),
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


@dataclass(frozen=True)
class Narrowed:
    """How the list of all contributions is narrowed; an empty value leaves all.

    `among` takes what higher floors know: answered or not, and how.
    """

    lineage: str | None = None
    kind: Kind | None = None
    field_code: str = ""
    showing: Showing | None = None
    words: str = ""
    among: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Ledger:
    """A page of a list of contributions, and how many there are on all its pages."""

    rows: list[Contribution]
    page: int
    pages: int
    total: int


async def thread_of(contribution: Contribution, *, page: int = 1) -> Ledger:
    """Return a page of the replies to one contribution, the first first, authors fetched."""
    pages = pages_of(contribution.replies)
    page = min(page, pages)
    rows: list[Contribution] = []
    if contribution.replies:
        rows = (
            await Contribution.filter(parent_id=contribution.id)
            .order_by("thread_place")
            .offset((page - 1) * AT_ONCE)
            .limit(AT_ONCE)
            .select_related(*AROUND)
        )
    return Ledger(rows, page, pages, contribution.replies)


async def contributions_of(consultation_id: int, narrowed: Narrowed, *, page: int = 1) -> Ledger:
    """Return contributions of one consultation, newest first, authors fetched.

    Words are looked for only in what everyone may read.
    """
    found = Contribution.filter(narrowed.among, consultation_id=consultation_id)
    if narrowed.lineage is not None:
        found = found.filter(lineage=narrowed.lineage)
    if narrowed.kind is not None:
        found = found.filter(kind=narrowed.kind)
    if narrowed.field_code:
        found = found.filter(field_code=narrowed.field_code)
    if narrowed.showing is not None:
        found = found.filter(showing=narrowed.showing)
    if narrowed.words:
        found = found.filter(showing__in=PUBLIC, shown_text__icontains=narrowed.words)
    return await _a_page(found.select_related(*AROUND), page)


async def of_person(person_id: int, *, page: int = 1) -> Ledger:
    """Return what one person handed in, or an organisation of theirs, newest first.

    Consultations and agencies are fetched.
    """
    spoken_for = Membership.filter(person_id=person_id).values("organisation__slug")
    theirs = Contribution.filter(
        Q(author_id=person_id) | Q(organisation_id__in=Subquery(spoken_for))
    ).select_related(*WHOLE)
    return await _a_page(theirs, page)


async def of_organisation(slug: str, *, page: int = 1) -> Ledger:
    """Return what was handed in for an organisation, newest first, around it fetched."""
    theirs = Contribution.filter(organisation_id=slug).select_related(*WHOLE)
    return await _a_page(theirs, page)


async def entered_in(consultation_id: int, *, page: int = 1) -> Ledger:
    """Return what staff entered for others in one consultation, newest first."""
    found = Contribution.filter(consultation_id=consultation_id).exclude(channel=Channel.SITE)
    return await _a_page(found.select_related("author", "entered__entered_by"), page)


async def entered_as(contribution: Contribution) -> Entered | None:
    """Return how staff came to enter this one, or nothing where its author sent it."""
    if not contribution.by_hand:
        return None
    return await Entered.get_or_none(contribution_id=contribution.id).select_related("entered_by")


async def supports_of(person_id: int, *, most: int = AT_ONCE) -> list[Contribution]:
    """Return what a person supports, the latest first, around it fetched."""
    around = [f"contribution__{one}" for one in WHOLE]
    rows = Support.filter(person_id=person_id).select_related(*around).order_by("-at", "-id")
    return [row.contribution for row in await rows.limit(most)]


@dataclass(frozen=True)
class Tally:
    """How many contributions a consultation has, by clause, by kind and by what is shown."""

    total: int
    lineages: Mapping[str, int]
    kinds: Mapping[str, int]
    showings: Mapping[str, int]


async def tally_of(consultation_id: int) -> Tally:
    """Count every contribution of one consultation, stubs included, in one query."""
    lineages, kinds, showings = Counter[str](), Counter[str](), Counter[str]()
    alike = (
        Contribution.filter(consultation_id=consultation_id)
        .annotate(number=Count("id"))
        .group_by("lineage", "kind", "showing")
    )
    for lineage, kind, showing, number in await alike.values_list(
        "lineage", "kind", "showing", "number"
    ):
        lineages[lineage] += number
        kinds[kind] += number
        showings[showing] += number
    return Tally(kinds.total(), lineages, kinds, showings)


async def supported_by(person_id: int | None, contribution_ids: Iterable[int]) -> set[int]:
    """Return which of these contributions a person supports."""
    ids = list(contribution_ids)
    if person_id is None or not ids:
        return set()
    mine = Support.filter(person_id=person_id, contribution_id__in=ids)
    return {support.contribution_id for support in await mine}


async def sent_lately(person_id: int | None, text: str, hours: int) -> int:
    """Return how often a person handed in this very text within so many hours."""
    since = clock.now() - timedelta(hours=hours)
    return await Contribution.filter(
        author_id=person_id, text=text, handed_in_at__gte=since
    ).count()


def pages_of(rows: int) -> int:
    """Return how many pages so many rows fill; an empty list is one page."""
    return max(1, -(-rows // AT_ONCE))


async def _a_page(found: QuerySet[Contribution], page: int) -> Ledger:
    total = await found.count()
    pages = pages_of(total)
    page = min(page, pages)
    rows = await found.order_by("-id").offset((page - 1) * AT_ONCE).limit(AT_ONCE)
    return Ledger(rows, page, pages, total)


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
SELECT beside.lineage, beside.total, beside.questions, c.html, c.language,
    COALESCE(NULLIF(c.signed, ''), p.name) AS name,
    CASE WHEN c.signed = '' THEN p.about ELSE '' END AS about
FROM (
    SELECT lineage, CAST(SUM(number) AS BIGINT) AS total,
        CAST(SUM(CASE WHEN kind = 'question' THEN number ELSE 0 END) AS BIGINT) AS questions
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

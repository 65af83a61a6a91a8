"""Contributions page by page: of a consultation, a thread, a person, an organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tortoise.expressions import Q, Subquery
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from forum.organisations.models import Membership
from forum.participation.models import Contribution, Support
from forum.participation.queries.find import AROUND, WHOLE
from forum.participation.rules import PUBLIC, Channel, Kind, Showing

AT_ONCE = 50


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


def pages_of(rows: int) -> int:
    """Return how many pages so many rows fill; an empty list is one page."""
    return max(1, -(-rows // AT_ONCE))


async def _a_page(found: QuerySet[Contribution], page: int) -> Ledger:
    total = await found.count()
    pages = pages_of(total)
    page = min(page, pages)
    rows = await found.order_by("-id").offset((page - 1) * AT_ONCE).limit(AT_ONCE)
    return Ledger(rows, page, pages, total)
